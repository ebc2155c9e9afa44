"""`do:` lines: a command of the real program, or the same act in words."""
import re
import shlex

from block import Bad, split
from done import Done
from phrase import Table

acts = Table("do")
phrase = acts.phrase

# Commands of two words, by their first.
GROUPS = {"loan", "hold", "closing", "transfer", "member", "tool", "ticket", "inspection", "part", "calls", "report",
          "deposit", "consumable", "hours", "policy"}
GLOBAL_OPTIONS = {"--branch": 2, "--as": 2, "--lang": 2, "--json": 1}


def perform(library, words, at, facts, start):
    """Does it, and tells what it did."""
    done = Done(library, at, facts, start)
    if words.startswith("kist "):
        command(done, words.removeprefix("kist "))
    else:
        for part in split(words, ";"):
            acts.need(part)(done)
    done.after = library.snapshot()
    return done


def command(done, words):
    args = shlex.split(re.sub(r"\((ticket|line) of (\w+)\)", lambda found: number_of(done, *found.groups()), words))
    done.run = done.library.run(args, done.at)
    about(done, args)


def number_of(done, what, of):
    """`(ticket of 418G)`, `(line of C)`: the number that the program gave it."""
    if what == "ticket":
        return str(done.library.one("SELECT id FROM ticket WHERE tool = ? AND state NOT IN ('solved', 'given_up') "
                                    "AND undone_at IS NULL", done.library.tool(of)))
    lines = [row["call"] for row in done.library.run(["calls"], done.at).rows
             if row.get("member") == done.library.card(of)]
    if len(lines) != 1:
        raise Bad(f"{len(lines)} lines of {of} on the list")
    return str(lines[0])


def about(done, args):
    """What the command is for: its verb, tools, members and holds."""
    words, skip = [], 0
    for number, arg in enumerate(args):
        if number < skip:
            continue
        if arg in GLOBAL_OPTIONS:
            skip = number + GLOBAL_OPTIONS[arg]
        else:
            words.append(arg)
    done.words = words
    done.verb = " ".join(words[:2]) if words[0] in GROUPS else words[0]
    cards = {card: who for who, card in done.library.names.members.items()}
    numbers = {tool["number"] for tool in done.before["tool"].values()}
    for word in words:
        if re.fullmatch(r"\d{1,6}[A-Z]", word) and int(word[:-1]) in numbers:
            done.tools.append(word)
        if word in cards:
            done.members.append(cards[word])
    if done.verb == "hold cancel":
        done.holds = [int(words[2])]


# ---- acts in words ----

@phrase(r"consumable {name:model}: sell {count:n} to {who}")
def _sell(done, name, count, who):
    done.subject = name
    done.run = done.library.run(["consumable", "sell", name, str(count), "--member", done.library.card(who)], done.at)


@phrase(r"answer {words:word} from the phone of {who}")
def _answer(done, words, who):
    done.people.append(who)
    phone = done.library.one("SELECT value FROM contact WHERE member = ? AND kind = 'phone' ORDER BY rank LIMIT 1",
                             done.library.member(who))
    done.run = done.library.run(["message", "answer", phone, words], done.at)
    if done.run.code:
        raise Bad(str(done.run))
