#!/usr/bin/env python3
"""counter.py PROGRAM LIBRARY: from the Enter of a scan to its answer, beside one durable commit of a plain program on the
same disk, in turn. Prints the medians in microseconds."""
import os
import sqlite3
import statistics
import subprocess
import sys
import time

program, library = sys.argv[1:]
LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
h = sqlite3.connect(library)
members = [n for n, in h.execute("SELECT number FROM member WHERE state = 'active' ORDER BY number LIMIT 40")]
tools = [n for n, in h.execute("SELECT t.number FROM tool t WHERE t.state = 'active' AND t.present = 1 AND NOT EXISTS (SELECT 1 "
                               "FROM loan l WHERE l.tool = t.id AND l.back_at IS NULL) ORDER BY t.number LIMIT 160")]
branch = h.execute("SELECT name FROM branch WHERE id = 1").fetchone()[0]
h.close()
floor = sqlite3.connect(library + ".floor", isolation_level=None)
floor.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE a (b);")
counter = subprocess.Popen([program, "--db", library, "--branch", branch, "counter", "--batch"], stdin=subprocess.PIPE,
                           stdout=subprocess.PIPE, text=True, bufsize=1)


def took(what):
    began = time.perf_counter()
    what()
    return (time.perf_counter() - began) * 1e6


def scan(code):
    counter.stdin.write(code + "\n")
    counter.stdin.flush()
    counter.stdout.readline()


ours, plain = [], []
for i, member in enumerate(members):
    scan(f"M{member:05}{LETTERS[(member + 11) % 23]}")
    for number in tools[4 * i:4 * i + 4]:
        ours.append(took(lambda: scan(f"{number}{LETTERS[number % 23]}")))
        plain.append(took(lambda: floor.execute("INSERT INTO a VALUES (1)")))
counter.stdin.close()
counter.wait()
os.unlink(library + ".floor")
print(round(statistics.median(ours)), round(statistics.median(plain)))
