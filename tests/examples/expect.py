"""What the phrases of `expect:` lines mean: how a command ended. Each phrase checks one thing and tells by name
which rows may have changed. Loans, tools, what is said, holds, messages and money are in files of their own.
"""
from block import Bad, split
from phrase import Table

expect = Table("expect")
phrase = expect.phrase

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


def the_tools(done):
    """Those of the command; a phrase about them means nothing without any."""
    need(done.tools, "the command names no tool")
    return done.tools


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
    done, fault = about
    said_in(fault, str(count))
    shown = done.library.must(["member", "show", done.library.card(done.members[0])], done.at).rows[0]
    same(shown["limit_tools"], limit, "the limit")


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


@remarks.phrase(r"{day} is a {weekday}")
def _weekday(about, day, weekday):
    same(day.strftime("%A"), weekday, f"{day}")
    same(about[1]["got"], str(day), "it is about")


@remarks.phrase(r"closed at {branch}")
def _closed(about, branch):
    done, fault = about
    same(done.library.call("open", branch, fault["got"]), "no", f"{branch} open on {fault['got']}:")


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
    moved = {row["number"] for row in done.run.rows if row["kind"] == "loan"}
    need(moved >= set(done.facts.labels.values()), "a loan is missing from the preview")
