// A library of its own with a daemon that serves it, for suites that speak to it over sockets; a
// client that sends exactly the bytes it is told to; and TAP.
'use strict';
const { spawn, spawnSync } = require('child_process');
const fs = require('fs');
const net = require('net');
const path = require('path');

const build = process.env.KIST_BUILD;
const db = path.resolve('library/kist.db');

// Runs kist on the library; its output, and an error when it fails (unless told otherwise).
function kist(args, { may_fail = false, env = {} } = {}) {
    const r = spawnSync(`${build}/kist`, ['--db', db, ...args],
        { encoding: 'utf8', env: { ...process.env, ...env } });
    if (r.status && !may_fail) throw new Error(`kist ${args.join(' ')}: ${r.status} ${r.stderr}`);
    return r;
}

// De Hoogte with a few drills, two members with PINs, a volunteer (VB 4711), a coordinator (CO 4712).
// It is Tuesday 24 November 2026, 10:00.
function make_library() {
    fs.mkdirSync('library', { mode: 0o700 });
    kist(['init', '--test']);
    kist(['clock', 'set', '2026-11-24T10:00:00+01:00']);
    kist(['branch', 'add', 'De Hoogte']);
    kist(['hours', 'set', 'De Hoogte', 'di 10:00-12:00 wo 13:00-17:00 za 10:00-12:00']);
    kist(['setting', 'set', 'library.phone', '050 1234567']);
    for (const n of [417, 418, 419, 420])
        kist(['tool', 'add', 'Klopboormachine', '--number', `${n}`, '--brand', 'Bosch', '--branch',
            'De Hoogte', '--shelf', 'B4']);
    kist(['member', 'add', 'Sam Jansen', '--number', '16897', '--phone', '06 12345678', '--email',
        'sam@post.example', '--pin', '8823']);
    kist(['member', 'add', 'Noor de Wit', '--number', '20417', '--phone', '06 87654321', '--pin', '8826']);
    kist(['volunteer', 'add', 'Vera', '--initials', 'VB', '--pin', '4711']);
    kist(['volunteer', 'add', 'Coen', '--initials', 'CO', '--pin', '4712', '--role', 'coordinator']);
}
const sam = 'M16897A', noor = 'M20417G';

// One answer from a buffer: null when it is not complete yet.
function parse(buf, head_only) {
    const end = buf.indexOf('\r\n\r\n');
    if (end < 0) return null;
    const lines = buf.subarray(0, end).toString('latin1').split('\r\n');
    const headers = {};
    for (const l of lines.slice(1)) {
        const at = l.indexOf(':'), name = l.slice(0, at).toLowerCase(), value = l.slice(at + 1).trim();
        headers[name] = name in headers ? `${headers[name]}\n${value}` : value;
    }
    const status = +lines[0].split(' ')[1];
    const n = head_only || status === 304 || status < 200 ? 0 : +(headers['content-length'] || 0);
    if (buf.length < end + 4 + n) return null;
    const bytes = buf.subarray(end + 4, end + 4 + n);
    return { status, headers, bytes, body: bytes.toString(),
        size: end + 4 + n, line: lines[0] };
}

class Daemon {
    constructor(child, log) {
        this.child = child;
        this.read_log = log;
    }
    get log() { return this.read_log(); }
    get pid() { return this.child.pid; }
    // Ends it as systemd would; its exit code, and after how many milliseconds.
    stop(signal = 'SIGTERM') {
        const begun = Date.now();
        return new Promise((done) => {
            if (this.child.exitCode !== null) return done({ code: this.child.exitCode, ms: 0 });
            this.child.once('exit', (code) => done({ code, ms: Date.now() - begun }));
            this.child.kill(signal);
        });
    }
    // Sends these bytes and takes what comes: { answers, closed, ms }. Stops after `wait` ms without
    // an end, or when `n` answers are there.
    raw(bytes, { wait = 3000, n = 1, head = false, pieces = null, gap = 20 } = {}) {
        return new Promise((done) => {
            const begun = Date.now(), answers = [];
            let buf = Buffer.alloc(0), over = false;
            const s = net.connect(this.port, '127.0.0.1');
            const finish = (closed) => {
                if (over) return;
                over = true;
                clearTimeout(timer);
                s.destroy();
                done({ answers, closed, ms: Date.now() - begun, first: answers[0] || { status: 0, headers: {}, body: '' } });
            };
            const timer = setTimeout(() => finish(false), wait);
            s.on('data', (d) => {
                buf = Buffer.concat([buf, d]);
                for (let a; (a = parse(buf, head)); ) {
                    buf = buf.subarray(a.size);
                    if (a.status >= 200) answers.push(a);
                }
                if (answers.length >= n && !this.keep_open) finish(false);
            });
            s.on('error', () => finish(true));
            s.on('close', () => finish(true));
            s.on('connect', async () => {
                for (const p of pieces || [bytes]) {
                    if (over) return;
                    s.write(p);
                    if (pieces) await new Promise((r) => setTimeout(r, gap));
                }
            });
        });
    }
    // An ordinary request. `form` makes it a POST with proof of origin, unless told otherwise.
    async ask(target, o = {}) {
        const body = o.body !== undefined ? o.body : o.form ? new URLSearchParams(o.form).toString() : null;
        const method = o.method || (body === null ? 'GET' : 'POST');
        const headers = { Host: `127.0.0.1:${this.port}`, ...(o.headers || {}) };
        if (body !== null && !('Content-Type' in headers))
            headers['Content-Type'] = o.json ? 'application/json' : 'application/x-www-form-urlencoded';
        if (method === 'POST' && !('Origin' in headers) && o.origin !== false)
            headers.Origin = `http://127.0.0.1:${this.port}`;
        if (o.jar && o.jar.size)
            headers.Cookie = [...o.jar].map(([k, v]) => `${k}=${v}`).join('; ');
        let text = `${method} ${target} HTTP/1.1\r\n`;
        for (const [k, v] of Object.entries(headers)) if (v !== null) text += `${k}: ${v}\r\n`;
        if (body !== null) text += `Content-Length: ${Buffer.byteLength(body)}\r\n`;
        const r = await this.raw(Buffer.concat([Buffer.from(`${text}\r\n`), Buffer.from(body === null ? '' : body)]),
            { head: method === 'HEAD', wait: o.wait || 15000 });
        const a = r.first;
        if (o.jar && a.headers['set-cookie'])
            for (const c of a.headers['set-cookie'].split('\n')) {
                const [k, v] = c.split(';')[0].split('=');
                if (v && !/Max-Age=0/.test(c)) o.jar.set(k, v); else o.jar.delete(k);
            }
        a.json = () => JSON.parse(a.body);
        a.closed = r.closed;
        a.ms = r.ms;
        return a;
    }
    // Logs in with a card or initials and a PIN: the jar with its session, and the forms' token.
    async log_in(card, pin) {
        const jar = new Map();
        const a = await this.ask('/login', { form: { card, pin }, jar });
        if (a.status !== 303) throw new Error(`log-in of ${card}: ${a.status}`);
        const page = await this.ask('/op', { jar }); // every page with a form carries it
        const form = await this.ask(card.startsWith('M') ? '/me' : '/work', { jar });
        const m = /name="_token" value="([^"]+)"/.exec(form.body + page.body);
        return { jar, token: m ? m[1] : '' };
    }
}

// Starts kistd on the library; resolves when it listens, rejects with its exit code and words.
function start({ args = [], env = {}, program = `${build}/kistd` } = {}) {
    return new Promise((done, fail) => {
        let log = '';
        const child = spawn(program, ['--db', db, '--listen', '127.0.0.1:0', ...args],
            { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } });
        const d = new Daemon(child, () => log);
        child.stderr.on('data', (x) => {
            log += x;
            const m = /started .* port=(\d+)/.exec(log);
            if (m && !d.port) {
                d.port = +m[1];
                done(d);
            }
        });
        child.on('exit', (code) => { if (!d.port) fail(Object.assign(new Error(log), { code })); });
    });
}

let count = 0, failed = 0;
function ok(good, name, why) {
    count++;
    if (!good) failed++;
    console.log(`${good ? 'ok' : 'not ok'} ${count} - ${name}`);
    if (!good && why !== undefined) console.log(`${why}`.slice(0, 2000).replace(/^/gm, '# '));
    return good;
}
function is(got, wanted, name) {
    return ok(got === wanted, name, `got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`);
}
// Runs the suite, stops what it started, ends the TAP.
async function suite(body) {
    try {
        await body();
    } catch (e) {
        ok(false, 'the suite itself runs to its end', e.stack);
    }
    console.log(`1..${count}`);
    process.exit(failed ? 1 : 0);
}
const pause = (ms) => new Promise((r) => setTimeout(r, ms));
// The last message in the folder that a test library writes them to, once there are n.
async function message(n) {
    const dir = `${db}.messages`;
    for (let i = 0; i < 100; i++, await pause(50)) {
        const files = fs.existsSync(dir) ? fs.readdirSync(dir).filter((f) => f[0] !== '.').map((f) => `${dir}/${f}`) : [];
        if (files.length >= n)
            return fs.readFileSync(files.sort((a, b) => fs.statSync(a).mtimeMs - fs.statSync(b).mtimeMs).pop(), 'utf8');
    }
    return '';
}

module.exports = { kist, make_library, start, suite, ok, is, pause, message, db, sam, noor, build };
