"""A library of several branches to live in, and what is known of it from outside."""
import datetime
import random
import threading

from calendar_model import Calendar
from doors import Command, Http, Refused
from library import Daemon, card, must, token
from money import Money

BRANCHES = {"De Hoogte": "mo tu we th fr", "Vinkhuizen": "tu th sa", "Beijum": "mo we sa", "Lewenborg": "we sa", "Selwerd": "tu fr"}
TOOL_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
START = datetime.date(2026, 1, 5)
FIRST_TOOL, FIRST_MEMBER = 1000, 20000


def tool_code(number):
    return f"{number}{TOOL_LETTERS[number % 23]}"


class World:
    def __init__(self, seed, tools, members):
        self.seed, self.lock, self.money = seed, threading.Lock(), Money()
        self.calendars = {name: Calendar(week.split()) for name, week in BRANCHES.items()}
        self.tools = [tool_code(FIRST_TOOL + n) for n in range(tools)]
        self.members = [card(FIRST_MEMBER + n) for n in range(members)]
        self.cards = {FIRST_MEMBER + n: c for n, c in enumerate(self.members)}
        self.next_member = FIRST_MEMBER + members
        self.done, self.refused = {}, {}
        must("init", "--test", "--base-url", "https://kist.example")
        for name, week in BRANCHES.items():
            must("branch", "add", name, "--hours", " ".join(f"{d} 09:00-12:00 13:00-17:00" for d in week.split()))
        self.daemon = Daemon()
        key = token()
        self.volunteers = [Http(self.daemon.port, key, "AA"), Http(self.daemon.port, token(name="two"), "BB"), Command("CC")]
        self.chief = self.volunteers[0]
        self.clock(START, 9 * 60)
        self.fill(random.Random(seed))

    def clock(self, day, minute):
        """The wall clock of Amsterdam, whatever the season (C1)."""
        self.day = day
        self.chief.do("clock set", time=f"{day} {minute // 60:02}:{minute % 60:02}")

    def fill(self, r):
        names = sorted(BRANCHES)
        for n, code in enumerate(self.tools):
            more = {"part": ["koffer"]} if n % 3 == 0 else {}
            self.chief.do("tool add", name=f"Boor {n % max(1, len(self.tools) * 2 // 3)}", number=code[:-1],
                          branch=r.choice(names), price=str(r.randrange(10, 300)), bought="2023-05-01", **more)
        for n, code in enumerate(self.members):
            self.chief.do("member add", name=f"Lid {n}", number=code[1:-1], phone=f"06{12000000 + n}")
        for n in range(0, min(len(self.tools), 40), 4):
            self.try_("kit add", None, name=f"Set {n}", tool=self.tools[n:n + 2])

    def try_(self, op, branch, by=None, /, **args):
        """Does it through a door and keeps the count; the rows, or None when it was refused."""
        try:
            answer = (by or self.chief).do(op, branch, **args)
        except Refused as no:
            with self.lock:
                self.refused[no.fault] = self.refused.get(no.fault, 0) + 1
            if op in ("in", "transfer arrive"):
                raise AssertionError(f"a return was refused: {no}") from no
            return None
        with self.lock:
            self.done[op] = self.done.get(op, 0) + 1
            self.money.note(op, (self.day - datetime.date(1970, 1, 1)).days, branch, args)
        return answer

    def end(self):
        for v in self.volunteers:
            if isinstance(v, Http):
                v.connection.close()
        if self.daemon.stop():
            raise AssertionError("the daemon did not end well")
