#!/usr/bin/env python3
"""counter.py PROGRAMS LIBRARY: what somebody waits for at the counter. Prints FIGURE|OURS|FLOOR in microseconds, the
medians of turns taken one after the other; of commands nearly the shortest, of the last figure the worst."""
import atexit
import http.client
import json
import multiprocessing
import os
import re
import select
import socket
import sqlite3
import statistics
import subprocess
import sys
import time

programs, library = sys.argv[1:]
KIST = f"{programs}/kist"
LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
h = sqlite3.connect(library)
h.execute("CREATE TABLE bench (a)")
members = iter([f"M{n:05}{LETTERS[(n + 11) % 23]}" for n, in h.execute(
    "SELECT number FROM member m WHERE state = 'active' AND NOT EXISTS (SELECT 1 FROM loan l WHERE l.member = m.id AND l.back_at IS NULL) "
    "AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.member = m.id) ORDER BY number LIMIT 400")])
tools = iter([f"{n}{LETTERS[n % 23]}" for n, in h.execute(
    "SELECT t.number FROM tool t WHERE t.state = 'active' AND t.present = 1 AND NOT EXISTS (SELECT 1 FROM loan l WHERE l.tool = t.id "
    "AND l.back_at IS NULL) AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.model = t.model) ORDER BY t.number LIMIT 1200")])
BRANCH = h.execute("SELECT name FROM branch WHERE id = 1").fetchone()[0]
h.close()


def took(what):
    began = time.perf_counter()
    what()
    return (time.perf_counter() - began) * 1e6


class Counter:
    """As a script has it: a line in, a line out."""
    def __init__(self, **env):
        at = () if env else ("--db", library)
        self.p = subprocess.Popen([KIST, *at, "--branch", BRANCH, "counter", "--batch"], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, text=True, bufsize=1, env=dict(os.environ, **env))

    def scan(self, code):
        self.p.stdin.write(code + "\n")
        self.p.stdin.flush()
        answer = self.p.stdout.readline()
        if not answer.startswith("GOED"):
            sys.exit(f"counter.py: {code}: {answer}")

    def end(self):
        self.p.stdin.close()
        self.p.wait()


class Daemon:
    def __init__(self):
        self.log = open(library + ".log", "w+")
        self.p = subprocess.Popen([f"{programs}/kistd", "--db", library, "--listen", "127.0.0.1:0"], stderr=self.log)
        atexit.register(self.p.terminate)
        self.port = None
        while not self.port and self.p.poll() is None:
            time.sleep(0.05)
            self.log.seek(0)
            self.port = (re.search(r"started .*port=(\d+)", self.log.read()) or [None, None])[1]


def head(path, body):
    return (f"POST {path} HTTP/1.1\r\nHost: localhost\r\nKist-Branch: {BRANCH}\r\nAuthorization: Bearer {TOKEN}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode()


def full_rate(port, pairs, ready):
    """Lends and takes back on as many kept connections, each again as soon as it was answered."""
    poll, conns = select.poll(), {}
    for member, tool in pairs:
        out = head("/api/v1/loans", json.dumps({"member": member, "tool": [tool]}))
        back = head("/api/v1/returns", json.dumps({"tool": [tool]}))
        s = socket.create_connection(("127.0.0.1", port))
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        conns[s.fileno()] = [s, out, back]
        poll.register(s, select.POLLIN)
        s.sendall(out)
    while True:
        for fd, _ in poll.poll():
            c = conns[fd]
            if not c[0].recv(65536).startswith(b"HTTP/1.1 2"):
                os._exit(1)
            ready.value += 1
            c[1], c[2] = c[2], c[1]
            c[0].sendall(c[1])


def command(*argv):
    quiet = [(os.POSIX_SPAWN_OPEN, fd, "/dev/null", os.O_WRONLY, 0) for fd in (1, 2)]
    status = os.waitpid(os.posix_spawn(argv[0], argv, os.environ, file_actions=quiet), 0)[1]
    if status:
        sys.exit(f"counter.py: {argv} ended with {status}")


def least(times):
    """Nearly the shortest: a command from start to end is the most disturbed by what else goes on."""
    return sorted(times)[len(times) // 10]


def tell(figure, ours, floor, of=statistics.median):
    print(f"{figure}|{round(of(ours))}|{round(of(floor))}", flush=True)


def scans(counter, other, cards=30):
    """Four tools a card; between two scans the floor has its turn."""
    ours, floor = [], []
    for _ in range(cards):
        member = next(members)
        counter.scan(member)
        for _ in range(4):
            tool = next(tools)
            ours.append(took(lambda: counter.scan(tool)))
            floor.append(took(other))
    counter.end()
    return ours, floor


def scans_alone():
    """Beside one durable commit."""
    floor = sqlite3.connect(library + ".floor", isolation_level=None)
    floor.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE a (b)")
    return scans(Counter(), lambda: floor.execute("INSERT INTO a VALUES (1)"))


def commands(n=60):
    ours, floor = [], []
    for _ in range(n):
        member, tool = next(members), next(tools)
        ours.append(took(lambda: command(KIST, "--db", library, "--branch", BRANCH, "out", member, tool)))
        floor.append(took(lambda: command(f"{programs}/tests/bench/floor_commit", library)))
    return ours, floor


def plain_loan(client):
    body = json.dumps({"member": next(members), "tool": [next(tools)]})

    def ask():
        client.request("POST", "/api/v1/loans", body, {"Kist-Branch": BRANCH, "Authorization": f"Bearer {TOKEN}",
                                                                      "Content-Type": "application/json"})
        answer = client.getresponse()
        answer.read()
        if answer.status >= 300:
            sys.exit(f"counter.py: a plain loan: {answer.status}")
    return ask


def beside_full_rate(port, seconds=4):
    """The worst answers while kistd lends all it can: of the counter, and of a program that waits for the file."""
    done = multiprocessing.Value("q", 0)
    load = multiprocessing.Process(target=full_rate, args=(port, [(next(members), next(tools)) for _ in range(16)], done), daemon=True)
    load.start()
    while done.value < 100 and load.is_alive():
        time.sleep(0.05)
    waiting = sqlite3.connect(library, isolation_level=None, timeout=60)
    waiting.execute("PRAGMA synchronous = FULL")
    ours, floor, counter = [], [], Counter()
    counter.scan(next(members))
    tool = next(tools)
    for _ in range(2):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            ours.append(took(lambda: counter.scan(tool)))
            ours.append(took(lambda: counter.scan("-")))
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            floor.append(took(lambda: waiting.execute("INSERT INTO bench VALUES (1)")))
    if not load.is_alive():
        sys.exit("counter.py: the load ended")
    load.terminate()
    counter.end()
    waiting.close()
    return ours, floor


tell("scan", *scans_alone())
tell("command", *commands(), of=least)
TOKEN = json.loads(subprocess.run([KIST, "--db", library, "--json", "token", "add", "bench", "--role", "coordinator"],
                                  capture_output=True, text=True, check=True).stdout)["token"]
daemon = Daemon()
client = http.client.HTTPConnection("127.0.0.1", int(daemon.port))
tell("command-socket", *commands(), of=least)
remote = {"KIST_SERVER": f"http://127.0.0.1:{daemon.port}", "KIST_TOKEN": TOKEN, "XDG_STATE_HOME": library + ".state"}
tell("scan-remote", *scans(Counter(**remote), lambda: plain_loan(client)()))
tell("worst", *beside_full_rate(int(daemon.port)), of=max)
