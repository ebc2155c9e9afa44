"""Mail servers to send to: aiosmtpd with a mind of its own, and a raw one that hangs up."""
import logging
import socketserver
import ssl
import threading
import warnings

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

warnings.filterwarnings("ignore")
logging.getLogger("mail.log").setLevel(logging.CRITICAL)


class Mailbox:
    """Keeps what arrives; addresses and contents decide what is refused."""

    def __init__(self):
        self.mails, self.sessions, self.commands, self.logins = [], [], [], []
        self.hang_up_after = 0  # mails a connection, then 421

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.sessions.append(session)
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.commands.append(f"MAIL {address}")
        session.count = getattr(session, "count", 0) + 1
        if self.hang_up_after and session.count > self.hang_up_after:
            return "421 4.7.0 Too many messages here, come again"
        if address.startswith("banned@"):
            return "550 5.7.1 Sender refused"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.commands.append(f"RCPT {address}")
        if address.startswith("nobody@"):
            return f"550 5.1.1 <{address}>: no such user here"
        if address.startswith("full@"):
            return f"452 4.2.2 <{address}>: mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(envelope)
        if b"Subject: spam" in envelope.content:
            return "554 5.7.1 Content refused"
        if b"Subject: later" in envelope.content:
            return "451 4.3.0 Try again"
        return "250 2.0.0 Taken as 4711"


class Server(Controller):
    """kinds: plain, starttls, tls. With `login`, AUTH is required."""

    def __init__(self, kind="plain", cert=None, login=None, **more):
        self.kind, self.login = kind, login
        self.box = Mailbox()
        context = None
        if cert:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(*cert)
        self.context = context
        super().__init__(self.box, hostname="127.0.0.1", port=0, ready_timeout=20,
                         ssl_context=context if kind == "tls" else None, **more)
        self.start()

    def factory(self):
        def authenticate(server, session, envelope, mechanism, data):
            ok = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == self.login
            self.box.logins.append((mechanism, ok, session.ssl is not None))
            return AuthResult(success=ok, handled=False)
        return SMTP(self.handler, hostname="mail.example", enable_SMTPUTF8=False, authenticator=authenticate,
                    tls_context=self.context if self.kind == "starttls" else None,
                    require_starttls=self.kind == "starttls", auth_required=bool(self.login),
                    auth_require_tls=self.kind != "tls")

    def _trigger_server(self):
        # aiosmtpd 1.4.3 knocks at the port it was given, not at the one it got.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Rude(socketserver.ThreadingTCPServer):
    """Speaks SMTP until a command, then hangs up or falls silent; counts the bodies it got whole."""
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, at, silent=False):
        self.at, self.silent, self.bodies, self.connections = at, silent, 0, 0
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                try:
                    outer.talk(self)
                except OSError:
                    pass
        super().__init__(("127.0.0.1", 0), Handler)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def leave(self, h):
        if self.silent:
            h.rfile.read()  # until the other side gives up

    def talk(self, h):
        self.connections += 1
        if self.at == "CONNECT":
            return self.leave(h)
        h.wfile.write(b"220 rude.example\r\n")
        while line := h.rfile.readline():
            command = line[:4].upper().decode("latin-1").strip()
            if command == self.at:
                return self.leave(h)
            if command == "DATA":
                h.wfile.write(b"354 go\r\n")
                while (text := h.rfile.readline()) not in (b".\r\n", b""):
                    pass
                self.bodies += text == b".\r\n"
                if self.at == "END":
                    return self.leave(h)
            h.wfile.write(b"250 ok\r\n")
        return None
