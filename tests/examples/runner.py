"""One block: its facts, then its lines in order, until one is not true."""
import os
import sys

import act
import call
import expect_holds
import expect_loans
import expect_messages
import expect_money
import expect_said
import expect_tools
import given_loans
import given_people
from block import Bad, instant, split
from expect import expect
from facts import Facts
from given import place, tell

# Loaded for the phrases they add to the tables.
assert all((expect_holds, expect_loans, expect_messages, expect_money, expect_said, expect_tools, given_loans,
            given_people))


def run(fixture, block, verbose=False):
    """What is wrong: sentences, none when all is true."""
    if block.broken:
        return [block.broken]
    if not any(line.key in ("do", "call") for line in block.lines):
        return ["it does nothing"]
    library = fixture.copy(os.path.join(os.path.dirname(fixture.path), f"{block.name}.db"))
    try:
        facts = Facts(library, block)
        problems = _facts(facts, block)
        return problems or _lines(library, block, facts, verbose)
    finally:
        library.remove()


def _facts(facts, block):
    line = None
    try:
        _needs_of_commands(facts, block)
        for line in block.given():
            tell(facts, line.words)
        line = None
        facts.make_all()
        return []
    except Bad as bad:
        where = f"line {line.number}, given: {line.words}" if line else "given"
        return [f"{where}\n  {bad}"]


def _needs_of_commands(facts, block):
    """Tools are at home where the block lends them."""
    placed = set()
    for line in block.lines:
        words = line.words.split()
        if line.key == "do" and words[:2] == ["kist", "--branch"] and words[3:4] == ["out"] and words[2] != "H":
            for tool in words[5:]:
                if tool[:1].isdigit() and tool not in placed:
                    place(facts, tool, words[2], words[2])
                    placed.add(tool)
    facts.subjects.clear()


def _lines(library, block, facts, verbose):
    at, done, start = None, None, library.snapshot()
    try:
        for number, line in enumerate(block.lines):
            problems = []
            if line.key == "at":
                at = instant(line.words)
            elif line.key == "call":
                call.check(library, line.words)
            elif line.key == "do":
                done = act.perform(library, line.words, at, facts, start)
                if verbose:
                    print(f"# {done.run}\n# {done.run.out.strip()}".replace("\n", "\n# "), file=sys.stderr)
            elif line.key == "expect":
                problems = _expect(done, line.words)
                last = number + 1 == len(block.lines) or block.lines[number + 1].key != "expect"
                problems += done.unnamed() if last and not problems else []
            if problems:
                return [f"line {line.number}, {line.key}: {line.words}"] + [f"  {problem}" for problem in problems] \
                    + ([f"  after {done.run}"] if done else [])
    except Bad as bad:
        return [f"line {line.number}, {line.key}: {line.words}", f"  {bad}"]
    return []


def _expect(done, words):
    if not done:
        raise Bad("nothing was done before it")
    problems = []
    for part in split(words, ";"):
        done.part = part
        try:
            expect.need(part)(done)
        except Bad as bad:
            problems.append(f"{part}: {bad}")
    return problems
