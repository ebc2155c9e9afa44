"""Two doors to one library: HTTP on a kept connection, and a process a command. Both speak JSON."""
import json
import re
import time
import urllib.parse
from http.client import HTTPConnection

from library import kist

# What a volunteer does: its endpoint, and what stands in its place on the command line.
OPS = {
    "out": ("/loans", "member tool"), "in": ("/returns", "tool"), "renew": ("/renewals", "tool"),
    "loan lost": ("/loans/lost", "tool"), "undo": ("/undo", ""),
    "hold add": ("/holds", "member what"), "hold cancel": ("/holds/{hold}/cancel", "hold"),
    "hold keep": ("/holds/{hold}/keep", "hold"), "hold move": ("/holds/{hold}/move", "hold place"),
    "transfer send": ("/transfers/send", "tool"), "transfer arrive": ("/transfers/arrive", "tool"),
    "transfer cancel": ("/transfers/{transfer}/cancel", "transfer"),
    "tool add": ("/tools", "name"), "tool edit": ("/tools/{tool}", "tool"),
    "tool repair": ("/tools/{tool}/repair", "tool"), "tool ready": ("/tools/{tool}/ready", "tool"),
    "tool missing": ("/tools/{tool}/missing", "tool"), "tool found": ("/tools/{tool}/found", "tool"),
    "tool retire": ("/tools/{tool}/retire", "tool"), "tool recall": ("/tools/{tool}/recall", "tool"),
    "part found": ("/tools/{tool}/parts/found", "tool part"),
    "inspection pass": ("/tools/{tool}/inspection", "tool"),
    "ticket add": ("/tickets", "tool words"), "ticket update": ("/tickets/{ticket}", "ticket"),
    "ticket solve": ("/tickets/{ticket}/solve", "ticket"),
    "pay": ("/payments", "member amount"), "charge": ("/charges", "member amount kind"),
    "pot in": ("/pot", "amount"), "deposit take": ("/deposits", "member amount"),
    "deposit return": ("/deposits/return", "member amount"), "deposit keep": ("/deposits/keep", "member amount"),
    "consumable add": ("/consumables", "name"),
    "consumable sell": ("/consumables/{consumable}/sell", "consumable count"),
    "consumable buy": ("/consumables/{consumable}/buy", "consumable count"),
    "consumable count": ("/consumables/{consumable}/count", "consumable count"),
    "member add": ("/members", "name"), "member edit": ("/members/{member}", "member"),
    "member block": ("/members/{member}/block", "member"),
    "member unblock": ("/members/{member}/unblock", "member"), "member end": ("/members/{member}/end", "member"),
    "member stay": ("/members/{member}/stay", "member"),
    "member merge": ("/members/{from}/merge", "from into"), "member erase": ("/members/{member}/erase", "member"),
    "plan add": ("/plans", "name"), "category add": ("/categories", "category"),
    "category edit": ("/categories/{category}", "category"),
    "kit add": ("/kits", "name tool"), "kit join": ("/kits/{kit}/join", "kit tool"), "kit leave": ("/kits/leave", "tool"),
    "closing add": ("/closings", "branch from to reason"), "closing remove": ("/closings/{closing}/remove", "closing"),
    "hours set": ("/branches/{branch}/hours", "branch hours"),
    "hours holiday": ("/branches/{branch}/holidays", "branch holiday set"),
    "stock-take begin": ("/stock-takes", ""), "stock-take see": ("/stock-takes/see", "tool"),
    "stock-take shelf": ("/stock-takes/shelf", "shelf"), "stock-take end": ("/stock-takes/end", ""),
    "remind": ("/reminders", ""), "calls done": ("/calls/{call}", "call result"), "clock set": ("/clock", "time"),
    "age": ("/age", ""), "setting set": ("/settings/{name}", "name value"),
}
# Where the endpoint takes several tools.
MANY = ("out", "in", "renew", "transfer arrive", "stock-take see")


class Refused(Exception):
    """A refusal by name: {"fault": "TOOL_OUT", ...}."""
    def __init__(self, said, command):
        super().__init__(f"{command}: {said}")
        self.fault = said.get("fault", "?")


def rows_of(answer):
    """The rows of an answer for one or several, and the refusals among them."""
    all_ = answer if isinstance(answer, list) else [answer] if isinstance(answer, dict) else []
    return [r for r in all_ if not r.get("fault")], [r for r in all_ if r.get("fault")]


class Http:
    def __init__(self, port, token, initials):
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Accept-Language": "en",
                        "Kist-As": initials}
        self.actions, self.seconds = 0, 0.0

    def ask(self, method, path, body=None, branch=None):
        headers = dict(self.headers, **({"Kist-Branch": urllib.parse.quote(branch)} if branch else {}))
        began = time.monotonic()
        self.connection.request(method, "/api/v1" + path, None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        self.seconds += time.monotonic() - began
        self.actions += 1
        return answer.status, text

    def get(self, path, branch=None):
        status, text = self.ask("GET", path, None, branch)
        if status != 200:
            raise AssertionError(f"GET {path}: {status} {text}")
        return text

    def do(self, op, branch=None, /, **args):
        path = OPS[op][0]
        for name in re.findall(r"{(\w+)}", path):
            path = path.replace("{%s}" % name, urllib.parse.quote(str(args.pop(name)), safe=""))
        if "tool" in args and op in MANY:
            args["tool"] = [args["tool"]]
        status, text = self.ask("POST", path, args, branch)
        done, refused = rows_of(json.loads(text or "null"))
        if 200 <= status < 300 and (done or not refused):
            return done
        if status >= 500 or not refused:
            raise AssertionError(f"{op} {args} at {branch}: {status} {text}")
        raise Refused(refused[0], f"{op} {args} at {branch}")


class Command:
    """The same by processes, beside the daemon."""
    def __init__(self, initials):
        self.initials, self.actions, self.seconds = initials, 0, 0.0

    def do(self, op, branch=None, /, **args):
        place = OPS[op][1].split()
        words = ["--json", "--as", self.initials] + (["--branch", branch] if branch else []) + op.split()
        words += [str(args.pop(p)) for p in place]
        for name, value in args.items():
            for one in value if isinstance(value, list) else [value] if value is not False else []:
                words += ["--" + name.replace("_", "-")] + ([] if one is True else [str(one)])
        began = time.monotonic()
        code, out, err = kist(*words)
        self.seconds += time.monotonic() - began
        self.actions += 1
        done, refused = rows_of(json.loads(out or "null"))
        if code == 0 or (code == 77 and done):
            return done
        if code not in (1, 65, 77) or not refused:
            raise AssertionError(f"kist {' '.join(words)}: {code}\n{out}{err}")
        raise Refused(refused[0], " ".join(words))
