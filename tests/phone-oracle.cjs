// See suite/28-phone-oracle. The numbers are the same in every run: the seed is fixed.
'use strict';
const { execFileSync } = require('child_process');
const { parsePhoneNumberFromString } = require('libphonenumber-js/max');

let seed = 20261124;
const below = (n) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor(seed / 4294967296 * n);
};
const digits = (n) => Array.from({ length: n }, () => below(10)).join('');
const one = (list) => list[below(list.length)];

// Area codes of two and three digits (the 0 left out), and other countries with a length each has.
const AREAS = ['10', '20', '24', '30', '40', '50', '58', '70', '88', '117', '223', '516', '592', '598'];
const ABROAD = [['49', 10], ['32', 8], ['32', 9], ['44', 10], ['48', 9], ['90', 10], ['963', 9], ['1', 10]];

// The same number in one of the ways it is written: grouped, with brackets, 0031, (0), dots.
const spaced = (s) => s.replace(/./g, (c, i) => c + (i && below(4) === 0 ? one([' ', '-', '.', '\t', '  ', '/']) : ''));
const coats = (national) => {
  const rest = spaced(national).replace(/[ \-.\t/]+$/, '');
  return [`0${rest}`, `+31 ${rest}`, `0031${rest}`, `0031 0${rest}`, `+31 (0)${rest}`, `+31(0) ${rest}`,
    `(0${rest.slice(0, 2)}) ${rest.slice(2)}`, ` 0${rest} `,
    ...(national[0] === '6' ? [national, `31${national}`] : [`31${national}`])];
};

const dutch = [], foreign = [];
for (let i = 0; i < 400; i++) {
  const area = one(AREAS);
  for (const national of [`6${one('12345')}${digits(7)}`, area + digits(9 - area.length)]) {
    for (const text of coats(national)) dutch.push({ text, e164: `+31${national}` });
  }
  const [country, length] = one(ABROAD);
  const e164 = `+${country}${1 + below(9)}${digits(length - 1)}`;
  foreign.push({ text: spaced(e164), e164 }, { text: `00${e164.slice(1)}`, e164 });
}
const hash = Array.from({ length: 3000 }, () => {
  const alphabet = below(3) ? '0123456789+ -()' : '0123456789+ -().ax#';
  return { text: Array.from({ length: 6 + below(12) }, () => one(alphabet)).join('') };
});

const read = (list) => execFileSync(`${process.env.KIST_BUILD}/tests/phones`,
  { input: list.map((x) => x.text).join('\n') + '\n', maxBuffer: 1 << 24 }).toString().split('\n')
  .slice(0, -1).map((line) => line.split(' '));
const oracle = (text) => parsePhoneNumberFromString(text.trim(), 'NL');

let number = 0, failed = 0;
const point = (name, wrong) => {
  number++;
  failed += wrong.length > 0;
  console.log(`${wrong.length ? 'not ok' : 'ok'} ${number} - ${name}`);
  for (const line of wrong.slice(0, 10)) console.log(`# ${line}`);
};
const shown = (x, got, want) => `${JSON.stringify(x.text)}: ${got}, oracle ${want}`;

// What M17 wants otherwise than the oracle, and why. Each must be met, or it is no difference any more.
const DIFFERENCES = [
  { why: 'a volunteer types a Dutch number by hand: what cannot be one is refused by its length alone, ' +
         'whether its area exists or not',
    fits: (got, want) => got.startsWith('+31') && (!want || !want.isValid()) },
  { why: 'foreign numbers are taken as they are: 8 to 15 digits (E.164), whatever their country plans',
    fits: (got, want) => /^\+(?!31)\d{8,15}$/.test(got) && (!want || !want.isValid()) },
];
const met = new Set();
const allowed = (got, want) => DIFFERENCES.some((d, i) => d.fits(got, want) && met.add(i));

{ // What is certainly a Dutch number is read alike, in every coat.
  const got = read(dutch), wrong = [];
  dutch.forEach((x, i) => {
    const want = oracle(x.text);
    if (got[i][0] !== x.e164) wrong.push(shown(x, got[i][0], x.e164));
    else if (want && want.isValid() && want.number !== got[i][0]) wrong.push(shown(x, got[i][0], want.number));
  });
  point(`M2 M17 ${dutch.length} Dutch numbers in many coats are one number each, as the oracle has it`, wrong);
  const sms = dutch.filter((x, i) => {
    const want = parsePhoneNumberFromString(x.e164);
    return want.isValid() && (want.getType() === 'MOBILE') !== (got[i][1] === 'sms');
  });
  point('M17 of them the mobile ones, and only they, get texts', sms.map((x) => x.text));
}
{
  const got = read(foreign), wrong = [];
  foreign.forEach((x, i) => {
    const want = oracle(x.text);
    if (got[i][0] !== x.e164) wrong.push(shown(x, got[i][0], x.e164));
    else if (want && want.isValid() && want.number !== x.e164) allowed(got[i][0], want) || wrong.push(shown(x, got[i][0], want.number));
  });
  point(`M17 ${foreign.length} foreign numbers are kept as they are`, wrong);
}
{ // Anything at all: nothing that the oracle finds valid is read as another number.
  const got = read(hash), wrong = [];
  hash.forEach((x, i) => {
    const want = oracle(x.text), e164 = got[i][0];
    if (!e164.startsWith('+')) {
      // Refused: letters and signs are words to a person; the oracle looks past them.
      const plain = /^[0-9+ \t.\-/()]*$/.test(x.text);
      if (plain && want && want.isValid() && want.country === 'NL' && /^(\+31|0031|0[1-9])/.test(x.text.replace(/[^0-9+]/g, '')) &&
          /^\+31\d{9}$/.test(want.number)) wrong.push(shown(x, e164, want.number));
    } else if (!(want && want.isValid() && want.number === e164) && !allowed(e164, want)) {
      wrong.push(shown(x, e164, want && want.number));
    }
  });
  point(`M17 of ${hash.length} strings of digits and signs none is read as another number than the oracle reads`, wrong);
}
point('each stated difference was met', DIFFERENCES.filter((d, i) => !met.has(i)).map((d) => d.why));
console.log(`1..${number}`);
process.exit(failed ? 1 : 0);
