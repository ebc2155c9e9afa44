"""What the phrases of `given:` lines mean for loans, returns, holds and transfers."""
import re

import fixture
from block import Bad, split
from facts import ONE_DAY, Hold, Loan, moment
from fixture import LONG_DAYS
from given import given, place, same

phrase = given.phrase


@phrase(r"loan {tool} {who}{terms}")
def _loan(facts, tool, who, terms):
    if terms.get("branch", "H") != "H":
        place(facts, tool, terms["branch"])
    facts.loans.append(Loan(tool, who, **terms))


@phrase(r"loans {one_tool:tool} {one:who} and {two_tool:tool} {two:who}{terms}")
def _loans(facts, one_tool, one, two_tool, two, terms):
    _loan(facts, one_tool, one, terms)
    _loan(facts, two_tool, two, terms)


@phrase(r"{tool} out to {who}", r"{tool} and {also:tool} out to {who}")
def _out_to(facts, tool, who, also=None):
    for each in (tool, also):
        if each:
            facts.loans.append(Loan(each, who))


@phrase(r"{who} gave {tool} back on {day}")
def _gave_back(facts, who, tool, day):
    facts.back[tool] = day
    facts.on(moment(day - 7 * ONE_DAY, 10), lambda: facts.run("out", facts.library.card(who), tool))
    facts.on(moment(day, 10), lambda: facts.run("in", tool))


@phrase(r"{who} has {count:n} open loans of other models")
def _other_loans(facts, who, count):
    for _ in range(count):
        number = 900 + len(facts.spare)
        facts.spare.append(number)
        facts.base(lambda number=number:
                   fixture.add_tool(facts.library, str(number), f"ding {number}", facts.clock))
        facts.on(moment(facts.at.date() - ONE_DAY, 10),
                 lambda number=number: facts.run("out", facts.library.card(who), number))


@phrase(r"{count:n} open loans L1 to L{last:n} of {people:n} members, return branch {branch}, two due on each "
        r"open day of the closing, in order of due day \(L1 and L2 (?:\w+ )?{first:day} ... "
        r"L{before:n} and L{end:n} (?:\w+ )?{last_day:day}\)")
def _many_loans(facts, count, last, people, branch, first, before, end, last_day):
    """Members and tools of their own, two for each open day."""
    same((count, last, people, before, end), (count, count, count, count - 1, count))
    open_days = [first + n * ONE_DAY for n in range((last_day - first).days + 1)
                 if (first + n * ONE_DAY).strftime("%a").lower()[:2] in facts.library.names.branches[branch]]
    same(len(open_days) * 2, count)
    for n in range(count):
        def make(n=n):
            number = facts.library.call("code", "member", 70001 + n)
            facts.library.names.members[f"L{n + 1}"] = number
            fixture.add_member(facts.library, f"Lener {n + 1}", number, f"+31612345{100 + n}")
            tool = fixture.add_tool(facts.library, str(700 + n), f"ding {700 + n}", facts.clock)
            facts.loans_made.append((n, tool, open_days[n // 2]))
        facts.base(make)

    def lend_them():
        for n, tool, due in facts.loans_made:
            facts.lend(Loan(tool, f"L{n + 1}", due=due, branch=branch, label=f"L{n + 1}"))
    facts.on(moment(facts.at.date() - ONE_DAY, 20), lend_them)


@phrase(r"returns at {branch} from {first:day} to {last:day}: {many:n} on {weekday:weekday}s, "
        r"{few:n} on each other weekday")
def _returns(facts, branch, first, last, many, weekday, few):
    """Spread over the days of each weekday on which the branch is open, by one member and four tools."""
    tools = list(range(800, 804))

    def make_tools():
        for number in tools:
            fixture.add_tool(facts.library, str(number), f"ding {number}", facts.clock)
    facts.base(make_tools)
    who = next(iter(facts.library.names.members))
    for day in range(5):
        wanted = many if day == LONG_DAYS.index(weekday) else few
        days = [d for d in each_day(first, last) if d.weekday() == day and is_open(facts, branch, d)]
        for n, date in enumerate(days):
            count = wanted * (n + 1) // len(days) - wanted * n // len(days)
            facts.on(moment(date, 10, 1), lambda count=count:
                     facts.run("--branch", branch, "out", facts.library.card(who), *tools[:count]))
            facts.on(moment(date, 10, 20), lambda count=count:
                     facts.run("--branch", branch, "in", *tools[:count]))


def each_day(first, last):
    return [first + n * ONE_DAY for n in range((last - first).days + 1)]


def is_open(facts, branch, day):
    return facts.library.call("open", branch, day) == "yes"


@phrase(r"in those {days:n} days {branch} was open on (?P<counts>\d+ \w+ .+)")
def _was_open(facts, days, branch, counts):
    """`7 Mondays (Whit Monday), 7 Thursdays (Ascension), 8 of each other weekday`"""
    wanted, other = {}, None
    for part in split(counts, ","):
        found = re.fullmatch(r"(\d+) (?:of each other weekday|(\w+day)s)(?: \(.*\))?", part)
        if not found:
            raise Bad(f"unknown count: {part}")
        if found[2]:
            wanted[LONG_DAYS.index(found[2])] = int(found[1])
        else:
            other = int(found[1])
    span = each_day(facts.at.date() - days * ONE_DAY, facts.at.date() - ONE_DAY)
    for day in range(5):
        same(sum(1 for d in span if d.weekday() == day and is_open(facts, branch, d)),
             wanted.get(day, other))


# ---- holds and transfers ----

@phrase(r"hold {number:n} {who} on (?:tool {tool}|(?:model )?{model})(?: pick-up {branch})?"
        r"(?: since {since:day})?")
def _hold(facts, number, who, tool=None, model=None, branch="", since=None):
    of = model or facts.library.model_of(tool)
    if since:
        facts.days.append(since)
    facts.holds.append(Hold(number, who, tool or model, of, branch, since))


@phrase(r"booking {number:n} {who} on (?:tool {tool}|(?:model )?{model}) from {from_day:day} to {to_day:day}"
        r"(?: \(only {only:model}\))?")
def _booking(facts, number, who, from_day, to_day, tool=None, model=None, only=None):
    of = model or facts.library.model_of(tool)
    if only:
        given.need(f"(only {only})")(facts)
    facts.holds.append(Hold(number, who, tool or model, of, from_day=from_day, to_day=to_day))


@phrase(r"{tool} ready for {who} at {branch}(?: since {since:day})? until {until:day} \(hold {number:n}\)")
def _ready(facts, tool, who, branch, until, number, since=None):
    model = facts.library.model_of(tool)

    def since_when():
        for back in range(15):
            day = since or facts.at.date() - back * ONE_DAY
            if facts.library.call("shelf", branch, day) == str(until):
                return moment(day, 9)
        raise Bad(f"nothing ready at {branch} would stay until {until}")

    def act():
        facts.same_number(facts.run("hold", "add", facts.library.card(who), model, "--pick-up", branch), number)
        same(facts.library.read("SELECT state, given_tool FROM hold WHERE id = ?", number),
             [{"state": "ready", "given_tool": facts.library.tool(tool)}])
    facts.days.append(since or facts.at.date() - ONE_DAY)
    facts.on(since_when, act)


@phrase(r"in transit from {here:branch} to {there:branch} for hold {number:n} {who} \(pick-up {pick_up:branch}\) "
        r"since {since:day}")
def _in_transit(facts, here, there, number, who, pick_up, since):
    same(there, pick_up)
    tool = facts.subjects[-1]

    def act():
        model = facts.library.model_of(tool)
        facts.same_number(facts.run("hold", "add", facts.library.card(who), model, "--pick-up", there), number)
        facts.run("--branch", here, "transfer", "send", tool)
    facts.on(moment(since, 10), act)
