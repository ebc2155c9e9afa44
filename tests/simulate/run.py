#!/usr/bin/python3
"""Lives in a library for some time and looks every evening whether all that must be true is true.

    run.py [--days N] [--tools N] [--members N] [--actions N] [--seed N]

Prints the seed first. What it finds wrong it says with the day, and ends with 1; the library stays where
it is. Three volunteers act at once, so that the same seed gives the same wishes, not the same order."""
import argparse
import copy
import datetime
import json
import os
import random
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../fake"))
import day as days  # noqa: E402
from calendar_model import DAY  # noqa: E402
from library import rows  # noqa: E402
from world import START, World, tool_code  # noqa: E402

EPOCH = datetime.date(1970, 1, 1)
OPEN = "back_at IS NULL AND undone_at IS NULL"


def wrong(condition, *facts):
    if condition:
        raise AssertionError(" ".join(str(f) for f in facts))


def check(w):
    """T3, T4, C3, G8, L7: each by its own look at the rows."""
    found = [r for r in json.loads(w.chief.get("/check?quick=true")) if r["what"] != "library"]
    wrong(found, "kist check:", found)
    twice = rows(f"SELECT tool, count(*) FROM loan WHERE {OPEN} GROUP BY tool HAVING count(*) > 1")
    wrong(twice, "T4: tools with two open loans", twice)
    for branch, due in rows(f"SELECT DISTINCT b.name, due_day FROM loan JOIN branch b ON b.id = branch WHERE {OPEN}"):
        date = EPOCH + due * DAY
        wrong(not w.calendars[branch].open(date), "C3: due on a day that is shut", branch, date)
    differs = w.money.differs(w.cards)
    wrong(differs, "G8:", differs)
    for number, in rows(f"SELECT t.number FROM loan l JOIN tool t ON t.id = l.tool WHERE {OPEN} ORDER BY l.id DESC LIMIT 5"):
        w.try_("in", "De Hoogte", tool=tool_code(number), dry_run=True)


def take_back(w, r, most=4):
    """L13: the last actions, undone one by one, give the library back as it was, byte for byte."""
    branches = days.open_now(w)
    if not branches:
        return
    branch, v, kept = r.choice(branches), w.volunteers[1], copy.deepcopy(w.money)
    states, did = [w.chief.get("/export/state")], []
    for _ in range(most * 3):
        before, last = dict(w.done), rows("SELECT coalesce(max(id), 0) FROM journal")[0][0]
        days.act(w, r, v, branch)
        op = next((k for k in w.done if w.done[k] != before.get(k)), None)
        mine = rows("SELECT count(*) FROM change WHERE journal > ?", (last,))[0][0]
        if mine and op in ("out", "in", "renew", "hold add", "pay", "charge", "pot in", "deposit take", "deposit return"):
            states.append(w.chief.get("/export/state"))
            did.append(op)
        elif mine:  # no counter action: what is undone begins after it
            kept, states, did = copy.deepcopy(w.money), [w.chief.get("/export/state")], []
        if len(did) == most:
            break
    for op in reversed(did):
        wrong(w.try_("undo", branch, v) is None, "L13: cannot be undone:", did, "from", op)
        states.pop()
        now = w.chief.get("/export/state")
        if now != states[-1]:
            a, b = set(states[-1].split("\n")), set(now.split("\n"))
            wrong(True, "L13: undo of", op, "of", did, "\n was", sorted(a - b)[:9], "\n is ", sorted(b - a)[:9])
    w.money = kept  # it went back by lines of its own, in the tills it came from (G1)


def live(w, n_days, actions, r):
    for n in range(n_days):
        today = START + n * DAY
        try:
            w.clock(today, 9 * 60)
            w.try_("remind", None)
            check(w)
            days.counter(w, r, actions)
            w.clock(today, 13 * 60)
            days.van(w, r)
            days.members(w, r)
            days.chores(w, r)
            check(w)
            w.clock(today, 16 * 60)
            take_back(w, r)
            check(w)
        except Exception as e:
            print(f"WRONG: seed {w.seed}, day {n + 1} ({today}): {type(e).__name__}: {e}")
            raise


def main():
    p = argparse.ArgumentParser()
    for name, default in (("days", 731), ("tools", 1500), ("members", 600), ("actions", 60), ("seed", None)):
        p.add_argument("--" + name, type=int, default=default)
    a = p.parse_args()
    seed = a.seed if a.seed is not None else random.SystemRandom().randrange(10 ** 6)
    print(f"seed {seed}, {a.days} days, {a.tools} tools, {a.members} members", flush=True)
    w = World(seed, a.tools, a.members)
    began = time.monotonic()
    try:
        live(w, a.days, a.actions, random.Random(seed))
    finally:
        seconds = time.monotonic() - began
        w.end()
    asked = sum(v.actions for v in w.volunteers)
    print("done:", ", ".join(f"{k} {n}" for k, n in sorted(w.done.items())))
    print("refused:", ", ".join(f"{k} {n}" for k, n in sorted(w.refused.items())))
    for name, v in zip(("HTTP", "HTTP", "CLI"), w.volunteers):
        print(f"{name}: {v.actions} requests, {v.seconds / max(1, v.actions) * 1000:.1f} ms each")
    print(f"{asked} requests in {seconds:.1f} s: {asked / seconds:.0f} a second; "
          f"{sum(w.done.values()) / seconds:.0f} actions done a second")
    return w


if __name__ == "__main__":
    main()
