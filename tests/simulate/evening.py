"""What must be true whenever the door is shut: each by its own look at the rows."""
import json

from chores import value
from library import rows
from world import BRANCHES, EPOCH, GRACE, POLICIES, category_of, day_number, tool_code
from calendar_model import DAY

OPEN = "back_at IS NULL AND undone_at IS NULL"


def wrong(condition, *facts):
    if condition:
        raise AssertionError(" ".join(str(f) for f in facts))


def check(w):
    """T3, X1: nothing contradicts itself. It reads the whole file, and so is for the evening."""
    found = [r for r in json.loads(w.chief.get("/check?quick=true")) if r["what"] != "library"]
    wrong(found, "kist check:", found)


def always(w):
    """T4, C3: at any moment."""
    twice = rows(f"SELECT tool, count(*) FROM loan WHERE {OPEN} GROUP BY tool HAVING count(*) > 1")
    wrong(twice, "T4: tools with two open loans", twice)
    for branch, due in rows(f"SELECT DISTINCT b.name, due_day FROM loan JOIN branch b ON b.id = branch WHERE {OPEN} "
                            "AND due_day >= ? AND in_house = 0", (day_number(w.day),)):
        date = EPOCH + due * DAY
        wrong(not w.calendars[branch].open(date), "C3: due on a day that is shut", branch, date)


def money(w):
    """G8: every cent that was acknowledged stands in the ledger, and nothing else does."""
    differs = w.money.differs(w.cards)
    wrong(differs, "G8:", differs)


def returns(w, r):
    """L7: whoever has a tool can bring it, today, anywhere: also who may not borrow, also when all is shut."""
    out = rows(f"SELECT t.number FROM loan l JOIN tool t ON t.id = l.tool WHERE {OPEN} ORDER BY l.id")
    odd = rows(f"SELECT t.number FROM loan l JOIN tool t ON t.id = l.tool JOIN member m ON m.id = l.member WHERE {OPEN} "
               "AND (m.state <> 'active' OR m.until_day < ?) LIMIT 5", (day_number(w.day),))
    for number, in odd + r.sample(out, min(len(out), 5)):
        w.try_("in", r.choice(sorted(BRANCHES)), tool=tool_code(number), dry_run=True)


def lent_today(w):
    """C3, M4: what was lent today, before anything could move it: its due day, and who may borrow."""
    today = day_number(w.day)
    for number, branch, due in rows(
            "SELECT t.number, b.name, l.due_day FROM loan l JOIN tool t ON t.id = l.tool JOIN branch b ON b.id = l.branch "
            "WHERE l.out_day = ? AND l.undone_at IS NULL AND l.renewals = 0 AND l.in_house = 0 AND l.shortened = 0 AND "
            "l.due_at IS NULL AND l.due_day IS NOT NULL AND l.kit IS NULL AND t.recall_day IS NULL AND l.id NOT IN (%s)"
            % ",".join(str(n) for n in w.until | {0}), (today,)):
        period = POLICIES[category_of(number - 1000)][0]
        should = w.calendars[branch].first(w.day + period * DAY)
        wrong(EPOCH + due * DAY != should, "C3:", number, "at", branch, "is due", EPOCH + due * DAY, "and not", should)
    over = rows("SELECT l.id, m.number, m.state FROM loan l JOIN member m ON m.id = l.member WHERE l.out_day = ? AND "
                "l.undone_at IS NULL AND l.override_fault IS NULL AND (m.until_day < ? OR m.state IN ('pending', 'ended'))",
                (today, today))
    wrong(over, "M4: lent to who may not borrow", over)


def back_today(w):
    """G10, C13: late by open days, less the grace, at most the day value; nothing for the workshop or one's own."""
    for loan, number, branch, due, back, cents in rows(
            "SELECT l.id, t.number, b.name, l.due_day, l.back_day, (SELECT coalesce(sum(cents), 0) FROM ledger k WHERE "
            "k.loan = l.id AND k.kind = 'late_fee') FROM loan l JOIN tool t ON t.id = l.tool JOIN branch b ON b.id = l.branch "
            "WHERE l.back_day = ? AND l.ending = 'returned' AND l.undone_at IS NULL AND l.in_house = 0 AND l.due_day IS NOT "
            "NULL AND t.owner IS NOT l.member", (day_number(w.day),)):
        late = w.calendars[branch].late(EPOCH + due * DAY, EPOCH + back * DAY)
        rate = POLICIES[category_of(number - 1000)][1]
        should = min(rate * max(0, late - GRACE), value(w, tool_code(number), EPOCH + due * DAY))
        wrong(cents != should, "G10: loan", loan, "of", number, late, "days late costs", cents, "cents and not", should)


def workshop(w):
    """L21: what was used here is back by itself."""
    out = rows(f"SELECT id FROM loan WHERE {OPEN} AND in_house = 1 AND out_day < ?", (day_number(w.day),))
    wrong(out, "L21: still in the workshop", out)


def shelves(w):
    """T12, H4: what is set apart is set apart once; nobody waits for what can be taken (kist check has H12)."""
    kits = rows("SELECT kit, member, count(DISTINCT state) FROM hold WHERE kit IS NOT NULL AND undone_at IS NULL AND state IN "
                "('ready', 'waiting', 'assigned') AND from_day IS NULL GROUP BY 1, 2, made_at "
                "HAVING count(DISTINCT state) > 1 AND sum(state = 'ready') > 0")
    wrong(kits, "T12: a kit that is ready in part", kits)
