"""The format of worked examples: blocks of lines `key: words` under a heading, run in order.

A line of facts or expectations is a list of parts divided by `;`. Nothing is skipped: a line, a row of
the fixture or a day with the wrong weekday that cannot be understood is a failure of its block.
"""
import datetime
import re
from dataclasses import dataclass, field

KEYS = ("rules", "given", "at", "do", "expect", "call", "why")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Bad(Exception):
    """What was written cannot be understood, or is not true."""


@dataclass
class Line:
    number: int  # in the file
    key: str
    words: str


@dataclass
class Block:
    name: str  # E1
    title: str
    lines: list = field(default_factory=list)
    broken: str = ""  # what is no line of this format

    @property
    def rules(self):
        return " ".join(line.words for line in self.lines if line.key == "rules")

    def given(self):
        return [line for line in self.lines if line.key == "given"]

    def first_at(self):
        """The clock of its first command; None when it has none."""
        for line in self.lines:
            if line.key == "at":
                return instant(line.words)
        return None


def read_file(path):
    """The blocks of a file, and its fixture as [(thing, value)]."""
    blocks, fixture, block, fenced, in_fixture = [], [], None, False, False
    with open(path, encoding="utf-8") as lines:
        for number, text in enumerate(lines, 1):
            text = text.rstrip("\n")
            heading = re.fullmatch(r"(#{2,3}) (.*)", text) if not fenced else None
            if heading:
                named = re.fullmatch(r"([A-Z]+\d+[a-z]?) (.+)", heading[2])
                in_fixture = heading[2].startswith("Fixture")
                block = Block(named[1], named[2]) if named else None
                blocks += [block] if block else []
            elif text.startswith("```"):
                fenced = not fenced
            elif fenced and block:
                _add_line(block, number, text)
            elif in_fixture and text.startswith("|"):
                cells = [cell.strip() for cell in text.strip("|").split("|")]
                if len(cells) == 2 and set(cells[0]) != {"-"} and cells != ["thing", "value"]:
                    fixture.append(tuple(cells))
    return blocks, fixture


def _add_line(block, number, text):
    key, colon, words = text.partition(": ")
    if not text.strip():
        return
    if not colon or key not in KEYS:
        block.broken = block.broken or f"line {number} is no line of this format: {text}"
        return
    block.lines.append(Line(number, key, words.strip()))


def split(words, at):
    """Splits at a sign that is outside quotes and brackets."""
    parts, part, depth, quoted = [], "", 0, False
    for letter in words:
        quoted ^= letter == '"'
        if not quoted:
            depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == at and depth <= 0 and not quoted:
            parts.append(part.strip())
            part = ""
        else:
            part += letter
    return [part for part in parts + [part.strip()] if part]


def day(words):
    """`2026-04-28 Tue` as a date; the weekday is checked where it is given."""
    written, _, weekday = words.partition(" ")
    try:
        found = datetime.date.fromisoformat(written)
    except ValueError:
        raise Bad(f"{written} is no day") from None
    if weekday and WEEKDAYS[found.weekday()] != weekday:
        raise Bad(f"{written} is a {WEEKDAYS[found.weekday()]}, not a {weekday}")
    return found


def instant(words):
    """`2026-04-20T10:30:00+02:00 Mon` as a datetime."""
    written, _, weekday = words.partition(" ")
    try:
        found = datetime.datetime.fromisoformat(written)
    except ValueError:
        raise Bad(f"{written} is no instant") from None
    if found.tzinfo is None:
        raise Bad(f"{written} has no offset from UTC")
    day(f"{found.date()} {weekday}".strip())
    return found
