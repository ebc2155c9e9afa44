"""What the phrases of `given:` lines mean for the library and its tools: commands that make it so.
People, loans, holds and money are in given_people.py, and when each is done in facts.py.
"""
import fixture
from block import Bad, split
from phrase import Table

given = Table("given")
phrase = given.phrase


def tell(facts, words):
    """One line. Parts are divided by `;`; a part may be a list of phrases with commas."""
    for part in split(words, ";"):
        pieces, start = split(part, ","), 0
        while start < len(pieces):
            for end in range(len(pieces), start, -1):
                meaning = given.find(", ".join(pieces[start:end]))
                if meaning:
                    meaning(facts)
                    start = end
                    break
            else:
                raise Bad(f"unknown phrase in given: {', '.join(pieces[start:])}")


def euros(cents):
    return f"{cents // 100}.{cents % 100:02d}"


def same(got, want):
    if got != want:
        raise Bad(f"it is {got}, not {want}")


# ---- the library ----

def setting(facts, name, value):
    facts.base(lambda: facts.run("setting", "set", name, value))


def model_edit(facts, model, *change):
    facts.base(lambda: facts.run("model", "edit", model, *change))


@phrase(r"policy {model} period {days:n}")
def _period(facts, model, days):
    facts.period[model] = days
    model_edit(facts, model, "--period", days)


@phrase(r"policy {model} half-day")
def _half_day(facts, model):
    model_edit(facts, model, "--half-day")


@phrase(r"policy {model} by day")
def _by_day(facts, model):
    facts.base(lambda: same(facts.run("model", "show", model).rows[0]["half_day"], False))


@phrase(r"setting {name:setting} {value:word}")
def _setting(facts, name, value):
    setting(facts, name, value)


@phrase(r"late fee on, {rate:n} a day, grace {grace:n}")
def _late_fee(facts, rate, grace):
    setting(facts, "late.fee", euros(rate))
    setting(facts, "late.grace_days", grace)


@phrase(r"base URL {url:word}")
def _base_url(facts, url):
    setting(facts, "base_url", url)


@phrase(r"closing at {branch} (?:from )?{from_day:day} to {to_day:day}")
def _closing(facts, branch, from_day, to_day):
    facts.days.append(from_day)
    facts.base(lambda: facts.run("closing", "add", branch, from_day, to_day, "gegeven", "--apply"))


@phrase(r"{branch} opens {weekday:word}s only")
def _opens(facts, branch, weekday):
    same(set(facts.library.names.branches[branch].split()[::2]), {weekday[:2].lower()})


@phrase(r"return branch {branch}")
def _return_branch(facts, branch):
    facts.branch = branch


@phrase(r"pick-up {branch}")
def _pick_up(facts, branch):
    facts.pick_up = branch


# ---- where tools are ----

def branch_of(facts, tool, which):
    return facts.library.one(f"SELECT b.name FROM tool t JOIN branch b ON b.id = t.{which} WHERE t.id = ?",
                             facts.library.tool(tool))


def place(facts, tool, present, home="H"):
    """Hangs it there by scanning it there: a tool that is at home asks for no transfer."""
    facts.subjects.append(tool)

    def act():
        if branch_of(facts, tool, "present") == present:
            return
        facts.run("tool", "edit", tool, "--home", present)
        facts.run("--branch", present, "in", tool)
        if home != present:
            facts.run("tool", "edit", tool, "--home", home)
    facts.base(act)


@phrase(r"{tool} (?:free |present )?at {branch}", r"{tool} present {branch}")
def _at(facts, tool, branch):
    place(facts, tool, branch)


@phrase(r"{one:tool} and {two:tool} free at {branch}")
def _two_at(facts, one, two, branch):
    place(facts, one, branch)
    place(facts, two, branch)


@phrase(r"{model} = {one:tool}, {two:tool}, both free at {branch}")
def _model_is(facts, model, one, two, branch):
    same(facts.library.names.models[model], [one, two])
    _two_at(facts, one, two, branch)


@phrase(r"{tool} home {branch}")
def _home(facts, tool, branch):
    facts.subjects.append(tool)
    facts.base(lambda: same(branch_of(facts, tool, "home"), branch))


@phrase(r"home of both {branch}")
def _home_of_both(facts, branch):
    for tool in facts.subjects[-2:]:
        facts.base(lambda tool=tool: same(branch_of(facts, tool, "home"), branch))


@phrase(r"present branch {branch}")
def _present(facts, branch):
    place(facts, facts.subjects[-1], branch)


# ---- what tools are ----

@phrase(r"tools {first:n} and {second:n} exist")
def _exist(facts, first, second):
    for number in (first, second):
        if not facts.library.one("SELECT id FROM tool WHERE number = ?", number):
            facts.base(lambda number=number: fixture.add_tool(facts.library, str(number), f"model {number}"))


@phrase(r"code\((?P<family>tool|member) {number:n}\) = {code:word}")
def _code(facts, family, number, code):
    same(facts.library.call("code", family, number), code)


def only_tool(facts, model, tool):
    def act():
        same(facts.library.read("SELECT number FROM tool WHERE model = ? AND state <> 'retired'",
                                facts.library.model(model)), [{"number": int(tool[:-1])}])
    facts.base(act)


def repair(facts, tool):
    """Found broken: out of lending, with a ticket."""
    facts.base(lambda: facts.run("--branch", branch_of(facts, tool, "present"), "in", tool,
                                 "--broken", "kapot"))


@phrase(r"{tool} (?:\(the only {model}\) )?in repair")
def _in_repair(facts, tool, model=None):
    facts.subjects.append(tool)
    if model:
        only_tool(facts, model, tool)
    repair(facts, tool)


@phrase(r"both in repair")
def _both_in_repair(facts):
    for tool in facts.subjects[-2:]:
        repair(facts, tool)


@phrase(r"only {model} {tool}")
def _only(facts, model, tool):
    facts.subjects.append(tool)
    only_tool(facts, model, tool)


@phrase(r"\(only {model}\)")
def _only_of(facts, model):
    only_tool(facts, model, facts.library.names.models[model][0])


@phrase(r"{tool} retired")
def _retired(facts, tool):
    facts.base(lambda: facts.run("tool", "retire", tool, "--reason", "gegeven"))


@phrase(r"{tool} missing since {since:day}")
def _missing(facts, tool, since):
    facts.subjects.append(tool)
    facts.on(facts.moment(since, 10), lambda: facts.run("tool", "missing", tool))


def tool_edit(facts, tool, *change):
    facts.subjects.append(tool)
    facts.base(lambda: facts.run("tool", "edit", tool, *change))


@phrase(r"{tool} price {cents:n} bought {bought:day}")
def _price(facts, tool, cents, bought):
    tool_edit(facts, tool, "--price", euros(cents), "--bought", bought)


@phrase(r"{tool} owned by {who}")
def _owned(facts, tool, who):
    tool_edit(facts, tool, "--owner", facts.library.card(who))


@phrase(r"recall notice {days:n}")
def _notice_days(facts, days):
    tool_edit(facts, facts.subjects[-1], "--notice-days", days)


@phrase(r"available in months {first:n}-{last:n}")
def _months(facts, first, last):
    tool_edit(facts, facts.subjects[-1], "--from-month", first, "--to-month", last)


@phrase(r"{tool} safety level {level:n}")
def _safety(facts, tool, level):
    facts.subjects.append(tool)
    model_edit(facts, facts.library.model_of(tool), "--safety", level)


@phrase(r"minimum age {years:n}")
def _age(facts, years):
    model_edit(facts, facts.library.model_of(facts.subjects[-1]), "--min-age", years)


@phrase(r"notice {words:text}")
def _notice(facts, words):
    model_edit(facts, facts.library.model_of(facts.subjects[-1]), "--notice", words)


@phrase(r"inspection (?:of {tool} )?valid to {until:day}")
def _inspection(facts, until, tool=None):
    tool = tool or facts.subjects[-1]
    facts.days.append(until)
    facts.base(lambda: facts.run("inspection", "pass", tool, "--next", until))


@phrase(r"part {one:text} x {one_count:n}(?: and {two:text} x {two_count:n})? of {tool}")
def _parts(facts, tool, one, one_count, two=None, two_count=0):
    for name, count in ((one, one_count), (two, two_count)):
        if name:
            facts.base(lambda name=name, count=count:
                       facts.run("part", "add", tool, name, "--count", count))


@phrase(r"consumable {name:text} price {price:euros}, stock {count:n} at {branch}")
def _consumable(facts, name, price, count, branch):
    facts.base(lambda: facts.run("--branch", branch, "consumable", "add", name, "--price", price,
                                 "--stock", count))
