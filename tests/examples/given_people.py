"""What the phrases of `given:` lines mean for members, their loans, holds, messages and money."""
import re

import fixture
import given_stored
from block import Bad, instant, split
from facts import ONE_DAY, Hold, Loan, moment
from given import euros, given, same

phrase = given.phrase


# ---- members ----

def edit(facts, who, *change):
    facts.base(lambda: facts.run("member", "edit", facts.library.card(who), *change))


@phrase(r"{who} blocked until {until:day}(?:, reason {reason:text})?( and never instructed)?")
def _blocked(facts, who, until, reason="gegeven"):
    facts.last(lambda: facts.run("member", "block", facts.library.card(who), "--until", until,
                                 "--reason", reason))


@phrase(r"membership of {who} ends {until:day}")
def _membership(facts, who, until):
    facts.days.append(until)
    edit(facts, who, "--until", until)


@phrase(r"{who} has a mobile(?: number| only)?")
def _mobile(facts, who):
    facts.base(lambda: same(channels(facts, who), ["phone"]))


def channels(facts, who):
    return [row["kind"] for row in facts.library.read(
        "SELECT kind FROM contact WHERE member = ? ORDER BY rank", facts.library.member(who))]


@phrase(r"{who} has a mobile and an e-mail address")
def _both(facts, who):
    edit(facts, who, "--email", f"lid-{who.lower()}@example.org")


@phrase(r"{who} has e-mail only")
def _email(facts, who):
    edit(facts, who, "--email", f"lid-{who.lower()}@example.org", "--phone", "")


@phrase(r"{who} has a landline only")
def _landline(facts, who):
    edit(facts, who, "--phone", "050 1234567")


@phrase(r"{who} has no phone and no e-mail")
def _unreachable(facts, who):
    edit(facts, who, "--address", "Kerkstraat 1", "--phone", "")


@phrase(r"{one:who} \({one_language:language}, member since {one_since:day}\) and "
        r"{two:who} \({two_language:language}, member since {two_since:day}\) share {phone}")
def _share(facts, one, one_language, one_since, two, two_language, two_since, phone):
    for who, language, since in ((one, one_language, one_since), (two, two_language, two_since)):
        edit(facts, who, "--phone", phone, "--language", language)
        facts.base(lambda who=who, since=since: given_stored.member_since(facts.library, who, since))


# What is so anyway.
@phrase(r"{one:who} is the same person as {two:who}", r"nobody waits", r"deposit none", r"not back",
        r"no open loan", r"no household", r"no other loan due between {from_day:day} and {to_day:day}")
def _as_it_is(_facts, **_said):
    pass


def short_loan(facts, who, day):
    """Some activity on that day that leaves nothing else behind: lent and brought back."""
    number = 900 + len(facts.spare)
    facts.spare.append(number)
    facts.base(lambda: fixture.add_tool(facts.library, str(number), f"ding {number}", facts.clock))
    facts.on(moment(day, 10), lambda: facts.run("out", facts.library.card(who), number))
    facts.on(moment(day, 11), lambda: facts.run("in", number))


@phrase(r"last activity of {who} {day} \(return of {tool}\)")
def _activity_return(facts, who, day, tool):
    facts.on(moment(day, 10), lambda: facts.run("out", facts.library.card(who), tool))
    facts.on(moment(day, 11), lambda: facts.run("in", tool))


@phrase(r"(?:last activity )?of {who} {day} with loan {tool} open since {out:day}")
def _activity_open(facts, who, day, tool, out):
    same(day, out)
    facts.on(moment(day, 10), lambda: facts.run("out", facts.library.card(who), tool))


@phrase(r"(?:last activity )?of {list:letters} {day}")
def _activity(facts, list, day):
    for who in list.split(", "):
        short_loan(facts, who, day)


# ---- loans ----

@phrase(r"loan {tool} {who}{terms}")
def _loan(facts, tool, who, terms):
    if terms.get("branch", "H") != "H":
        place_for_loan(facts, tool, terms["branch"])
    facts.loans.append(Loan(tool, who, **terms))


def place_for_loan(facts, tool, branch):
    from given import place
    place(facts, tool, branch)


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
        wanted = many if day == WEEKDAY_NAMES.index(weekday) else few
        days = [d for d in each_day(first, last) if d.weekday() == day and is_open(facts, branch, d)]
        for n, date in enumerate(days):
            count = wanted * (n + 1) // len(days) - wanted * n // len(days)
            facts.on(moment(date, 10, 1), lambda count=count:
                     facts.run("--branch", branch, "out", facts.library.card(who), *tools[:count]))
            facts.on(moment(date, 10, 20), lambda count=count:
                     facts.run("--branch", branch, "in", *tools[:count]))


WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


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
            wanted[WEEKDAY_NAMES.index(found[2])] = int(found[1])
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


# ---- messages ----

@phrase(r"{kind} (?:for {due:day} )?sent {day}", r"{kind} (?:for {due:day} )?sent {at:instant}")
def _sent(facts, kind, day=None, at=None, due=None):
    """What was sent was sent by a run of that day."""
    from messages import step_of

    def act():
        facts.run("remind")
        name, n = step_of(kind)
        sent = facts.library.read("SELECT s.due_day FROM step s JOIN message m ON m.id = s.message "
                                  f"WHERE s.kind IN ({', '.join('?' * len(name))}) AND (s.n = ? OR ?) "
                                  "AND m.state = 'sent'", *name, n, n is None)
        if not sent or due and sent[-1]["due_day"] != due.toordinal() - 719163:
            raise Bad(f"{kind} was not sent by a run of {facts.clock}")
    facts.on(at or moment(day, 9, 30), act)


# ---- money ----

@phrase(r"at {branch} on {day}: (?P<lines>.+)")
def _till_day(facts, branch, day, lines):
    for line in split(lines, ","):
        till(facts, line, branch, day)


@phrase(r"(?P<line>(?:payment|deposit taken|deposit returned) .+)")
def _till(facts, line):
    till(facts, line, "H", None)


def till(facts, line, branch, day):
    found = re.fullmatch(r"(payment|deposit taken|deposit returned) (\d+) (\w+) at (\S+(?: \w+)?)", line)
    if not found:
        raise Bad(f"unknown line of the till: {line}")
    when = instant(found[4])
    if day:
        same(when.astimezone(facts.at.tzinfo).date() if day != when.date() else when.date(), day)
    what = {"payment": ["pay"], "deposit taken": ["deposit", "take"],
            "deposit returned": ["deposit", "return"]}[found[1]]
    who = facts.library.card("A")
    facts.on(when, lambda: facts.run("--branch", branch, *what, who, euros(int(found[2])), "--by", found[3]))


@phrase(r"pot {cents:n}")
def _pot(facts, cents):
    facts.base(lambda: facts.run("pot", "in", euros(cents)))


@phrase(r"balance {who} {cents:n} \({kind}\)")
def _balance(facts, who, cents, kind):
    facts.base(lambda: facts.run("charge", facts.library.card(who), euros(cents), kind))
