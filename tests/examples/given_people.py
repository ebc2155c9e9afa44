"""What the phrases of `given:` lines mean for members, messages and money."""
import re

import fixture
import given_stored
from block import Bad, instant, split
from facts import moment
from given import euros, given, same
from library import day_number
from messages import step_of

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


# ---- messages ----

@phrase(r"{kind} (?:for {due:day} )?sent {day}", r"{kind} (?:for {due:day} )?sent {at:instant}")
def _sent(facts, kind, day=None, at=None, due=None):
    """What was sent was sent by a run of that day."""
    def act():
        facts.run("remind")
        name, n = step_of(kind)
        sent = facts.library.read("SELECT s.due_day FROM step s JOIN message m ON m.id = s.message "
                                  f"WHERE s.kind IN ({', '.join('?' * len(name))}) AND (s.n = ? OR ?) "
                                  "AND m.state = 'sent'", *name, n, n is None)
        if not sent or due and sent[-1]["due_day"] != day_number(due):
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
