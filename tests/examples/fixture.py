"""The small library every block starts from, read from the fixture table of the file and made by ordinary
commands, once; each block gets a copy of the file.
"""
import datetime
import re
from dataclasses import dataclass, field

from block import WEEKDAYS, Bad, split
from library import Library
from phrase import Table

# Long before anything that blocks tell of.
MADE_AT = datetime.datetime.fromisoformat("2020-01-06T10:00:00+01:00")
BASE_URL = "https://kist.example"
POSTCODE = "9716 AB"

LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS = r"(\d\d:\d\d-\d\d:\d\d)"


@dataclass
class Names:
    """What the fixture calls things: members and branches by letter, models by name."""
    members: dict = field(default_factory=dict)   # A: M20417G
    branches: dict = field(default_factory=dict)  # H: "mo 10:00-12:00 ..."
    models: dict = field(default_factory=dict)    # boor: [417A, 418G]
    settings: list = field(default_factory=list)  # [(name, value)]
    until: str = ""                               # of every membership

    def phone(self, who):
        return f"+316123450{list(self.members).index(who) + 1:02d}"


rows = Table("the fixture")
values = Table("the fixture")


@rows.phrase(r"branch {letter:branch}(?: \(.*\))?")
def _branch(about, letter):
    names, value = about
    names.branches[letter] = hours(value)


@rows.phrase(r"model {model}")
def _model(about, model):
    names, value = about
    names.models[model] = re.findall(r"\d{1,6}[A-Z]", value)
    if not re.fullmatch(r"tools? [0-9A-Z, and]+", value) or not names.models[model]:
        raise Bad(f"unknown tools in the fixture: {value}")


@rows.phrase(r"members")
def _members(about):
    names, value = about
    listed, _, rest = value.partition(": ")
    names.members = dict(pair.split() for pair in split(listed, ","))
    until = re.fullmatch(r"active, membership to (\d{4}-\d\d-\d\d), own mobile number, no e-mail, "
                         r"language nl, no household, unless given", rest)
    if not until:
        raise Bad(f"unknown members in the fixture: {rest}")
    names.until = until[1]


@rows.phrase(r"policy")
def _policy(about):
    names, value = about
    found = re.fullmatch(r"period (\d+) days, (\d+) renewals of (\d+) days, no fee, no deposit, "
                         r"safety level 0, unless given", value)
    if not found:
        raise Bad(f"unknown policy in the fixture: {value}")
    names.settings += zip(("loan.period", "loan.renewals", "loan.renewal_days"), found.groups())


@rows.phrase(r"zone, settings", r"holidays", r"tools", r"loans, holds", r"return branch")
def _other(about):
    names, value = about
    for part in split(value, ";"):
        values.need(part)(names)


@values.phrase(r"{zone}")
def _zone(names, zone):
    names.settings.append(("zone", zone))


@values.phrase(r"loan receipts and owner notices off")
def _quiet(names):
    names.settings += [("remind.receipts_email", "no"), ("remind.owner_notices", "no")]


# What this runner and the programs do anyway.
@values.phrase(r"every setting at its default(?: .*)?",
               r'no daemon runs, texts accepted by a file gateway that always answers "sent"',
               r"the default list of C9: .*",
               r"active, free, home and present branch as the block's command needs \(`--branch`\), else H",
               r"no inspection, owner, part or price unless given",
               r"none unless given",
               r"`loan T X due D` is open, made by 10:30 on its out day at H",
               r"hold numbers follow the time they were made",
               r"holds wait, with pick-up H, unless said",
               r"the branch of `--branch` at lending, else H")
def _as_it_is(_names):
    pass


def hours(value):
    """`Monday-Friday 10:00-12:00` as `hours set` takes it."""
    if value.startswith("every day 00:00-24:00"):
        return " ".join(f"{day[:2].lower()} 00:00-24:00" for day in LONG_DAYS)
    blocks, rest = [], value.removesuffix(" only")
    names = "|".join(LONG_DAYS)
    pattern = re.compile(rf"(?:, )?((?:{names})(?:-(?:{names}))?(?:, (?:{names}))*) {HOURS}(?: and {HOURS})*")
    while rest:
        found = pattern.match(rest)
        if not found:
            raise Bad(f"unknown hours in the fixture: {rest}")
        times = re.findall(HOURS, found[0])
        blocks += [(day, time) for day in _days(found[1]) for time in times]
        rest = rest[found.end():]
    return " ".join(f"{LONG_DAYS[day][:2].lower()} {time}" for day, time in sorted(blocks))


def _days(words):
    if "-" in words:
        first, last = (LONG_DAYS.index(day) for day in words.split("-"))
        return list(range(first, last + 1))
    return [LONG_DAYS.index(day) for day in words.split(", ")]


def read(table):
    """The names of a fixture table."""
    names = Names()
    for thing, value in table:
        rows.need(thing)((names, value))
    return names


def make(programs, path, names):
    """A new library file as the fixture says."""
    bare = Library(programs, path, Names())
    bare.remove()
    bare.must(["init", "--test", "--base-url", BASE_URL], MADE_AT)
    known = {row["name"] for row in bare.must(["setting", "list"], MADE_AT).rows}
    for name, value in names.settings:
        if name in known:
            bare.must(["setting", "set", name, value], MADE_AT)
    for letter, week in names.branches.items():
        bare.must(["branch", "add", letter, "--hours", week], MADE_AT)
    library = Library(programs, path, names)
    for who, card in names.members.items():
        add_member(library, f"Lid {who}", card, names.phone(who))
    for model, tools in names.models.items():
        for code in tools:
            add_tool(library, code, model)
    return library


def add_member(library, name, card, phone):
    made = library.must(["member", "add", name, "--number", card[1:-1], "--phone", phone,
                         "--until", library.names.until, "--postcode", POSTCODE], MADE_AT)
    if made.rows[0]["member"] != card:
        raise Bad(f"{card} is really {made.rows[0]['member']}")


def add_tool(library, code, model, at=MADE_AT):
    """One more tool; `code` may be a number without its letter. Its code."""
    number = re.match(r"\d+", code)[0]
    known = library.one("SELECT id FROM model WHERE name = ?", model)
    made = library.must(["tool", "add", *(["--model", model] if known else [model]), "--number", number,
                         "--branch", "H", "--state", "active"], at).rows[0]["tool"]
    if code != number and made != code:
        raise Bad(f"{code} is really {made}")
    return made


assert [day[:3] for day in LONG_DAYS] == list(WEEKDAYS)
