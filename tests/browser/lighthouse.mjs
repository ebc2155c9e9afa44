// node lighthouse.mjs ADDRESS CATEGORY...: Lighthouse, as on a phone, on the four pages that people meet first, of
// a demo library that is served there. A line of JSON for each: {"path", "scores": {category: 0..100}, "wrong": [...]}.
// NPM is the folder that holds its node_modules.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
const npm = process.env.NPM || path.join(path.dirname(fileURLToPath(import.meta.url)), '../../build/npm-audit');
const load = (file) => import(pathToFileURL(path.join(npm, 'node_modules', file)));
const { default: lighthouse } = await load('lighthouse/core/index.js');
const { launch } = await load('chrome-launcher/dist/index.js');
const [base, ...onlyCategories] = process.argv.slice(2);

const entered = await fetch(`${base}/login`, { method: 'POST', redirect: 'manual', headers: { Origin: base },
    body: new URLSearchParams({ card: 'M52318G', pin: '2580' }) });
const Cookie = entered.headers.get('set-cookie').split(';')[0];

// What lowers a score, with the first places where it does.
function wrong_of(lhr) {
    return Object.values(lhr.categories).flatMap((c) => c.auditRefs)
        .map((ref) => ({ ...lhr.audits[ref.id], weight: ref.weight }))
        .filter((a) => a.weight && a.score !== null && a.score < 1)
        .map((a) => `${a.id} ${a.displayValue || ''} ${JSON.stringify(a.details?.items?.slice(0, 2) || '').slice(0, 300)}`);
}

const chrome = await launch({ chromePath: process.env.CHROMIUM || '/usr/bin/chromium',
    chromeFlags: ['--headless', '--no-sandbox', '--disable-gpu'] });
for (const [to, extraHeaders] of [['/'], ['/t/417A'], ['/me', { Cookie }], ['/login']]) {
    const { lhr } = await lighthouse(base + to, { port: chrome.port, logLevel: 'silent', onlyCategories, extraHeaders });
    const scores = Object.fromEntries(Object.values(lhr.categories).map((c) => [c.id, Math.round(c.score * 100)]));
    console.log(JSON.stringify({ path: new URL(lhr.finalDisplayedUrl).pathname, scores, wrong: wrong_of(lhr) }));
}
chrome.kill();
