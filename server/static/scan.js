/* The camera of the scan page: asked for on a press, and only then. Where the browser reads codes by itself it
   does; else the reader is fetched. What was read goes into the field that can be typed into as well. */
'use strict';
(() => {
    const button = document.getElementById('scan'), video = document.getElementById('video');
    const form = document.getElementById('typed'), sorry = document.getElementById('sorry');
    const found = (text) => { form.elements.code.value = text; form.submit(); };
    const wait = (ms) => new Promise((done) => setTimeout(done, ms));

    async function native() {
        const reader = new BarcodeDetector({ formats: ['qr_code'] });
        video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
        await video.play();
        for (;; await wait(150)) {
            const codes = await reader.detect(video);
            if (codes.length) return found(codes[0].rawValue);
        }
    }
    function fetched() {
        return new Promise((done, fail) => {
            const script = document.createElement('script');
            script.src = button.dataset.reader;
            script.onerror = fail;
            script.onload = () => new QrScanner(video, (r) => found(r.data), { returnDetailedScanResult: true })
                .start().then(done, fail);
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
        try {
            await ((await able()) ? native() : fetched());
        } catch (e) {
            video.hidden = true;
            sorry.hidden = false;
        }
    });
})();
