"""When the facts of a block happened, so that ordinary commands can make them in the right order.

Facts without a day of their own are made first (`base`), a day before anything that is dated; then the
dated ones in the order of time (`on`); then those that only have an order (`after`), such as a hold on
what is out by then; at last what would have stopped the others (`last`), such as a block. What they mean
is in given.py.
"""
import datetime
import zoneinfo
from dataclasses import dataclass

import given_stored
from block import Bad
from library import day_number

ZONE = zoneinfo.ZoneInfo("Europe/Amsterdam")
ONE_DAY = datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)


def moment(day, hour, minute=0):
    return datetime.datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


@dataclass
class Loan:
    """One loan as it was told; what was not told is found out in Facts.lend_all."""
    tool: str
    who: str
    out: object = None
    due: object = None
    branch: str = ""
    override: bool = False
    label: str = ""
    id: int = 0


@dataclass
class Hold:
    """One hold or booking as it was told."""
    number: int
    who: str
    what: str  # a model, or a tool's code
    model: str
    pick_up: str = ""
    since: object = None
    from_day: object = None
    to_day: object = None


class Facts:
    def __init__(self, library, block):
        self.library = library
        self.at = block.first_at() or moment(datetime.date(2026, 11, 24), 10, 30)
        self.days = [self.at.date()]  # the base is before all of them
        self.subjects = []            # the tools last spoken of, for "both in repair"
        self.loans, self.holds, self.labels = [], [], {}
        self.period = {}              # of a model, in days
        self.back = {}                # when a tool came back before its loan
        self.branch = self.pick_up = "H"
        self.spare, self.loans_made = [], []  # numbers of tools of no other use; loans of many
        self._base, self._dated, self._after, self._last = [], [], [], []
        self.clock = None

    # ---- telling ----

    moment = staticmethod(moment)

    def base(self, act):
        self._base.append(act)

    def on(self, when, act):
        """`when`: an instant, or a function that knows it once the base is there."""
        if not callable(when):
            self.days.append(when.date())
        self._dated.append((when, act))

    def after(self, act):
        self._after.append(act)

    def last(self, act):
        self._last.append(act)

    # ---- making ----

    def run(self, *args):
        """A command at the moment of the fact, which must succeed."""
        return self.library.must(args, self.clock)

    def make_all(self):
        for number, loan in enumerate(self.loans):
            self.on(self._out_at(loan) + number * MINUTE, lambda loan=loan: self.lend(loan))
        self.clock = moment(min(self.days) - ONE_DAY, 9)
        for act in self._base:
            act()
        for number, hold in enumerate(self.holds):
            def make(hold=hold):
                self._hold(hold)
            if hold.since:
                self._dated.append((moment(hold.since, 10, 30 + number), make))
            else:
                self._after.append(make)
        dated = [(when() if callable(when) else when, act) for when, act in self._dated]
        for when, act in sorted(dated, key=lambda fact: fact[0]):
            self._move_to(when)
            act()
        for act in self._after + self._last:
            self._move_to(self.clock + MINUTE)
            act()

    def _move_to(self, when):
        """The clock never goes back, and never reaches the block's own."""
        when = when.astimezone(ZONE)
        self.clock = max(self.clock, min(when, self.at - MINUTE))

    def _out_at(self, loan):
        if loan.out:
            return moment(loan.out, 10)
        model = self.library.model_of(loan.tool)
        day = self.at.date() - ONE_DAY
        if loan.due:
            day = min(loan.due - self.period.get(model, 7) * ONE_DAY, self.at.date())
        # Whoever waited for it waited because it was out.
        day = min([day] + [hold.since - ONE_DAY for hold in self.holds if hold.since and hold.model == model])
        if loan.tool in self.back:
            day = max(day, self.back[loan.tool] + ONE_DAY)
        if not loan.due and day + self.period.get(model, 7) * ONE_DAY < self.at.date():
            loan.due = self.at.date() + 7 * ONE_DAY
        return moment(day, 10)

    def lend(self, loan):
        command = ["--branch", loan.branch or self.branch, "out", self.library.card(loan.who), loan.tool]
        override = ["--override", "--reason", "gegeven"]
        if loan.due:
            command += ["--until", loan.due]
        run = self.library.run([str(arg) for arg in command], self.clock)
        if run.code and (loan.override or run.faults()[0]["fault"] == "UNTIL_TOO_LATE"):
            run = self.library.must(command + override, self.clock)
        elif run.code:
            raise Bad(str(run))
        loan.id = run.rows[0]["loan"]
        if loan.label:
            self.labels[loan.label] = loan.id
        stored = self.library.one("SELECT due_day FROM loan WHERE id = ?", loan.id)
        if loan.due and stored != day_number(loan.due):
            given_stored.loan_due(self.library, loan.id, loan.due)

    def _hold(self, hold):
        command = ["hold", "add", self.library.card(hold.who), hold.what, "--pick-up", hold.pick_up or self.pick_up]
        if hold.from_day:
            command += ["--from", hold.from_day, "--to", hold.to_day]
        self.same_number(self.run(*command), hold.number)

    def same_number(self, run, number):
        made = run.rows[0]["hold"]
        if made != number:
            raise Bad(f"hold {number} became number {made}")
