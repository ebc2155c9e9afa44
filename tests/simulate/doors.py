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
    "hold add": ("/holds", "member what"), "hold cancel": ("/holds/{hold}/cancel", "hold"),
    "hold keep": ("/holds/{hold}/keep", "hold"), "loan lost": ("/loans/lost", "tool"),
    "transfer send": ("/transfers/send", "tool"), "transfer arrive": ("/transfers/arrive", "tool"),
    "transfer cancel": ("/transfers/{transfer}/cancel", "transfer"),
    "tool repair": ("/tools/{tool}/repair", "tool"), "tool ready": ("/tools/{tool}/ready", "tool"),
    "tool missing": ("/tools/{tool}/missing", "tool"), "tool found": ("/tools/{tool}/found", "tool"),
    "tool retire": ("/tools/{tool}/retire", "tool"), "tool recall": ("/tools/{tool}/recall", "tool"),
    "inspection pass": ("/tools/{tool}/inspection", "tool"), "part found": ("/tools/{tool}/parts/found", "tool part"),
    "ticket solve": ("/tickets/{ticket}/solve", "ticket"), "pay": ("/payments", "member amount"),
    "charge": ("/charges", "member amount kind"), "pot in": ("/pot", "amount"),
    "deposit take": ("/deposits", "member amount"), "deposit return": ("/deposits/return", "member amount"),
    "consumable sell": ("/consumables/{consumable}/sell", "consumable"),
    "consumable buy": ("/consumables/{consumable}/buy", "consumable"),
    "consumable count": ("/consumables/{consumable}/count", "consumable"),
    "member block": ("/members/{member}/block", "member"), "member unblock": ("/members/{member}/unblock", "member"),
    "member merge": ("/members/{from}/merge", "from"), "member erase": ("/members/{member}/erase", "member"),
    "member edit": ("/members/{member}", "member"), "member add": ("/members", "name"),
    "closing add": ("/closings", "branch from to"), "closing remove": ("/closings/{closing}/remove", "closing"),
    "tool add": ("/tools", "name"), "kit add": ("/kits", "name tool"), "kit leave": ("/kits/leave", "tool"),
    "undo": ("/undo", ""), "remind": ("/reminders", ""), "clock set": ("/clock", "time"), "age": ("/age", ""),
    "setting set": ("/settings/{name}", "name value"),
}


class Refused(Exception):
    """A refusal by name: {"fault": "TOOL_OUT", ...}."""
    def __init__(self, said, command):
        super().__init__(f"{command}: {said}")
        self.fault = said.get("fault", "?")


def rows_of(answer):
    """The rows done, of an answer for one or several; the first refusal is raised by the door."""
    return answer if isinstance(answer, list) else [answer] if isinstance(answer, dict) else []


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
            path = path.replace("{%s}" % name, urllib.parse.quote(str(args.pop(name))))
        if "tool" in args and op in ("out", "in", "renew", "transfer arrive"):
            args["tool"] = [args["tool"]]
        status, text = self.ask("POST", path, args, branch)
        said = json.loads(text or "null")
        if 200 <= status < 300 and status != 207:
            return rows_of(said)
        first = said[0] if isinstance(said, list) and said else said
        refused = [r for r in rows_of(said) if r.get("fault")] or [first]
        if status >= 500 or not isinstance(refused[0], dict):
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
            words += ["--" + name.replace("_", "-")] + ([] if value is True else [str(value)])
        began = time.monotonic()
        code, out, err = kist(*words)
        self.seconds += time.monotonic() - began
        self.actions += 1
        if code == 0:
            return rows_of(json.loads(out or "null"))
        fault = re.search(r'"fault":"(\w+)"', out + err)
        if code not in (1, 65, 77) or not fault:
            raise AssertionError(f"kist {' '.join(words)}: {code}\n{out}{err}")
        raise Refused({"fault": fault[1]}, " ".join(words))
