"""What `expect:` lines say about the words of an answer, the work list and the journal."""
import re

from block import day
from expect import expect, need, same, the_tools
from library import day_number

phrase = expect.phrase
# How people read that somebody booked it.
BOOKED = r"reserver|gereserveerd"


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
    for tool in the_tools(done):
        same(done.open_loan(tool)["shortened"], 1, f"{tool} shortened:")


@phrase(r"not shortened(?:, {tool} is left for the booking)?")
def _not_shortened(done, tool=None):
    for each in the_tools(done):
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
    need(rows and "verlengd" in (rows[0]["note"] or ""), f"the answer is {done.run.out.strip()}")


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
    entered = done.option("--backdate")
    need(entered in told or f"={day_number(day(entered))}" in told, f"the journal has {told}")
