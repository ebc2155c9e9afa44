"""A real library for suites in Python: the programs themselves, a daemon, and a disk that fails."""
import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import threading
import time

from tap import BUILD, SRC, TMP

KIST, KISTD = f"{BUILD}/kist", f"{BUILD}/kistd"
HOURS = " ".join(f"{d} 08:00-22:00" for d in ("mo", "tu", "we", "th", "fr", "sa", "su"))


def kist(*args, db="lib.db", env=None, timeout=60):
    """Runs one command in English: exit code, standard output, standard error."""
    done = subprocess.run([KIST, "--db", db, "--lang", "en", *args], capture_output=True, text=True,
                          env=dict(os.environ, **(env or {})), timeout=timeout)
    return done.returncode, done.stdout, done.stderr


def must(*args, **more):
    code, out, err = kist(*args, **more)
    if code:
        raise AssertionError(f"kist {args}: {code}\n{out}{err}")
    return out


def make(db="lib.db", tools=0, members=0):
    """A test library with one branch, tools 100, 101, ... and members 10000, 10001, ..."""
    must("init", "--test", db=db)
    must("branch", "add", "Noord", "--hours", HOURS, db=db)
    with sqlite3.connect(db) as h:
        h.execute("INSERT INTO model (name, model_key, search_key, made_at) VALUES ('Boor', 'boor', 'boor', 0)")
        for n in range(tools):
            h.execute("INSERT INTO tool (number, model, home, present, state, made_at) VALUES (?, 1, 1, 1, 'active', 0)", (100 + n,))
        for n in range(members):
            h.execute("INSERT INTO member (number, kind, name, name_key, household_contact, state, since_day, language, active_day, "
                      "made_at) VALUES (?, 'person', ?, ?, 0, 'active', 0, 'nl', 0, 0)", (10000 + n, f"M {n}", f"m {n}"))
    h.close()


def drop(db="lib.db"):
    for end in ("", "-wal", "-shm", ".lock", ".sock"):
        if os.path.exists(db + end):
            os.unlink(db + end)


def copy(source, db="lib.db"):
    """A closed library under another name, nothing beside it."""
    drop(db)
    shutil.copy(source, db)


def tool_list(path, n, first=5000):
    """A file of n tools to import."""
    with open(path, "w") as f:
        f.write("number,name,brand\n" + "".join(f"{first + i},Boor {i % 50},Bosch\n" for i in range(n)))


def card(number):
    """What a member's card says (T1)."""
    return f"M{number:05}" + "TRWAGMYFPDXBNJZSQVHLCKE"[(number + 11) % 23]


def rows(sql, values=(), db="lib.db"):
    h = sqlite3.connect(db, timeout=20)
    try:
        return h.execute(sql, values).fetchall()
    finally:
        h.close()


def sound(db="lib.db"):
    """The file is whole, and so is what it says (X1)."""
    problems = rows("PRAGMA integrity_check", db=db) + rows("PRAGMA foreign_key_check", db=db)
    if problems != [("ok",)]:
        raise AssertionError(problems)
    must("check", db=db)


def token(db="lib.db", name="test"):
    return json.loads(must("token", "add", name, "--role", "coordinator", "--json", db=db))["token"]


class Daemon:
    """kistd on a port of the kernel's choice. `preload` puts a failing disk under it."""
    def __init__(self, db="lib.db", preload=None, wait=20):
        self.db, self.log = db, open("kistd.log", "a+")
        self.from_ = self.log.seek(0, os.SEEK_END)
        began = time.monotonic()
        self.process = subprocess.Popen([KISTD, "--db", db, "--listen", "127.0.0.1:0"], stdout=subprocess.DEVNULL,
                                        stderr=self.log, env=dict(os.environ, **(preload or {})))
        self.port = None
        while self.port is None and time.monotonic() < began + wait:
            found = re.search(r"started .*port=(\d+)", self.said())
            if found:
                self.port = int(found[1])
            elif self.process.poll() is not None:
                break
            else:
                time.sleep(0.01)
        self.seconds = time.monotonic() - began

    def said(self):
        self.log.seek(self.from_)
        return self.log.read()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


class Client:
    """Asks a daemon over one kept connection."""
    def __init__(self, port, token):
        self.token = token
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def ask(self, method, path, body=None, key=None):
        """The status and the answer; raises when none came."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Accept-Language": "en"}
        if key:
            headers["Idempotency-Key"] = key
        self.connection.request(method, path, body=None if body is None else json.dumps(body), headers=headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        return answer.status, text

    def close(self):
        self.connection.close()


def together(*functions):
    """Runs each in a thread; raises what one of them raised."""
    wrong = []

    def guarded(function):
        try:
            function()
        except Exception as e:
            wrong.append(e)
    threads = [threading.Thread(target=guarded, args=(f,)) for f in functions]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    if wrong:
        raise wrong[0]


def faulty_disk():
    """Builds it; the environment of a program that is to have it under the library."""
    so = f"{TMP}/faultfs.so"
    if not os.path.exists(so):
        subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-D_GNU_SOURCE", "-o", so, f"{SRC}/tests/fake/faultfs.c"], check=True)
    options = os.environ.get("ASAN_OPTIONS", "")  # whose programs want to be first, and are not
    return {"LD_PRELOAD": so, "FAULTFS": f"{TMP}/plan", "FAULTFS_FILE": "lib.db",
            "ASAN_OPTIONS": f"{options}:verify_asan_link_order=0"}


def plan(text):
    """From now on the disk does this (tests/fake/faultfs.c); "" is a good disk."""
    if os.path.exists("plan.hit"):
        os.unlink("plan.hit")
    with open("plan.new", "w") as f:
        f.write(text or "NONE x 0 0 0")
    os.rename("plan.new", "plan")


def hits():
    """The calls that met the fault."""
    try:
        with open("plan.hit") as f:
            return f.read().split("\n")[:-1]
    except FileNotFoundError:
        return []
