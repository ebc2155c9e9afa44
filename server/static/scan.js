/* The camera of the scan page and of a stock-take: asked for on a press, and only then. Where the browser reads codes
 * by itself it does; else the reader is fetched. What was read goes into the field that can be typed into as well. On
 * a page with a part #live the camera stays on: the answer takes the place of that part, one label after the other. */
'use strict';
(() => {
    const button = document.getElementById('scan'), video = document.getElementById('video');
    const live = document.getElementById('live'), sorry = document.getElementById('sorry');
    const wait = (ms) => new Promise((done) => setTimeout(done, ms));
    const fail = () => { video.hidden = true; sorry.hidden = false; };
    const again = 4000; /* ms that a label may stay in view before it counts as shown again */
    let last, at = 0;

    async function found(text) {
        if (text === last && Date.now() - at < again) return;
        [last, at] = [text, Date.now()];
        const form = document.getElementById('typed');
        form.querySelector('input[required]').value = text;
        if (!live) return form.submit();
        const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
        const part = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('live');
        if (!part) return location.reload(); /* logged out meanwhile */
        live.replaceChildren(...part.childNodes);
        if (navigator.vibrate) navigator.vibrate(80);
    }
    async function native() {
        const reader = new BarcodeDetector({ formats: ['qr_code'] });
        video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
        await video.play();
        for (;; await wait(150))
            for (const code of await reader.detect(video)) await found(code.rawValue);
    }
    function fetched() {
        return new Promise((done, no) => {
            const script = document.createElement('script');
            script.src = button.dataset.reader;
            script.onerror = no;
            script.onload = () => new QrScanner(video, (r) => found(r.data).catch(fail), { returnDetailedScanResult: true })
                .start().then(done, no);
            document.head.append(script);
        });
    }
    async function able() {
        return 'BarcodeDetector' in window && (await BarcodeDetector.getSupportedFormats()).includes('qr_code');
    }
    if (!navigator.mediaDevices) return; // an address without https: typing works
    button.hidden = false;
    button.addEventListener('click', async () => {
        button.hidden = true;
        video.hidden = false;
        await ((await able()) ? native() : fetched()).catch(fail);
    });
})();
