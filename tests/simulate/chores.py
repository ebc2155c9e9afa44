"""What happens between the hours: the van, people who come and go, owners, repairs, counting the shelves, and
how a branch changes its days. One thing after another, by a volunteer who knows what the rules make of it."""
import datetime
import json
import os

from calendar_model import DAY
from library import rows, together
from world import BRANCHES, category_of, day_number, hours, tool_code


def value(w, tool, due=None):
    """G9: a tenth less for each full year; nobody owes more than that."""
    price, bought, made = rows("SELECT price_cents, bought_day, made_at FROM tool WHERE number = ?", (int(tool[:-1]),))[0]
    epoch = datetime.date(1970, 1, 1)
    bought = epoch + (bought if bought is not None else (made + 7200) // 86400) * DAY
    on = due or w.day
    birthday = (bought.month, 28 if (bought.month, bought.day) == (2, 29) and not leap(on.year) else bought.day)
    years = on.year - bought.year - ((on.month, on.day) < birthday)
    return (price or 0) * (10 - min(max(years, 0), 10)) // 10


def leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def van(w, r):
    for x in json.loads(w.chief.get("/transfers")):
        if x["state"] == "sent":
            w.try_("transfer arrive", x["to_branch"] if r.random() < 0.9 else r.choice(sorted(BRANCHES)), tool=x["tool"])
        elif r.random() < 0.6:
            w.try_("transfer send", x["from_branch"], tool=x["tool"])
        elif r.random() < 0.1:
            w.try_("transfer cancel", x["from_branch"], transfer=x["transfer"])


def members(w, r):
    """Who comes, goes, is paused, pays for another year, was written down twice, or asks to be forgotten."""
    w.try_("member block", None, member=r.choice(w.members), reason="praten", until=str(w.day + r.randrange(0, 9) * DAY))
    w.try_("member unblock", None, member=r.choice(w.members))
    over = rows("SELECT number FROM member WHERE until_day < ? AND state = 'active'", (day_number(w.day) + 10,))
    if over:
        w.try_("member edit", None, member=w.cards[r.choice(over)[0]], until=str(w.day + 365 * DAY))
    if r.random() < 0.05:
        w.try_("member end", None, member=r.choice(w.members))
    if r.random() < 0.3:
        w.new_member()
    one, two = r.sample(w.members, 2)
    if r.random() < 0.15 and w.try_("member merge", None, **{"from": one, "into": two}):
        w.members.remove(one)
        w.people[two] |= w.people.pop(one)
        w.money.merge(one, two)
        for old in [c for c, into in w.merged.items() if into == one] + [one]:
            w.merged[old] = two
            shown = json.loads(w.chief.get("/members/" + old))
            assert shown["member"] == two, f"M10: {old} shows {shown['member']}, not {two}"
    if r.random() < 0.12:
        forget(w, r)


def forget(w, r):
    """M16, X37: nothing of what was known of somebody is left in any byte of the library."""
    free = [w.cards[n] for n, in rows(
        "SELECT m.number FROM member m WHERE m.state <> 'erased' AND m.merged_into IS NULL AND NOT EXISTS (SELECT 1 FROM loan l "
        "WHERE l.member = m.id AND l.back_at IS NULL AND l.undone_at IS NULL) AND NOT EXISTS (SELECT 1 FROM tool t WHERE "
        "t.owner = m.id) AND NOT EXISTS (SELECT 1 FROM ledger g WHERE g.member = m.id GROUP BY g.member HAVING sum(g.cents) <> 0)")]
    gone = r.choice(free if free and r.random() < 0.8 else w.members)
    if not w.try_("member erase", None, member=gone):
        return
    w.members.remove(gone)
    known = w.people.pop(gone)
    for path in filter(os.path.exists, ("lib.db", "lib.db-wal", "lib.db-shm")):
        with open(path, "rb") as f:
            found = f.read()
        for said in known:
            assert said.encode() not in found, f"X37: {said} of {gone} is still in {path}"


def care(w, r):
    """Holds, tickets, calls, what is lost or written off, what is new, and owners who want theirs back."""
    for t in json.loads(w.chief.get("/tickets"))[:3]:
        if r.random() < 0.3:
            w.try_("ticket update", None, ticket=t["ticket"], state="parts", cost="2.50", minutes=15)
        else:
            w.try_("ticket solve", None, ticket=t["ticket"], **({"answer": "Weer heel."} if r.random() < 0.5 else {}))
    ended = rows("SELECT id FROM ticket WHERE ended_at IS NOT NULL AND undone_at IS NULL ORDER BY id DESC LIMIT 20")
    if ended and r.random() < 0.1:
        w.try_("ticket update", None, ticket=r.choice(ended)[0], state=r.choice(("open", "given_up")))
    if r.random() < 0.15 and w.out:
        lost(w, r, r.choice(w.out))
    if r.random() < 0.15 and w.money.lost:
        tool = r.choice(sorted(w.money.lost))
        w.try_("tool found", sorted(BRANCHES)[int(tool[:-1]) % 5], tool=tool)
    if r.random() < 0.06:
        retire(w, r)
    if r.random() < 0.08:
        w.new_tool()
    if r.random() < 0.3 and w.owned:
        recalled = [tool_code(n) for n, in rows("SELECT number FROM tool WHERE recall_day IS NOT NULL")]
        if recalled and r.random() < 0.6:
            w.try_("tool recall", None, tool=r.choice(recalled), off=True)
        else:
            w.try_("tool recall", None, tool=r.choice(w.owned), **({"by": str(w.day + 12 * DAY)} if r.random() < 0.4 else {}))
    if r.random() < 0.03:
        w.try_("kit leave", None, tool=r.choice(w.tools[:40]))
    if r.random() < 0.03:
        w.try_("kit join", None, kit=f"Set {r.randrange(10) * 4}", tool=r.choice(w.tools[:60]))
    material = r.choice(sorted({m for m, _ in w.money.stock} or {"Olie"}))
    if r.random() < 0.2:
        w.try_(r.choice(("consumable buy", "consumable count")), r.choice(sorted(BRANCHES)), consumable=material,
               count=r.randrange(1, 200))


def lost(w, r, tool):
    """L14, G11: the day value of the day it is noted; a deposit stays until somebody decides."""
    loan = rows("SELECT l.in_house, t.owner IS l.member, m.number, l.id FROM loan l JOIN tool t ON t.id = l.tool JOIN member m "
                "ON m.id = l.member WHERE t.number = ? AND l.back_at IS NULL AND l.undone_at IS NULL", (int(tool[:-1]),))
    if not w.try_("loan lost", r.choice(sorted(BRANCHES)), tool=tool):
        return
    in_house, own, member, number = loan[0]
    w.money.loss(tool, 0 if in_house or own else value(w, tool))
    held = rows("SELECT coalesce(sum(cents), 0) FROM ledger WHERE loan = ? AND kind LIKE 'deposit%'", (number,))[0][0]
    if held > 0 and r.random() < 0.7:
        w.try_("deposit keep", r.choice(sorted(BRANCHES)), member=w.cards[member], amount=f"{held // 100}.{held % 100:02}",
               tool=tool, reason="kwijt")


def retire(w, r):
    tool = r.choice(w.tools)
    if w.try_("tool retire", None, tool=tool, reason="op"):
        w.tools.remove(tool)
        w.gone.append(tool)
        if tool in w.owned:
            w.owned.remove(tool)


def stock_take(w, r):
    """T14: two walk the shelves of a branch at once; what nobody saw is missing when somebody says so."""
    branch = r.choice(sorted(BRANCHES))
    w.try_("stock-take begin", branch)
    here = [tool_code(n) for n, in rows("SELECT t.number FROM tool t JOIN branch b ON b.id = t.present WHERE b.name = ? AND "
                                        "t.state = 'active' AND NOT EXISTS (SELECT 1 FROM loan l WHERE l.tool = t.id AND "
                                        "l.back_at IS NULL AND l.undone_at IS NULL) ORDER BY t.id", (branch,))]
    seen = r.sample(here, len(here) * 8 // 10) + r.sample(w.tools, 3)

    def walk(v, mine):
        def go():
            for tool in mine:
                w.try_("stock-take see", branch, v, tool=tool)
        return go
    together(*[walk(v, seen[n::2][:40]) for n, v in enumerate(w.volunteers[:2])])
    for shelf in "ABC":
        w.try_("stock-take shelf", branch, shelf=shelf)
    unseen = [x["tool"] for x in json.loads(w.chief.get("/stock-takes", branch)) if x["what"] == "unseen"]
    w.try_("stock-take end", branch, missing=unseen[:2])


def days_change(w, r):
    """Closings, other hours, holidays on which a branch opens after all (C6, C7, C12, C14)."""
    branch = r.choice(sorted(BRANCHES))
    calendar = w.calendars[branch]
    if r.random() < 0.08:
        first = w.day + r.randrange(0, 30) * DAY
        last = first + r.randrange(0, 16) * DAY
        if w.try_("closing add", None, **{"branch": branch, "from": str(first), "to": str(last), "reason": "vakantie",
                                          "apply": True}) is not None:
            number = rows("SELECT max(id) FROM closing WHERE removed_at IS NULL")[0][0]
            calendar.closings[number] = (first, last)
    for number, (first, last) in [x for k in w.calendars.values() for x in k.closings.items()]:
        if last >= w.day and r.random() < 0.03 and w.try_("closing remove", None, closing=number) is not None:
            for k in w.calendars.values():
                if number in k.closings and first < w.day:  # only what remains of it
                    k.closings[number] = (first, w.day - DAY)
                else:
                    k.closings.pop(number, None)
    if r.random() < 0.02:
        week = sorted(r.sample(("mo", "tu", "we", "th", "fr", "sa"), r.randrange(1, 5)))
        if w.try_("hours set", None, branch=branch, hours=hours(week), apply=True) is not None:
            calendar.weekdays = set(week)
    if r.random() < 0.02:
        holiday, open_ = r.choice(("kings_day", "liberation_day", "ascension", "boxing_day")), r.random() < 0.6
        if w.try_("hours holiday", None, branch=branch, holiday=holiday, set="open" if open_ else "shut", apply=True) is not None:
            calendar.opens(holiday, open_)


def second_thoughts(w, r):
    """L20: an earlier action at any counter, by its number; what was built upon it stands in the way."""
    of = rows("SELECT j.id, b.name FROM journal j JOIN branch b ON b.id = j.branch WHERE j.at > (SELECT max(at) FROM journal) - 80000 "
              "AND j.op IN ('renew', 'hold add', 'hold cancel', 'hold keep', 'hold move', 'transfer send', 'ticket add', "
              "'ticket solve', 'inspection pass') AND j.undoes IS NULL AND NOT EXISTS (SELECT 1 FROM journal u WHERE u.undoes = j.id)")
    for number, branch in r.sample(of, min(len(of), 2)):
        w.try_("undo", branch, action=number)


def chores(w, r):
    members(w, r)
    care(w, r)
    if w.day.weekday() == 2 and r.random() < 0.4:
        stock_take(w, r)
    days_change(w, r)
    second_thoughts(w, r)
    if w.day.day == 1:
        w.try_("age", None)
    for call in json.loads(w.chief.get("/calls"))[:4]:
        w.try_("calls done", None, call=call["call"], result=r.choice(("spoken", "no-answer")))
