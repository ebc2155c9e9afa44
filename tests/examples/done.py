"""What a `do:` line did: the library before and after, what of it was expected, and what changed besides.

Loans, holds and money lines that change must each be named by an expectation or be what the command is
for; messages may be new only to people named, or whose loans, holds or money changed.
"""
import datetime

from library import Run
from messages import steps

WATCHED = ("loan", "hold", "ledger")
# Says that something ran; changes with everything.
RUNNING = ("run", "attempt")


class Done:
    """`start`: the snapshot after the facts, before the first act."""

    def __init__(self, library, at, facts, start):
        self.library, self.at, self.facts, self.start = library, at, facts, start
        self.run = Run([], 0, "", "")
        self.tools, self.holds, self.members = [], [], []  # what the command is about
        self.words, self.verb, self.subject = [], "", ""
        self.people = []  # who answered by phone
        self.part = ""    # the part of the expectation that is looked at
        self.before = self.after = library.snapshot()
        self.was = library.before()
        self.looks = {}
        self.named = set()

    def plain(self, look=None):
        """The same command on a copy of the library as it was: as people see it, or in another look."""
        if look not in self.looks:
            self.looks[look] = self.was.once(self.run.args, self.at, look)
        return self.looks[look]

    def option(self, name):
        return self.words[self.words.index(name) + 1] if name in self.words else None

    @property
    def today(self):
        return self.at.date() if self.at else datetime.date.min

    # ---- what changed ----

    def changed(self, table):
        """{key: (before, after)} of rows that are new, gone (None) or different."""
        before, after = self.before.get(table, {}), self.after.get(table, {})
        return {key: (before.get(key), after.get(key)) for key in before.keys() | after.keys()
                if before.get(key) != after.get(key)}

    def new(self, table):
        return [row for key, row in self.after[table].items() if key not in self.before[table]]

    def name(self, table, *keys):
        self.named.update((table, key) for key in keys)

    def name_all(self, table):
        self.name(table, *self.changed(table))

    def tables_changed(self):
        return sorted(table for table in self.before if table not in RUNNING and self.changed(table))

    def new_steps(self):
        """What people are told anew, or by now was sent or dropped, by this act."""
        known = {step["id"]: step for step in steps(self.before)}
        return [step for step in steps(self.after)
                if (step["id"] not in known
                    or (known[step["id"]]["state"], known[step["id"]]["dropped"])
                    != (step["state"], step["dropped"]))]

    # ---- reading what is there now ----

    def open_loan(self, tool, snapshot=None):
        tool = self.library.tool(tool)
        for loan in (snapshot or self.after)["loan"].values():
            if loan["tool"] == tool and loan["back_at"] is None and loan["undone_at"] is None:
                return loan
        return None

    def tool(self, code):
        return self.after["tool"][self.library.tool(code)]

    def hold(self, number):
        return self.after["hold"].get(number)

    # ---- what nobody named ----

    def _meant(self):
        """What the command is for changes without being named: the loans of the tools it lends, takes back or
        renews, the hold it makes or cancels, the records it merges."""
        meant = set()
        ids = {self.library.tool(code) for code in self.tools} if self.tools else set()
        members = {self.library.member(who) for who in self.members} if self.members else set()
        for key, (before, after) in self.changed("loan").items():
            row = after or before
            if self.verb in ("out", "in", "renew", "loan lost") and row["tool"] in ids:
                meant.add(("loan", key))
        for key, (before, after) in self.changed("hold").items():
            if self.verb == "hold add" and before is None and after["member"] in members:
                meant.add(("hold", key))
            if self.verb == "hold cancel" and key in self.holds:
                meant.add(("hold", key))
        if self.verb == "member merge":
            meant.update((table, key) for table in WATCHED for key, rows in self.changed(table).items()
                         if any(row and row["member"] in members for row in rows))
        return meant

    def unnamed(self):
        """Sentences about what changed and should not have."""
        refused = self.run.code and len(self.run.faults()) == len(self.run.rows)
        meant = self.named if refused else self.named | self._meant()
        found, touched = [], set()
        for table in WATCHED:
            for key, (before, after) in self.changed(table).items():
                touched.update(row["member"] for row in (before, after) if row)
                if (table, key) not in meant:
                    found.append(f"{table} {key} changed: {difference(before, after)}")
        for step in self.new_steps():
            if step["member"] not in touched and ("step", step["id"]) not in self.named:
                found.append(f"message {step['message']} ({step['kind']}) to member {step['member']} "
                             f"is {step['state']}")
        return found


def difference(before, after):
    if not before or not after:
        return f"new {after}" if after else f"gone {before}"
    return ", ".join(f"{field} {before[field]} -> {after[field]}" for field in after
                     if before[field] != after[field])
