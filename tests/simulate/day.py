"""What happens on one day: hours at the counter with three volunteers at once, the van, and the chores."""
import datetime
import json

from calendar_model import DAY
from library import rows, together
from world import BRANCHES, card

OUT = ("SELECT t.number, t.id FROM loan l JOIN tool t ON t.id = l.tool WHERE l.back_at IS NULL AND l.undone_at IS NULL "
       "ORDER BY l.due_day, l.id")


def amount(r):
    return f"{r.randrange(0, 40)}.{r.randrange(100):02}"


def lend(w, r, v, branch):
    kit = r.random() < 0.02
    tool = f"Set {r.randrange(10) * 4}" if kit else r.choice(w.tools)
    w.try_("out", branch, v, member=r.choice(w.members), tool=tool,
           **({"override": True, "reason": "mag"} if r.random() < 0.1 else {}))


def bring(w, r, v, branch):
    out = w.out[: max(8, len(w.out) // 3)]
    tool = r.choice(out) if out and r.random() < 0.9 else r.choice(w.tools)
    more = {"broken": "het rookt"} if r.random() < 0.05 else {}
    if r.random() < 0.05 and (int(tool[:-1]) - 1000) % 3 == 0:
        more["missing"] = "koffer"
    w.try_("in", branch, v, tool=tool, **more)


def hold(w, r, v, branch):
    dates = {}
    if r.random() < 0.3:
        start = w.calendars[branch].first(w.day + r.randrange(1, 40) * DAY)
        dates = {"from": str(start), "to": str(w.calendars[branch].first(start + DAY))}
    w.try_("hold add", branch, v, member=r.choice(w.members), what=r.choice(w.tools), pick_up=branch, **dates)


def till(w, r, v, branch):
    member, op = r.choice(w.members), r.choice(("pay", "charge", "pot in", "deposit take", "deposit return", "pay"))
    args = {"amount": amount(r)}
    if op != "pot in":
        args["member"] = member
    if op == "charge":
        args["kind"] = r.choice(("membership", "damage", "donation"))
    else:
        args["by"] = r.choice(("cash", "card", "transfer", "pot") if op == "pay" else ("cash", "card"))
    w.try_(op, branch, v, **args)


def tool_care(w, r, v, branch):
    op = r.choice(("tool repair", "tool ready", "tool missing", "tool found", "inspection pass", "tool ready", "part found"))
    args = {"tool repair": {"reason": "stroef"}, "inspection pass": {"next": str(w.day + 300 * DAY)},
            "part found": {"part": "koffer"}}.get(op, {})
    w.try_(op, branch, v, tool=r.choice(w.tools), **args)


def renew(w, r, v, branch):
    if w.out:
        w.try_("renew", branch, v, tool=r.choice(w.out))


ACTIONS = [(lend, 34), (bring, 30), (hold, 10), (renew, 8), (till, 10), (tool_care, 4)]


def act(w, r, v, branch):
    r.choices([a for a, _ in ACTIONS], [n for _, n in ACTIONS])[0](w, r, v, branch)


def open_now(w):
    return [b for b in sorted(BRANCHES) if w.calendars[b].open(w.day)]


def counter(w, r, actions):
    """Three volunteers at once, each at a branch that is open."""
    w.out = [f"{n}{'TRWAGMYFPDXBNJZSQVHLCKE'[n % 23]}" for n, _ in rows(OUT)]
    branches = open_now(w)
    if not branches:
        return
    share = (actions * 45 // 100, actions * 45 // 100, max(1, actions // 10))

    def hand(v, seed, n):
        def go():
            own = type(r)(seed)
            for _ in range(n):
                act(w, own, v, own.choice(branches))
        return go
    together(*[hand(v, r.random(), n) for v, n in zip(w.volunteers, share)])


def van(w, r):
    for x in json.loads(w.chief.get("/transfers")):
        if x["state"] == "sent":
            w.try_("transfer arrive", x["to_branch"] if r.random() < 0.9 else r.choice(sorted(BRANCHES)), tool=x["tool"])
        elif r.random() < 0.6:
            w.try_("transfer send", x["from_branch"], tool=x["tool"])
        elif r.random() < 0.1:
            w.try_("transfer cancel", x["from_branch"], transfer=x["transfer"])


def members(w, r):
    """Who comes, goes, is paused, was written down twice, or asks to be forgotten."""
    one, two = r.sample(w.members, 2)
    w.try_("member block", None, member=r.choice(w.members), reason="praten", until=str(w.day + r.randrange(0, 9) * DAY))
    w.try_("member unblock", None, member=r.choice(w.members))
    if r.random() < 0.3:
        new = card(w.next_member)
        if w.try_("member add", None, name="Nieuw lid", number=new[1:-1]):
            w.members.append(new)
            w.cards[w.next_member] = new
        w.next_member += 1
    if r.random() < 0.15 and w.try_("member merge", None, **{"from": one, "into": two}):
        w.members.remove(one)
        w.money.merge(one, two)
    if r.random() < 0.1:
        gone = r.choice(w.members)
        if w.try_("member erase", None, member=gone):
            w.members.remove(gone)


def chores(w, r):
    holds = json.loads(w.chief.get("/holds"))
    for h in r.sample(holds, min(len(holds), 2)):
        w.try_("hold cancel" if r.random() < 0.7 else "hold keep", None, hold=h["hold"])
    for t in json.loads(w.chief.get("/tickets"))[:3]:
        w.try_("ticket solve", None, ticket=t["ticket"])
    if r.random() < 0.2 and w.out:
        w.try_("loan lost", r.choice(sorted(BRANCHES)), tool=r.choice(w.out))
    if r.random() < 0.05:
        w.try_("tool retire", None, tool=r.choice(w.tools), reason="op")
    if r.random() < 0.06:
        branch = r.choice(sorted(BRANCHES))
        first = w.day + r.randrange(3, 30) * DAY
        last = first + datetime.timedelta(days=r.randrange(0, 9))
        done = w.try_("closing add", None, **{"branch": branch, "from": str(first), "to": str(last), "reason": "vakantie", "apply": True})
        if done:
            number = rows("SELECT max(id) FROM closing WHERE removed_at IS NULL")[0][0]
            w.calendars[branch].closings[number] = (first, last)
    for branch, calendar in w.calendars.items():
        for number, (first, _) in list(calendar.closings.items()):
            if first > w.day and r.random() < 0.01 and w.try_("closing remove", None, closing=number) is not None:
                del calendar.closings[number]
