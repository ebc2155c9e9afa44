"""An HTTP gateway that misbehaves on demand, and that knows what eleven providers expect.

What a provider expects and answers is written from the page its preset names, not from the preset:
an unknown field, a wrong type or a missing header is a refusal.
"""
import base64
import json
import re
import socket
import socketserver
import ssl
import threading
import time
import urllib.parse

BAD = "31612340001"    # the number that every provider refuses
BUSY = "31612340002"   # the number for which every provider is throttled
SECRET = "tok-4f9a+/=&7"


class Refused(Exception):
    """The request is not what the provider's page describes."""


class Request:
    def __init__(self, method, path, headers, body, connection):
        self.method, self.path, self.headers, self.body = method, path, headers, body
        self.connection = connection
        self.message = None

    def need(self, name, value):
        if self.headers.get(name.lower()) != value:
            raise Refused(f"{name}: {self.headers.get(name.lower())!r}")

    def form(self, *fields):
        self.need("Content-Type", "application/x-www-form-urlencoded")
        got = dict(urllib.parse.parse_qsl(self.body.decode("ascii"), keep_blank_values=True,
                                          strict_parsing=True, errors="strict"))
        if set(got) != set(fields):
            raise Refused(f"fields {sorted(got)}")
        return got

    def json(self):
        self.need("Content-Type", "application/json")
        return json.loads(self.body.decode("utf-8", "strict"))

    def basic(self, user):
        self.need("Authorization", "Basic " + base64.b64encode(f"{user}:{SECRET}".encode()).decode())


def keys(found, *names):
    if set(found) != set(names):
        raise Refused(f"keys {sorted(found)}")
    return [found[name] for name in names]


def plus(number):
    if not re.fullmatch(r"\+[1-9][0-9]{7,14}", number):
        raise Refused(f"number {number!r}")
    return number[1:]


def bare(number):
    return plus("+" + number)


def answer(status, value):
    return status, "application/json", json.dumps(value)


# ---- providers: each takes the request and gives (number, text, ref, sender) and its replies ----

class Twilio:
    path = "/2010-04-01/Accounts/AC17/Messages.json"

    def take(self, r):
        r.basic("AC17")
        f = r.form("To", "From", "Body")
        return plus(f["To"]), f["Body"], None, f["From"]

    def good(self, m):
        return answer(201, {"sid": "SM1", "status": "queued", "error_code": None})

    def bad(self, m):
        return answer(400, {"code": 21211, "status": 400, "more_info": "x",
                            "message": f"The 'To' number +{m[0]} is not a valid phone number."})

    def busy(self, m):
        return answer(429, {"code": 20429, "message": "Too Many Requests", "status": 429})


class Spryng:
    path = "/v2/messages"

    def take(self, r):
        r.need("X-Api-Key", SECRET)
        account, channel, sender, body, to, name = keys(r.json(), "accountReference", "channel", "from", "body",
                                                        "recipients", "name")
        if (account, channel) != ("SPNL17", "SMS") or len(to) != 1:
            raise Refused(f"{account} {channel} {to}")
        return plus(keys(to[0], "msisdn")[0]), keys(body, "text")[0], name, sender

    def good(self, m):
        return answer(202, {"data": {"requestId": "r1", "messageIds": ["id-1"]}})

    def bad(self, m):
        return answer(400, {"errors": [{"errorCode": "invalid", "errorMessage": "msisdn is not valid"}]})

    def busy(self, m):
        return answer(429, {"errors": [{"errorCode": "rate", "errorMessage": "slow down"}]})


class SpryngRest:
    path = "/v1/messages"

    def take(self, r):
        r.need("Authorization", f"Bearer {SECRET}")
        encoding, route, sender, to, ref, text = keys(r.json(), "encoding", "route", "originator", "recipients",
                                                      "reference", "body")
        if encoding not in ("auto", "plain", "unicode") or route != "business" or len(to) != 1 or len(sender) > 11:
            raise Refused(f"{encoding} {route} {to} {sender}")
        return bare(to[0]), text, ref, sender

    def good(self, m):
        return answer(200, {"id": "id-2", "encoding": "auto", "body": m[1], "reference": m[2]})

    def bad(self, m):
        return answer(422, {"message": "The given data was invalid.", "errors": {"recipients.0": ["no"]}})

    def busy(self, m):
        return answer(429, {"message": "Too Many Attempts."})


class Cm:
    path = "/v1.0/message"

    def take(self, r):
        r.need("X-CM-PRODUCTTOKEN", SECRET)
        msg, = keys(keys(r.json(), "messages")[0], "msg")
        sender, to, body, ref, channels, parts = keys(msg[0], "from", "to", "body", "reference", "allowedChannels",
                                                      "maximumNumberOfMessageParts")
        kind, text = keys(body, "type", "content")
        number, = keys(to[0], "number")
        if kind != "auto" or channels != ["SMS"] or not 1 <= parts <= 8 or not number.startswith("00"):
            raise Refused(f"{kind} {channels} {parts} {number}")
        return bare(number[2:]), text, ref, sender

    def good(self, m):
        return answer(200, {"details": "Created 1 message(s)", "errorCode": 0, "messages": [
            {"to": "00" + m[0], "status": "Accepted", "reference": m[2], "parts": 1, "messageErrorCode": 0}]})

    def bad(self, m):
        return answer(400, {"details": "Recipient is not valid", "errorCode": 303, "messages": []})

    def busy(self, m):
        return answer(200, {"details": "An unknown error occurred", "errorCode": 500, "messages": []})


class MessageBird:
    path = "/messages"

    def take(self, r):
        r.need("Authorization", f"AccessKey {SECRET}")
        sender, to, coding, ref, text = keys(r.json(), "originator", "recipients", "datacoding", "reference", "body")
        if coding not in ("auto", "plain", "unicode") or len(to) != 1 or len(sender) > 11:
            raise Refused(f"{coding} {to} {sender}")
        return bare(to[0]), text, ref, sender

    def good(self, m):
        return answer(201, {"id": "id-3", "reference": m[2], "recipients": {"totalSentCount": 1}})

    def bad(self, m):
        return answer(422, {"errors": [{"code": 9, "description": "no (correct) recipients found",
                                        "parameter": "recipients"}]})

    def busy(self, m):
        return answer(422, {"errors": [{"code": 25, "description": "Not enough balance", "parameter": None}]})


class SmsGate:
    path = "/3rdparty/v1/messages"

    def take(self, r):
        r.basic("phone")
        ref, text, to = keys(r.json(), "id", "textMessage", "phoneNumbers")
        if len(ref) > 36 or len(to) != 1:
            raise Refused(f"{ref} {to}")
        return plus(to[0]), keys(text, "text")[0], ref, None

    def good(self, m):
        return answer(202, {"id": m[2], "state": "Pending", "recipients": [{"phoneNumber": "+" + m[0]}]})

    def bad(self, m):
        return answer(400, {"message": "invalid phone number in row 1"})

    def busy(self, m):
        return answer(500, {"message": "database is locked"})


class Vonage:
    path = "/sms/json"

    def take(self, r):
        f = r.form("api_key", "api_secret", "from", "to", "text", "type", "client-ref")
        wide = any(c in f["text"] for c in "ë…😀")
        if (f["api_key"], f["api_secret"], f["type"]) != ("k17", SECRET, "unicode" if wide else "text"):
            raise Refused(str(f))
        return bare(f["to"]), f["text"], f["client-ref"], f["from"]

    def good(self, m):
        return answer(200, {"message-count": "1", "messages": [{"to": m[0], "message-id": "id-4", "status": "0"}]})

    def bad(self, m):
        return answer(200, {"message-count": "1", "messages": [
            {"status": "3", "error-text": "Your request is incomplete and missing: to"}]})

    def busy(self, m):
        return answer(200, {"message-count": "1", "messages": [{"status": "1", "error-text": "Throughput Rate Exceeded"}]})


class SmsApi:
    path = "/sms.do"

    def take(self, r):
        r.need("Authorization", f"Bearer {SECRET}")
        f = r.form("to", "from", "message", "format", "encoding", "idx")
        if (f["format"], f["encoding"]) != ("json", "utf-8"):
            raise Refused(str(f))
        return bare(f["to"]), f["message"], f["idx"], f["from"]

    def good(self, m):
        return answer(200, {"count": 1, "list": [{"id": "id-5", "number": m[0], "status": "QUEUE", "idx": m[2]}]})

    def bad(self, m):
        return answer(200, {"error": 13, "message": "No correct phonenumbers", "invalid_numbers": [{"number": m[0]}]})

    def busy(self, m):
        return answer(200, {"error": 201, "message": "System error"})


class Kannel:
    path = "/cgi-bin/sendsms"

    def take(self, r):
        r.need("X-Kannel-Username", "kist")
        r.need("X-Kannel-Password", SECRET)
        r.need("Content-Type", "text/plain; charset=utf-8")
        text = r.body.decode("utf-8", "strict")
        r.need("X-Kannel-Coding", "2" if any(c in text for c in "ë…😀") else "0")
        return plus(r.headers["x-kannel-to"]), text, None, r.headers["x-kannel-from"]

    def good(self, m):
        return 202, "text/html", "0: Accepted for delivery"

    def bad(self, m):
        return 403, "text/html", "Number not in white-list. Message discarded"

    def busy(self, m):
        return 503, "text/html", "Temporal failure, try again later."


class WhatsApp:
    """Cloud API: outside a day's conversation only an approved template, its values on one line."""
    path = "/v19.0/1045/messages"

    def take(self, r):
        r.need("Authorization", f"Bearer {SECRET}")
        product, to, kind, template = keys(r.json(), "messaging_product", "to", "type", "template")
        name, language, components = keys(template, "name", "language", "components")
        kind_of, parameters = keys(components[0], "type", "parameters")
        text_type, text = keys(parameters[0], "type", "text")
        if (product, kind, name, kind_of, text_type) != ("whatsapp", "template", "kist", "body", "text") or "\n" in text:
            raise Refused(f"{product} {kind} {name} {text!r}")
        return bare(to), text, keys(language, "code")[0], None

    def good(self, m):
        return answer(200, {"messaging_product": "whatsapp", "messages": [{"id": "wamid.1"}]})

    def bad(self, m):
        return answer(400, {"error": {"message": "Message undeliverable", "code": 131026}})

    def busy(self, m):
        return answer(400, {"error": {"message": "Rate limit hit", "code": 130429}})


class Ntfy:
    path = "/kist-m16897"

    def take(self, r):
        r.need("Authorization", f"Bearer {SECRET}")
        r.need("Content-Type", "text/plain; charset=utf-8")
        return plus(r.headers["x-tags"]), r.body.decode("utf-8", "strict"), None, r.headers["x-title"]

    def good(self, m):
        return answer(200, {"id": "nt-1", "event": "message", "topic": "kist-m16897"})

    def bad(self, m):
        return answer(400, {"code": 40009, "http": 400, "error": "invalid request: topic invalid"})

    def busy(self, m):
        return answer(429, {"code": 42901, "http": 429, "error": "limit reached: too many requests"})


OTHERS = {"whatsapp": WhatsApp(), "ntfy": Ntfy()}  # no preset: shown to fit
PROVIDERS = {
    "twilio": Twilio(), "spryng": Spryng(), "spryng-rest": SpryngRest(), "cm": Cm(), "messagebird": MessageBird(),
    "smsgate": SmsGate(), "vonage": Vonage(), "smsapi": SmsApi(), "kannel": Kannel(),
}


class Handler(socketserver.StreamRequestHandler):
    """One connection: requests until one side closes. `server.plan(request)` acts on the socket."""
    disable_nagle_algorithm = True

    def handle(self):
        number = self.server.count_connection()
        while True:
            request = self.read(number)
            if not request:
                return
            self.server.seen.append(request)
            if not self.server.act(self, request):
                return

    def read(self, connection):
        line = self.rfile.readline(65536).decode("latin-1").rstrip("\r\n")
        if not line:
            return None
        method, path, _ = line.split(" ")
        headers = {}
        while line := self.rfile.readline(65536).decode("latin-1").rstrip("\r\n"):
            name, value = line.split(":", 1)
            headers[name.lower()] = value.strip()
        body = self.rfile.read(int(headers.get("content-length", 0)))
        return Request(method, path, headers, body, connection)

    def say(self, status, kind, body, *headers):
        data = body.encode() if isinstance(body, str) else body
        head = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(data)}", *headers]
        self.wfile.write("\r\n".join(head).encode() + b"\r\n\r\n" + data)
        return True


class Gateway(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, tls=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.port = self.server_address[1]
        self.seen, self.connections, self.written = [], 0, 0
        self.lock = threading.Lock()
        self.tls = None
        if tls:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(*tls)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def finish_request(self, request, client_address):
        try:
            if self.tls:
                request = self.tls.wrap_socket(request, server_side=True)
            super().finish_request(request, client_address)
        except OSError:
            pass  # the other side hung up, as some points want it to

    def count_connection(self):
        with self.lock:
            self.connections += 1
            return self.connections

    def clear(self):
        self.seen.clear()
        self.connections = 0

    def act(self, h, r):
        for provider in [*PROVIDERS.values(), *OTHERS.values()]:
            if r.path == provider.path:
                return h.say(*self.provide(provider, r))
        name = r.path.split("?")[0].strip("/").replace("-", "_")
        return getattr(self, "do_" + name)(h, r)

    def provide(self, provider, r):
        try:
            if r.method != "POST":
                raise Refused(r.method)
            r.message = provider.take(r)
        except (Refused, KeyError, ValueError, IndexError) as error:
            r.refused = error
            return 400, "text/plain", f"refused: {error!r}"
        if r.message[0] == BAD:
            return provider.bad(r.message)
        return provider.busy(r.message) if r.message[0] == BUSY else provider.good(r.message)

    # ---- behaviours: true keeps the connection ----

    def do_ok(self, h, r):
        return h.say(200, "application/json", '{"ok":"yes","id":"id-9"}')

    def do_slow(self, h, r):
        time.sleep(8)
        return h.say(200, "application/json", '{"ok":"yes"}')

    def do_delay(self, h, r):
        time.sleep(0.02)
        return h.say(200, "text/plain", "ok")

    def do_drop(self, h, r):
        return False

    def do_drop_second(self, h, r):
        return self.do_ok(h, r) if len(self.seen) % 2 else False

    def do_reset(self, h, r):
        h.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        h.request.close()
        return False

    def do_half(self, h, r):
        h.wfile.write(b'HTTP/1.1 200 X\r\nContent-Length: 50\r\n\r\n{"ok":')
        return False

    def do_drip(self, h, r):
        h.wfile.write(b"HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\n")
        for _ in range(100):
            h.wfile.write(b" ")
            time.sleep(0.1)
        return False

    def do_interim(self, h, r):
        h.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nRetry-After: 9\r\n\r\n")
        return self.do_ok(h, r)

    def do_only_interim(self, h, r):
        h.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        return False

    def do_garbage(self, h, r):
        h.wfile.write(b"\0\1\2 no HTTP at all \xff\r\n\r\n" * 50)
        return False

    def do_throttled(self, h, r):
        return h.say(429, "text/plain", "slow down", "Retry-After: 120")

    def do_throttled_date(self, h, r):
        when = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 300))
        return h.say(503, "text/plain", "later", f"Retry-After: {when}")

    def do_status(self, h, r):
        status = int(r.path.split("?")[1])
        return h.say(status, "application/json", '{"error":"it went wrong"}')

    def do_hidden(self, h, r):
        return h.say(200, "application/json", '{"ok":"no","error":"no credit"}')

    def do_html(self, h, r):
        return h.say(200, "text/html", "<html>Thank you!</html>")

    def do_redirect(self, h, r):
        return h.say(307, "text/plain", "", f"Location: http://127.0.0.1:{self.port}/ok")

    def do_redirect_file(self, h, r):
        return h.say(302, "text/plain", "", "Location: file:///etc/passwd")

    def do_echo(self, h, r):
        text = f"refused {r.body.decode()} with {r.headers.get('authorization')} {r.headers.get('x-key')}"
        return h.say(400, "application/json", json.dumps({"error": text}))

    def do_nasty(self, h, r):
        return h.say(400, "application/json", json.dumps({"error": "a\r\nb\x1b[31mc\u202ed" + "x" * 5000}))

    def do_big(self, h, r):
        self.written = 0
        chunk = b'{"ok":"yes"' + b" " * 65536
        try:
            h.wfile.write(b"HTTP/1.1 200 X\r\nContent-Length: 10485760\r\n\r\n")
            while self.written < 10 << 20:
                self.written += h.request.send(chunk)
        except OSError:
            pass
        return False

    def do_headers(self, h, r):
        try:
            h.wfile.write(b"HTTP/1.1 200 X\r\n")
            for i in range(400):
                h.wfile.write(f"X-{i}: ".encode() + b"y" * 60000 + b"\r\n")
        except OSError:
            pass
        return False
