#!/usr/bin/python3
"""Lives in a library for some time and looks every day whether all that must be true is true.

    run.py [--days N] [--start DAY] [--tools N] [--members N] [--actions N] [--seed N]

Prints the seed first. What it finds wrong it says with the day, and ends with 1; the library stays where
it is. Three volunteers act at once, so that the same seed gives the same wishes, not the same order."""
import argparse
import datetime
import os
import random
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../fake"))
import chores  # noqa: E402
import day as days  # noqa: E402
import evening  # noqa: E402
from calendar_model import DAY  # noqa: E402
from library import must, rows  # noqa: E402
from world import World  # noqa: E402


def take_back(w, r, most=4):
    """L13: the last actions, undone one by one, give the library back as it was, byte for byte. Nobody else
    is at work; what is no counter action (L20) ends the row of what can be taken back."""
    branches = days.open_now(w)
    if not branches:
        return
    days.look(w)
    branch, v, kept = r.choice(branches), w.volunteers[1], w.money_now()
    states, did = [w.chief.get("/export/state")], []
    for _ in range(most * 4):
        before, last = dict(w.done), rows("SELECT coalesce(max(id), 0) FROM journal")[0][0]
        days.act(w, r, v, branch)
        new = [k for k in w.done for _ in range(w.done[k] - before.get(k, 0))]
        lines = rows("SELECT op FROM journal j WHERE id > ? AND EXISTS (SELECT 1 FROM change c WHERE c.journal = j.id) ORDER BY id",
                     (last,))
        if not lines:
            continue
        if len(lines) == len(new) == 1 and new[0] in days.UNDOABLE:
            states.append(w.chief.get("/export/state"))
            did.append(new[0])
        else:
            kept, states, did = w.money_now(), [w.chief.get("/export/state")], []
        if len(did) == most:
            break
    for op in reversed(did):
        evening.wrong(w.try_("undo", branch, v) is None, "L13: cannot be undone:", did, "from", op)
        states.pop()
        now = w.chief.get("/export/state")
        if now != states[-1]:
            a, b = set(states[-1].split("\n")), set(now.split("\n"))
            evening.wrong(True, "L13: undo of", op, "of", did, "\n was", sorted(a - b)[:9], "\n is ", sorted(b - a)[:9])
    w.money = kept  # it went back by lines of its own, in the tills it came from (G1)


def one_day(w, r, actions):
    w.clock(w.day, 9 * 60)
    w.try_("remind", None)
    evening.workshop(w)
    days.counter(w, r, actions)
    evening.always(w)
    evening.lent_today(w)
    evening.back_today(w)
    w.clock(w.day, 13 * 60)
    chores.van(w, r)
    chores.chores(w, r)
    evening.returns(w, r)
    w.clock(w.day, 16 * 60)
    take_back(w, r)
    evening.always(w)
    evening.check(w)
    evening.shelves(w)
    evening.money(w)


def live(w, n_days, actions, r):
    for n in range(n_days):
        w.day = w.start + n * DAY
        try:
            one_day(w, r, actions)
        except Exception as e:
            print(f"WRONG: seed {w.seed}, day {n + 1} ({w.day}): {type(e).__name__}: {e}")
            raise
        if (n + 1) % 73 == 0:
            print(f"day {n + 1} ({w.day}): {os.path.getsize('lib.db') // 1024} KiB", flush=True)


def report(w, seconds):
    asked = sum(v.actions for v in w.volunteers)
    print("done:", ", ".join(f"{k} {n}" for k, n in sorted(w.done.items())))
    print("refused:", ", ".join(f"{k} {n}" for k, n in sorted(w.refused.items())))
    for name, v in zip(("HTTP", "HTTP", "CLI"), w.volunteers):
        print(f"{name}: {v.actions} requests, {v.seconds / max(1, v.actions) * 1000:.1f} ms each")
    print(f"{asked} requests in {seconds:.1f} s: {asked / seconds:.0f} a second; "
          f"{sum(w.done.values()) / seconds:.0f} actions done a second")


def main():
    p = argparse.ArgumentParser()
    for name, default in (("days", 731), ("tools", 1500), ("members", 600), ("actions", 60), ("seed", None)):
        p.add_argument("--" + name, type=int, default=default)
    p.add_argument("--start", type=datetime.date.fromisoformat, default=datetime.date(2026, 1, 5))
    a = p.parse_args()
    seed = a.seed if a.seed is not None else random.SystemRandom().randrange(10 ** 6)
    print(f"seed {seed}, {a.days} days from {a.start}, {a.tools} tools, {a.members} members", flush=True)
    began = time.monotonic()
    w = World(seed, a.start, a.tools, a.members)
    print(f"made in {time.monotonic() - began:.1f} s", flush=True)
    began = time.monotonic()
    try:
        live(w, a.days, a.actions, random.Random(seed))
        must("check")
    finally:
        seconds = time.monotonic() - began
        w.end()
    report(w, seconds)


if __name__ == "__main__":
    main()
