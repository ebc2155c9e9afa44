"""`call:` lines: a pure function, asked of the real code by calls.c, and its value."""
import re

from block import Bad, day, split
from phrase import Table

calls = Table("call")
phrase = calls.phrase
ARGUMENT = r"(?P<argument>.+)"


def check(library, words):
    calls.need(words)(library)


def same(got, want):
    if got != want:
        raise Bad(f"it is {got}, not {want}")


def unquoted(words):
    """`"417A\\t"` as the text it is; `70 x "a" + "b"` as that many."""
    text = ""
    for piece in split(words, "+"):
        found = re.fullmatch(r'(?:(\d+) x )?"([^"]*)"', piece)
        if not found:
            raise Bad(f"no text: {piece}")
        text += found[2].replace("\\t", "\t").replace("\\n", "\n") * int(found[1] or 1)
    return text


@phrase(r"code\((?P<family>tool|member) {number:n}\) = {code:word}")
def _code(library, family, number, code):
    same(library.call("code", family, number), code)


@phrase(r"letters of number {number:n} by family: (?P<want>.+)")
def _letters(library, number, want):
    same(library.call("letters", number), want)


@phrase(r"tool_of\(" + ARGUMENT + r"\) = (?P<want>\d+|refused [A-Z_]+)")
def _tool_of(library, argument, want):
    same(library.call("tool_of", unquoted(argument)), want)


@phrase(r"phone\(" + ARGUMENT + r"\) = (?P<want>\+\d+|refused [A-Z_]+)")
def _phone(library, argument, want):
    same(library.call("phone", unquoted(argument)), want)


@phrase(r"holidays\({year:n}\) = (?P<want>.+)")
def _holidays(library, year, want):
    same(library.call("holidays", year), ", ".join(str(day(part)) for part in split(want, ",")))


@phrase(r"kings_day\({year:n}\) = {want:day}")
def _kings_day(library, year, want):
    same(library.call("holiday", "kings_day", year), str(want))


@phrase(r"good friday {want:day} is not in the list \(off by default\)")
def _good_friday(library, want):
    same(library.call("holiday", "good_friday", want.year), str(want))
    if str(want) in library.call("holidays", want.year):
        raise Bad(f"{want} is in the list")


@phrase(r"shelf\({branch}, {ready:day}\) = {want:day}")
def _shelf(library, branch, ready, want):
    same(library.call("shelf", branch, ready), str(want))


@phrase(r"steps\({branch}\) = (?P<want>\d+(?:, \d+)*, call \d+)")
def _steps(library, branch, want):
    same(library.call("steps", branch), want)


@phrase(r"day_value\({price:n}, bought {bought:day}, {on:day}\) = {want:n}(?: \(.*rounded down\))?")
def _day_value(library, price, bought, on, want):
    same(library.call("day_value", price, bought, on), str(want))


@phrase(r"sms\(" + ARGUMENT + r"\) = (?P<want>(?:gsm7|ucs2) \d+ units, \d+ parts?)")
def _sms(library, argument, want):
    same(library.call("sms", unquoted(argument)), want)


@phrase(r"replace\(" + ARGUMENT + r"\) = {want:text}")
def _replace(library, argument, want):
    same(library.call("replace", unquoted(argument)), want)
