"""Tables of phrases: a pattern with {name:kind} holes beside the function that knows what it means.

A pattern is a regular expression; a hole takes what its kind looks like and hands it over converted.
{who} is short for {who:who}; an ordinary named group hands over its words. A phrase that no pattern matches
entirely is unknown.
"""
import re

from block import Bad, day, instant

DAY = r"\d{4}-\d\d-\d\d(?: (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun))?"
# What is said of a loan, in any order: out DAY, due DAY, return branch H, at H, with override.
TERM = rf"(?:out (?P<out>{DAY})|due (?P<due>{DAY})|(?:return branch|at) (?P<branch>[A-Z])|(?P<override>with override))"
TERMS = rf"(?:,? {re.sub('[?]P<[a-z]+>', '?:', TERM)})*"


def terms(words):
    said = {}
    for found in re.finditer(TERM, words):
        said.update({name: value for name, value in found.groupdict().items() if value})
    return {name: day(value) if name in ("out", "due") else value for name, value in said.items()}


KINDS = {
    "tool": (r"\d{1,6}[A-Z]", str),
    "who": (r"[A-Z]", str),       # a member of the fixture
    "branch": (r"[A-Z]", str),
    "model": (r"[a-z]+", str),
    "card": (r"M\d{5}[A-Z]", str),
    "day": (DAY, day),
    "instant": (r"\d{4}-\d\d-\d\dT\S+(?: (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun))?", instant),
    "n": (r"-?\d+", int),
    "fault": (r"[A-Z][A-Z_]+", str),
    "faults": (r"[A-Z][A-Z_]+(?:, [A-Z][A-Z_]+)*", lambda words: words.split(", ")),
    "kind": (r"[a-z][a-z0-9-]*", str),
    "text": (r'"[^"]*"', lambda quoted: quoted[1:-1]),
    "terms": (TERMS, terms),
    "word": (r"[^\s,;]+", str),
    "setting": (r"[a-z]+(?:\.[a-z_]+)+", str),
    "euros": (r"\d+(?:\.\d\d)?", str),
    "language": (r"nl|en", str),
    "phone": (r"\+\d+", str),
    "letters": (r"[A-Z](?:, [A-Z])*", str),
    "weekday": (r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", str),
    "zone": (r"[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+", str),
    "any": (r".+", str),
}


class Table:
    """Phrases in the order they were written; the first that matches counts."""

    def __init__(self, name):
        self.name = name
        self.rows = []

    def phrase(self, *patterns):
        """Decorator: what any of these phrases means."""
        def add(meaning):
            for pattern in patterns:
                self.rows.append((*_compiled(pattern), meaning))
            return meaning
        return add

    def find(self, words):
        """A function of one argument (whom the phrase is about), or None when no phrase matches."""
        for regex, kinds, meaning in self.rows:
            match = regex.fullmatch(words)
            if match:
                holes = {name: KINDS[kinds[name]][1](value) if name in kinds else value
                         for name, value in match.groupdict().items() if value is not None}
                return lambda subject: meaning(subject, **holes)
        return None

    def need(self, words):
        found = self.find(words)
        if not found:
            raise Bad(f"unknown phrase in {self.name}: {words}")
        return found


def _compiled(pattern):
    kinds = {}

    def hole(match):
        name, kind = match[1], match[2] or match[1]
        kinds[name] = kind
        return f"(?P<{name}>{KINDS[kind][0]})"
    return re.compile(re.sub(r"\{([a-z_]+)(?::([a-z]+))?\}", hole, pattern)), kinds
