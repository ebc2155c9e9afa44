"""What the phrases of `expect:` lines mean: loans, tools, refusals and what is said. Each checks one thing and
tells by name which rows may have changed. Holds, messages and money are in files of their own.
"""
import re

from block import Bad, split
from library import day_number, day_of
from phrase import Table

expect = Table("expect")
phrase = expect.phrase

BOOKED = r"reserver|gereserveerd"
MONTHS_NL = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
             "november", "december")


def same(got, want, what=""):
    if got != want:
        raise Bad(f"{what + ' ' if what else ''}is {got}, not {want}")


def need(true, words):
    if not true:
        raise Bad(words)


def in_words(day):
    """As people read it: "10 december"."""
    return f"{day.day} {MONTHS_NL[day.month - 1]}"


# ---- how it ended ----

@phrase(r"exit {code:n}")
def _exit(done, code):
    if done.run.code != code:
        raise Bad(f"exit {done.run.code}, not {code}: {done.run.err.strip() or done.run.out.strip()}")


remarks = Table("the remark of a fault")


@phrase(r"fault {fault}(?: \((?P<remark>.*)\))?")
def _fault(done, fault, remark=""):
    found = [row for row in done.run.faults() if row["fault"] == fault]
    need(found, f"the fault is {', '.join(row['fault'] for row in done.run.faults()) or 'none'}, not {fault}")
    for part in split(remark.replace(";", ","), ",") if remark else []:
        remarks.need(part)((done, found[0]))


def said_in(fault, *words):
    whole = f"{fault['message']} {fault.get('next') or ''}"
    for word in words:
        need(word in whole, f"\"{whole}\" does not say {word}")


@remarks.phrase(r"{count:n} of {limit:n}")
def _of(about, count, limit):
    said_in(about[1], str(limit))


@remarks.phrase(r"names {who}")
def _names(about, who):
    done, fault = about
    said_in(fault, done.after["member"][done.library.member(who)]["name"])


@remarks.phrase(r"offers renewal")
def _offers(about):
    said_in(about[1], "verleng")


@remarks.phrase(r"first free {day}", r"next open day {day}")
def _says_day(about, day):
    said_in(about[1], in_words(day))


@remarks.phrase(r"{day} is a \w+day")
def _weekday(about, day):
    need(str(day) in str(about[1]["got"]) or in_words(day) in about[1]["message"], f"it is not about {day}")


@remarks.phrase(r"closed at {branch}")
def _closed(about, branch):
    need(about[0].library.branch(branch), "no such branch")


@remarks.phrase(r"{tool}")
def _about_tool(about, tool):
    same(about[1]["got"], tool, "it is about what")


@phrase(r"nothing changed")
def _nothing(done):
    for table in done.tables_changed():
        key, (before, after) = next(iter(done.changed(table).items()))
        raise Bad(f"{table} {key} changed: {before} -> {after}")


@phrase(r"a preview")
def _preview(done):
    """It names what would move, each with its old and new day."""
    need(done.run.rows and not done.run.faults(), f"the answer is {done.run.out.strip()}")
    for row in done.run.rows:
        need(row.get("due") and row.get("due_before") and row["due"] != row["due_before"], f"no move: {row}")
    moved = {row["loan"] for row in done.run.rows}
    need(moved >= set(done.facts.labels.values()), "a loan is missing from the preview")


# ---- loans ----

@phrase(r"due {tool} {day}")
def _due(done, tool, day):
    loan = done.open_loan(tool)
    need(loan, f"{tool} is not out")
    done.name("loan", loan["id"])
    same(str(day_of(loan["due_day"])), str(day), f"{tool} is due:")


@phrase(r"due {tool} {at:instant}")
def _due_at(done, tool, at):
    loan = done.open_loan(tool)
    need(loan, f"{tool} is not out")
    done.name("loan", loan["id"])
    same(loan["due_at"], int(at.timestamp()), f"{tool} is due at:")
    same(loan["due_day"], day_number(at.date()), f"{tool} has due day:")


@phrase(r"L{first:n}(?:-L{last:n})? due {day}")
def _due_many(done, first, day, last=None):
    for n in range(first, (last or first) + 1):
        loan = done.after["loan"][done.facts.labels[f"L{n}"]]
        done.name("loan", loan["id"])
        same(str(day_of(loan["due_day"])), str(day), f"L{n} is due:")


@phrase(r"due unchanged")
def _due_unchanged(done):
    for key, loan in done.before["loan"].items():
        same(done.after["loan"][key]["due_day"], loan["due_day"], "the due day")


@phrase(r"no loan", r"still one loan")
def _no_loan(done):
    same(len(done.new("loan")), 0, "new loans:")
    if "still" in done.part:
        same(len(done.after["loan"]), 1, "loans:")


@phrase(r"loan {number:n}")
def _loan_number(done, number):
    need(number in {loan["id"] for loan in done.new("loan")}, f"no new loan {number}")


def was_closed(done, tool, ending="returned", day=None):
    before = done.open_loan(tool, done.before)
    need(before, f"{tool} was not out")
    loan = done.after["loan"][before["id"]]
    done.name("loan", loan["id"])
    same(loan["ending"], ending, f"the loan of {tool} ended:")
    same(day_of(loan["back_day"]), day or done.today, f"the loan of {tool} ended on:")


@phrase(r"loan closed(?: on {day})?")
def _closed_loan(done, day=None):
    for tool in done.tools:
        was_closed(done, tool, day=day)


@phrase(r"loan closed as lost")
def _closed_lost(done):
    for tool in done.tools:
        was_closed(done, tool, "lost")


@phrase(r"the loan of {tool} is closed as of {day}, {there:tool} at {branch}")
def _closed_in_house(done, tool, day, there, branch):
    was_closed(done, tool, "in_house", day)
    same(done.tool(there)["present"], done.library.branch(branch), f"{there} is at branch:")


@phrase(r"loan {tool} {who} open(?:, due {day})?")
def _loan_open(done, tool, who, day=None):
    loan = done.open_loan(tool)
    need(loan, f"{tool} is not out")
    done.name("loan", loan["id"])
    same(loan["member"], done.library.member(who), f"{tool} is with member:")
    if day:
        same(day_of(loan["due_day"]), day, f"{tool} is due:")


@phrase(r"{used:n} of {most:n}(?: renewals)? used")
def _renewals(done, used, most):
    for tool in done.tools or [done.facts.loans[0].tool]:
        same(done.open_loan(tool)["renewals"], used, f"renewals of {tool}:")
        shown = done.library.run(["tool", "show", tool], done.at).rows[0]
        same(shown["renewals"], most, f"renewals allowed for {tool}:")


@phrase(r"days late {days:n}(?: \((?P<listed>.*)\))?")
def _late(done, days, listed=""):
    same([row.get("days_late") for row in done.run.rows], [days], "days late:")
    if listed:
        same(len(re.findall(r"\b\d{1,2}\b", listed)), days, "days listed:")


# ---- tools and transfers ----

STATES = {"active": "active", "missing": "missing", "in repair": "repair", "retired": "retired"}


@phrase(r"{tool} (?P<state>active|missing|in repair|retired)")
def _state(done, tool, state):
    same(done.tool(tool)["state"], STATES[state], f"{tool} is:")


@phrase(r"present branch {branch}")
def _present(done, branch):
    for tool in done.tools:
        same(done.tool(tool)["present"], done.library.branch(branch), f"{tool} is at branch:")


def open_transfers(done):
    return [t for t in done.after["transfer"].values()
            if t["undone_at"] is None and t["state"] in ("proposed", "asked", "sent")]


@phrase(r"no transfer")
def _no_transfer(done):
    same(done.new("transfer"), [], "new transfers:")
    same(open_transfers(done), [], "open transfers:")


@phrase(r"a transfer home to {branch} proposed")
def _proposed(done, branch):
    same([(t["tool"], t["to_branch"], t["state"], t["hold"]) for t in open_transfers(done)],
         [(done.library.tool(tool), done.library.branch(branch), "proposed", None) for tool in done.tools],
         "transfers:")


@phrase(r"transfer {number:n} from {here:branch} to {there:branch} asked")
def _asked(done, number, here, there):
    found = done.after["transfer"].get(number)
    need(found, f"no transfer {number}")
    same((found["from_branch"], found["to_branch"], found["state"]),
         (done.library.branch(here), done.library.branch(there), "asked"), f"transfer {number}")


@phrase(r"transfer {number:n} arrived")
def _arrived(done, number):
    same(done.after["transfer"][number]["state"], "arrived", f"transfer {number}")


@phrase(r"{tool} still in transit, now to {branch}")
def _still_in_transit(done, tool, branch):
    same([(t["state"], t["to_branch"]) for t in open_transfers(done) if t["tool"] == done.library.tool(tool)],
         [("sent", done.library.branch(branch))], "transfers:")


@phrase(r"ticket {number:n} open")
def _ticket(done, number):
    ticket = done.after["ticket"].get(number)
    need(ticket and ticket["undone_at"] is None, f"no ticket {number}")
    same(ticket["state"], "open", f"ticket {number}")


@phrase(r"ticket {number:n} gone")
def _ticket_gone(done, number):
    ticket = done.after["ticket"].get(number)
    need(not ticket or ticket["undone_at"] is not None, f"ticket {number} is {ticket}")


@phrase(r"tool page says {part:text} is missing")
def _part_missing(done, part):
    for tool in done.tools:
        shown = done.library.run(["part", "list", tool], done.at).rows
        need(any(row["part"] == part and row["missing"] for row in shown), f"the parts are {shown}")


# ---- what is said ----

def says(done, pattern):
    """What people read, on either stream."""
    plain = done.plain()
    need(re.search(pattern, plain.out + plain.err, re.IGNORECASE), f"it says: {plain.out}{plain.err}")


@phrase(r"says already lent")
def _already(done):
    same([row.get("repeated") for row in done.run.rows], [True], "repeated:")
    says(done, r"\bal\b")


@phrase(r"the answer has notice {words:text}")
def _notice(done, words):
    same([row.get("notice") for row in done.run.rows], [words], "the notice")


@phrase(r"(?:the answer says )?shortened for (?:a|the) booking")
def _shortened(done):
    says(done, BOOKED)
    for tool in done.tools:
        same(done.open_loan(tool)["shortened"], 1, f"{tool} shortened:")


@phrase(r"not shortened(?:, {tool} is left for the booking)?")
def _not_shortened(done, tool=None):
    for each in done.tools:
        same(done.open_loan(each)["shortened"], 0, f"{each} shortened:")
    if tool:
        need(not done.open_loan(tool), f"{tool} is out")


@phrase(r"the answer says to set it apart for its owner {who}")
def _for_owner(done, who):
    says(done, r"eigena")
    says(done, re.escape(done.after["member"][done.library.member(who)]["name"]))


@phrase(r"the answer names {tool} as kept because it was renewed")
def _kept(done, tool):
    rows = [row for row in done.run.rows if row.get("tool") == tool]
    need(rows and "renewed" in [row.get("kept") for row in rows], f"the answer is {done.run.out.strip()}")


@phrase(r"stdout (?P<count>one|two|three) lines?, stderr the refusal")
def _streams(done, count):
    plain = done.plain("--plain")
    same(len(plain.out.splitlines()), ("one", "two", "three").index(count) + 1, "lines on stdout:")
    for fault in done.run.faults():
        need(fault["message"] in plain.err, f"stderr says: {plain.err}")
        need(fault["message"] not in plain.out, "the refusal is on stdout too")


@phrase(r"lists {faults:faults} in this order")
def _lists(done, faults):
    same([row["fault"] for row in done.run.rows if row.get("fault")], faults, "the refusals")


@phrase(r"on the work list of {branch}")
def _on_work_list_of(done, branch):
    rows = done.library.run(["--branch", branch, "work-list"], done.at).rows
    need(any(done.subject in str(row) for row in rows), f"the work list is {rows}")


@phrase(r"on the work list: {what:model}")
def _on_work_list(done, what):
    rows = done.library.run(["work-list"], done.at).rows
    need(any(row.get("tool") in done.tools and row.get("what") == what for row in rows),
         f"the work list is {rows}")


# ---- the journal ----

@phrase(r"journal has the reason")
def _reason(done):
    need(done.option("--reason") in [row["said"] for row in done.new("words")], f"said: {done.new('words')}")


@phrase(r"journal has one loan line")
def _one_line(done):
    same(len([row for row in done.after["journal"].values() if row["op"] == "out"]), 1, "loan lines:")


@phrase(r"journal has both instants")
def _both_instants(done):
    """When it was entered, and the day it belongs to."""
    lines = done.new("journal")
    same([row["at"] for row in lines], [int(done.at.timestamp())], "entered at:")
    told = " ".join(f"{row['said']}" for row in done.new("words")) + " ".join(
        f"{row['field']}={row['becomes']}" for row in done.new("change"))
    day = done.option("--backdate")
    need(day in told or f"={day_number_of(day)}" in told, f"the journal has {told}")


def day_number_of(words):
    from block import day
    return day_number(day(words))
