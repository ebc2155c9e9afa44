// node pages.js DIR: looks at every DIR/*.html (tests/fake/pages) in Chromium and prints TAP:
// nothing scrolls sideways, also with letters twice as large; axe-core finds nothing, in light and
// dark; one h1, a language, a label for each field, no id twice. ONLY=regexp takes some of them;
// SHOTS=folder keeps pictures at 320, 768 and 1280 px; NPM is the folder that holds node_modules.
const fs = require('fs');
const path = require('path');
const npm = process.env.NPM || path.join(__dirname, '../../build/npm');
const { chromium } = require(path.join(npm, 'node_modules/playwright-core'));
const axe = fs.readFileSync(path.join(npm, 'node_modules/axe-core/axe.min.js'), 'utf8');
const dir = path.resolve(process.argv[2]);
const only = new RegExp(process.env.ONLY || '.');
const shots = process.env.SHOTS;

function structure() {
  const wrong = [];
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  if (document.querySelectorAll('h1').length !== 1) wrong.push('not one h1');
  if (!document.documentElement.lang) wrong.push('no lang');
  if (!document.title.trim()) wrong.push('no title');
  if (new Set(ids).size !== ids.length) wrong.push('an id twice');
  for (const e of document.querySelectorAll('input:not([type=hidden]),select,textarea'))
    if (!e.labels.length) wrong.push('no label: ' + e.name);
  for (const e of document.querySelectorAll('[aria-describedby]'))
    for (const id of e.getAttribute('aria-describedby').trim().split(/\s+/))
      if (!document.getElementById(id)) wrong.push('no element ' + id);
  for (const e of document.querySelectorAll('use'))
    if (!document.querySelector(e.getAttribute('href'))) wrong.push('no symbol ' + e.getAttribute('href'));
  if (document.querySelector('[style],style,script:not([src])')) wrong.push('inline style or script');
  return wrong;
}

// What sticks out of the window, except in a box that scrolls by itself.
function sideways() {
  const most = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= most) return [];
  return [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > most + 1 && !e.closest('.wide,.vh'))
    .slice(0, 3).map(e => `${most}px: <${e.tagName} ${e.getAttribute('class')}> ${e.textContent.slice(0, 30)}`);
}

async function look(page, file, how, widths) {
  const wrong = [];
  await page.goto('file://' + path.join(dir, file));
  for (const width of widths) {
    await page.setViewportSize({ width, height: width === 320 ? 640 : 800 });
    if (shots) await page.screenshot({ path: path.join(shots, `${file.slice(0, -5)}.${width}.${how}.png`), fullPage: true });
    if (how !== 'dark') wrong.push(...(await page.evaluate(sideways)).map(w => how + ' ' + w));
  }
  if (how === 'large') return wrong;
  if (how === 'light') wrong.push(...await page.evaluate(structure));
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  for (const v of found.violations)
    wrong.push(`${how}: ${v.id}: ${v.nodes[0].html.slice(0, 120)}${v.nodes[0].failureSummary.split('\n')[1] || ''}`);
  return wrong;
}

(async () => {
  const start = (...args) => chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', ...args] });
  const browser = await start(), larger = await start('--blink-settings=defaultFontSize=32');
  const light = await browser.newPage({ colorScheme: 'light' }), dark = await browser.newPage({ colorScheme: 'dark' });
  const large = await larger.newPage();
  const files = fs.readdirSync(dir).filter(f => f.endsWith('.html') && only.test(f)).sort();
  console.log(`TAP version 13\n1..${files.length}`);
  for (const [i, file] of files.entries()) {
    const wrong = [...await look(light, file, 'light', [1280, 768, 320]),
                   ...await look(dark, file, 'dark', shots ? [1280, 320] : [320]),
                   ...await look(large, file, 'large', [1280, 640, 320])];
    if (wrong.length) process.exitCode = 1;
    console.log(`${wrong.length ? 'not ok' : 'ok'} ${i + 1} - P4 ${file} stands in a narrow window and in large letters, and axe-core finds nothing`);
    for (const w of wrong) console.log('# ' + w);
  }
  await browser.close();
  await larger.close();
})();
