"""A library of several branches to live in, and what is known of it from outside."""
import copy
import datetime
import random
import threading

from calendar_model import DAY, Calendar
from doors import Command, Http, Refused
from library import Daemon, card, must, token
from money import PRICES, Money

BRANCHES = {"De Hoogte": "mo tu we th fr", "Vinkhuizen": "tu th sa", "Beijum": "mo we sa", "Lewenborg": "we sa",
            "Selwerd": "tu fr"}
BLOCKS = "09:00-12:00 13:00-17:00"
TOOL_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
EPOCH = datetime.date(1970, 1, 1)
FIRST_TOOL, FIRST_MEMBER = 1000, 20000
LATE_FEE, GRACE, PERIOD = 20, 3, 7
# Category: its leaf, days to borrow, cents an open day late, and what else it asks.
POLICIES = {
    "Boren": (PERIOD, LATE_FEE, {}),
    "Tuin/Snoeien": (14, 50, {"fee": "1.50", "deposit": "20"}),
    "Zagen": (PERIOD, LATE_FEE, {"safety": 2}),
    "Vervoer/Aanhangers": (PERIOD, LATE_FEE, {"half_day": True, "fee": "5"}),
}
MATERIALS = {"Schuurpapier": 50, "Zaagblad": 325, "Olie": 999}


def tool_code(number):
    return f"{number}{TOOL_LETTERS[number % 23]}"


def day_number(day):
    return (day - EPOCH).days


def category_of(n):
    """Of the n-th tool made."""
    return "Vervoer/Aanhangers" if n % 60 == 17 else "Zagen" if n % 7 == 3 else "Tuin/Snoeien" if n % 5 == 1 else "Boren"


class World:
    def __init__(self, seed, start, tools, members):
        self.seed, self.start, self.lock, self.money = seed, start, threading.Lock(), Money()
        self.calendars = {name: Calendar(week.split()) for name, week in BRANCHES.items()}
        self.members, self.tools, self.people, self.cards, self.numbers = [], [], {}, {}, {}
        self.owned, self.gone, self.out, self.merged, self.until = [], [], [], {}, set()
        self.done, self.refused = {}, {}
        self.r = random.Random(seed)
        must("init", "--test", "--base-url", "https://kist.example")
        for name, week in BRANCHES.items():
            must("branch", "add", name, "--hours", hours(week.split()))
        self.daemon = Daemon()
        key = token()
        self.volunteers = [Http(self.daemon.port, key, "AA"), Http(self.daemon.port, token(name="two"), "BB"),
                           Command("CC")]
        self.chief = self.volunteers[0]
        self.clock(start, 9 * 60)
        self.fill(tools, members)

    def clock(self, day, minute):
        """The wall clock of Amsterdam, whatever the season (C1)."""
        self.day = day
        self.chief.do("clock set", time=f"{day} {minute // 60:02}:{minute % 60:02}")

    def fill(self, tools, members):
        for name, value in (("late.fee", f"0.{LATE_FEE}"), ("loss.charge", "yes"), ("hold.limit", "8")):
            self.chief.do("setting set", name=name, value=value)
        for name, (period, late, more) in POLICIES.items():
            self.chief.do("category add", category=name)
            self.chief.do("category edit", category=name, period=period, late=f"0.{late}", **more)
        self.chief.do("plan add", name="Jaar", price="24", months=12)
        PRICES.update(MATERIALS)
        for name, cents in MATERIALS.items():
            self.chief.do("consumable add", name=name, price=f"{cents // 100}.{cents % 100:02}")
        for _ in range(members):
            self.new_member()
        for _ in range(tools):
            self.new_tool()
        for n in range(0, min(tools, 40), 4):
            self.try_("kit add", None, name=f"Set {n}", tool=self.tools[n:n + 2], **({"together": True} if n % 16 == 0 else {}))

    def new_member(self):
        r, n = self.r, FIRST_MEMBER + len(self.cards)
        code, name, phone = card(n), f"Lid Zwaluwstaart{n}q", f"06{12000000 + n}"
        more = {"email": f"m{n}@voorbeeld.example"} if r.random() < 0.4 else {}
        if r.random() < 0.5:
            more.update(plan="Jaar", until=str(self.day + r.randrange(20, 700) * DAY))
        if self.try_("member add", None, name=name, number=code[1:-1], phone=phone, language=r.choice(("nl", "en")), **more):
            self.members.append(code)
            self.people[code] = {name, "+31" + phone[1:], *[more[k] for k in ("email",) if k in more]}
            self.cards[n] = code
            self.numbers[code] = n

    def new_tool(self):
        r, n = self.r, len(self.tools) + len(self.gone)
        code = tool_code(FIRST_TOOL + n)
        price, bought = r.randrange(1000, 30000), datetime.date(2016, 2, 29) + r.randrange(0, 3500) * DAY
        more = {"part": ["koffer"]} if n % 3 == 0 else {}
        if n % 15 == 4:
            more["owner"] = r.choice(self.members)
            self.owned.append(code)
        elif n % 4:
            more["bought"] = str(min(bought, self.day))
        category = category_of(n)
        self.chief.do("tool add", name=f"{category.split('/')[-1]} {n % 60 if n % 60 == 17 else n // 2}", number=code[:-1],
                      category=category, branch=r.choice(sorted(BRANCHES)), shelf=r.choice("ABC"),
                      price=f"{price // 100}.{price % 100:02}", **more)
        self.tools.append(code)
        change = {}
        if n % 15 == 4 and r.random() < 0.4:
            change = {"from_month": 3, "to_month": 10, "notice_days": 5}
        if n % 11 == 6:
            change["inspect"] = str(self.day + r.randrange(30, 500) * DAY)
        if change:
            self.chief.do("tool edit", tool=code, **change)

    def try_(self, op, branch, by=None, /, **args):
        """Does it through a door and keeps the count; the rows, or None when it was refused."""
        try:
            answer = (by or self.chief).do(op, branch, **args)
        except Refused as no:
            with self.lock:
                self.refused[no.fault] = self.refused.get(no.fault, 0) + 1
            if no.fault in ("CONSTRAINT", "BODY_FORMAT", "PAGE_UNKNOWN"):
                raise AssertionError(f"no rule: {no}") from no
            if op in ("in", "transfer arrive") and "backdate" not in args:
                raise AssertionError(f"L7: a return was refused: {no}") from no
            return None
        if args.get("dry_run"):
            return answer
        with self.lock:
            self.done[op] = self.done.get(op, 0) + 1
            self.money.note(op, day_number(self.day), branch, args, answer)
        return answer

    def money_now(self):
        with self.lock:
            return copy.deepcopy(self.money)

    def end(self):
        for v in self.volunteers:
            if isinstance(v, Http):
                v.connection.close()
        if self.daemon.stop():
            raise AssertionError("the daemon did not end well")


def hours(weekdays):
    return " ".join(f"{d} {BLOCKS}" for d in weekdays)
