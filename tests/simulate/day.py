"""What happens at the counters while they are open: three volunteers at once, each a table of what people
come for and how often."""

from calendar_model import DAY
from library import rows, together
from money import PRICES
from world import BRANCHES, tool_code

OUT = ("SELECT t.number, t.id FROM loan l JOIN tool t ON t.id = l.tool WHERE l.back_at IS NULL AND l.undone_at IS NULL "
       "ORDER BY l.due_day, l.id")
READY = ("SELECT m.number, t.number, b.name FROM hold h JOIN member m ON m.id = h.member JOIN tool t ON t.id = h.given_tool "
         "JOIN branch b ON b.id = h.pick_up WHERE h.state = 'ready' AND h.undone_at IS NULL ORDER BY h.id")
HERE = "SELECT b.name, t.number FROM tool t JOIN branch b ON b.id = t.present ORDER BY t.id"
UNDOABLE = ("out", "in", "renew", "hold add", "hold cancel", "hold keep", "hold move", "pay", "charge", "pot in", "deposit take",
            "deposit return", "consumable sell", "transfer send", "transfer arrive", "inspection pass", "part found",
            "ticket add", "ticket solve", "loan lost", "tool repair", "tool ready", "tool missing")


def amount(r):
    return f"{r.randrange(0, 40)}.{r.randrange(100):02}"


def mostly_here(w, r, branch):
    return r.choice(w.here[branch]) if w.here.get(branch) and r.random() < 0.85 else r.choice(w.tools)


def lend(w, r, v, branch):
    """A tool or a kit, here and there in the workshop, for a while back, until a day, or with a reason."""
    kit = r.random() < 0.03
    more = {"override": True, "reason": "mag"} if r.random() < 0.08 else {}
    if r.random() < 0.05:
        more["in_house"] = True
    elif r.random() < 0.02:
        more.update(backdate=str(w.day - r.randrange(1, 9) * DAY), reason="stond op papier")
    elif r.random() < 0.05:
        more["until"] = str(w.day + r.randrange(0, 7) * DAY)
    if kit and r.random() < 0.3:
        more["partly"] = True
    if r.random() < 0.6:
        more["explained"] = True
    member, tool = r.choice(w.members), f"Set {r.randrange(10) * 4}" if kit else mostly_here(w, r, branch)
    lent = w.try_("out", branch, v, member=member, tool=tool, **more)
    for row in lent or []:
        if "until" in more:
            w.until.add(row["loan"])
        if row.get("deposit") and r.random() < 0.8:
            w.try_("deposit take", branch, v, member=member, amount=row["deposit"], tool=row["tool"], by="cash")


def fetch(w, r, v, branch):
    """Somebody whom a tool waits for comes for it; others never do (H14)."""
    here = [(m, t) for m, t, b in w.ready if b == branch]
    if here:
        member, tool = r.choice(here)
        w.try_("out", branch, v, member=w.cards[member], tool=tool_code(tool), explained=True)


def own(w, r, v, branch):
    """An owner takes the own tool home (T6)."""
    of = rows("SELECT t.number, m.number FROM tool t JOIN member m ON m.id = t.owner")
    if of:
        tool, member = r.choice(of)
        w.try_("out", branch, v, member=w.cards[member], tool=tool_code(tool), explained=True)


def bring(w, r, v, branch):
    out = w.out[: max(8, len(w.out) // 2)]
    tool = r.choice(out) if out and r.random() < 0.92 else r.choice(w.tools)
    more = {"broken": "het rookt"} if r.random() < 0.04 else {}
    if (int(tool[:-1]) - 1000) % 3 == 0 and r.random() < 0.25:
        more["missing" if r.random() < 0.5 else "found"] = ["koffer"]
    if r.random() < 0.02:
        more.update(backdate=str(w.day - r.randrange(1, 4) * DAY), reason="lag in de bus")
    for row in w.try_("in", branch, v, tool=tool, **more) or []:
        if row.get("deposit") and row.get("member") and r.random() < 0.9:
            w.try_("deposit return", branch, v, member=row["member"], amount=row["deposit"], tool=row["tool"], by="cash")


def hold(w, r, v, branch):
    what, dates = r.choice(w.tools), {}
    if r.random() < 0.04:
        what = f"Set {r.randrange(10) * 4}"
    elif r.random() < 0.35:
        start = w.calendars[branch].first(w.day + r.randrange(1, 40) * DAY)
        end = w.calendars[branch].first(start + DAY) if r.random() < 0.6 else start
        dates = {"from": str(start), "to": str(end)}
        if (int(what[:-1]) - 1000) % 60 == 17:
            dates = {"from": f"{start}.1", "to": f"{start}.2" if end == start else f"{end}.{r.choice((1, 2))}"}
    w.try_("hold add", branch, v, member=r.choice(w.members), what=what, pick_up=branch, **dates)


def hold_more(w, r, v, branch):
    """Places given up, asked back, or moved by a volunteer."""
    holds = rows("SELECT id, state FROM hold WHERE undone_at IS NULL AND state IN ('waiting', 'assigned', 'ready', 'resting')")
    if holds:
        number, state = r.choice(holds)
        op = "hold keep" if state == "resting" else r.choice(("hold cancel", "hold cancel", "hold move"))
        w.try_(op, branch, v, hold=number, **({"place": r.randrange(1, 4)} if op == "hold move" else {}))


def till(w, r, v, branch):
    member = r.choice(w.members)
    op = r.choice(("pay", "charge", "pot in", "deposit take", "deposit return", "pay"))
    args = {"amount": amount(r)}
    if op != "pot in":
        args["member"] = member
    if op == "charge":
        args["kind"] = r.choice(("membership", "damage", "donation"))
    else:
        args["by"] = r.choice(("cash", "card", "transfer", "pot") if op == "pay" else ("cash", "card"))
    w.try_(op, branch, v, **args)


def sell(w, r, v, branch):
    who = {"member": r.choice(w.members)} if r.random() < 0.4 else {"paid_by": r.choice(("cash", "card"))}
    w.try_("consumable sell", branch, v, consumable=r.choice(sorted(PRICES)), count=r.randrange(1, 9), **who)


def tool_care(w, r, v, branch):
    tool = r.choice(w.tools)
    op = r.choice(("tool repair", "tool ready", "tool missing", "inspection pass", "tool ready", "part found", "ticket add"))
    args = {"tool repair": {"reason": "stroef"}, "inspection pass": {"next": str(w.day + 300 * DAY)},
            "part found": {"part": "koffer"}, "ticket add": {"words": "snoer los", "keep_lending": r.random() < 0.5}}.get(op, {})
    if op == "part found":
        lacking = rows("SELECT t.number FROM part p JOIN tool t ON t.id = p.tool WHERE p.missing_day IS NOT NULL")
        tool = tool_code(r.choice(lacking)[0]) if lacking else tool
    w.try_(op, branch, v, tool=tool, **args)


def renew(w, r, v, branch):
    if w.out:
        w.try_("renew", branch, v, tool=r.choice(w.out), **({"override": True, "reason": "mag"} if r.random() < 0.1 else {}))


ACTIONS = [(lend, 36), (bring, 26), (fetch, 8), (hold, 9), (hold_more, 3), (renew, 7), (till, 6), (sell, 4), (tool_care, 4), (own, 1)]


def act(w, r, v, branch):
    r.choices([a for a, _ in ACTIONS], [n for _, n in ACTIONS])[0](w, r, v, branch)


def open_now(w):
    return [b for b in sorted(BRANCHES) if w.calendars[b].open(w.day)]


def look(w):
    """What volunteers see when they come in; what changes meanwhile they find out."""
    w.out = [tool_code(n) for n, _ in rows(OUT)]
    w.ready = rows(READY)
    w.here = {}
    for branch, number in rows(HERE):
        w.here.setdefault(branch, []).append(tool_code(number))


def counter(w, r, actions):
    """Three volunteers at once, each at a branch that is open."""
    look(w)
    branches = open_now(w)
    if not branches:
        return
    share = (actions * 45 // 100, actions * 45 // 100, max(1, actions // 10))

    def hand(v, seed, n):
        def go():
            mine = type(r)(seed)
            for _ in range(n):
                act(w, mine, v, mine.choice(branches))
        return go
    together(*[hand(v, r.random(), n) for v, n in zip(w.volunteers, share)])
