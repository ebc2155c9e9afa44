"""A test library and the real programs: running a command at a moment, reading what is stored.

The file is read with Python's own sqlite3, so that what is checked does not come from the program under
test. Writing into it is for given_stored.py alone.
"""
import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
from dataclasses import dataclass
from datetime import date, timedelta

from block import Bad

EPOCH = date(1970, 1, 1)


def day_number(day):
    return (day - EPOCH).days


def day_of(number):
    return EPOCH + timedelta(days=number)


@dataclass
class Run:
    """One command that was run. `data` is its JSON, None when it wrote none."""
    args: list
    code: int
    out: str
    err: str
    data: object = None

    @property
    def rows(self):
        """The objects of the answer."""
        found = self.data if isinstance(self.data, list) else [self.data]
        return [row for row in found if isinstance(row, dict)]

    def faults(self):
        return [row for row in self.rows if "fault" in row]

    def __str__(self):
        return f"kist {' '.join(self.args)}: exit {self.code} {self.err.strip()}".strip()


class Programs:
    """Where the programs are, and a folder in which they find nothing of the machine's own."""

    def __init__(self, build, folder):
        self.kist = os.path.join(build, "kist")
        self.calls = os.path.join(build, "tests/examples/calls")
        self.folder = folder
        self.conf = os.path.join(folder, "kist.conf")
        with open(self.conf, "w", encoding="utf-8") as empty:
            empty.write("# nothing: messages go into a folder beside the library\n")
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": folder, "LANG": "C.UTF-8",
                            "KIST_AS": "test", "XDG_DATA_HOME": folder}
        # A sanitizer tells where it writes.
        self.environment.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})

    def run(self, args, at, program=None):
        env = dict(self.environment)
        if at:
            env["KIST_NOW"] = at.isoformat()
        done = subprocess.run([program or self.kist, *args], env=env, cwd=self.folder, timeout=60,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        return (done.returncode, done.stdout.decode("utf-8", "replace"),
                done.stderr.decode("utf-8", "replace"))


class Library:
    """One file. `names` is what the fixture calls its members, branches and models."""

    def __init__(self, programs, path, names):
        self.programs = programs
        self.path = path
        self.names = names

    def before(self):
        """A copy as it is now, replacing the last one."""
        return self.copy(self.path + ".before")

    def once(self, args, at, look):
        """Runs something on a copy of this copy, which then is gone."""
        trial = self.copy(self.path + ".trial")
        run = trial.run(args, at, look)
        trial.remove()
        return run

    def copy(self, path):
        """The same library under another path; its write-ahead log comes along if there is one."""
        for suffix in ("", "-wal"):
            if os.path.exists(self.path + suffix):
                shutil.copyfile(self.path + suffix, path + suffix)
        return Library(self.programs, path, self.names)

    def remove(self):
        for path in (self.path, self.path + ".before"):
            for suffix in ("", "-wal", "-shm", ".lock", ".remind"):
                with contextlib.suppress(FileNotFoundError):
                    os.remove(path + suffix)
            shutil.rmtree(path + ".messages", ignore_errors=True)

    # ---- running ----

    def run(self, args, at, look="--json", lang="nl"):
        """`args` as after "kist"; a line without --branch is one of branch H."""
        looks = [look] if look and look not in args else []
        if "--branch" not in args and self.names.branches:
            looks += ["--branch", "H"]
        code, out, err = self.programs.run(
            ["--config", self.programs.conf, "--db", self.path, "--lang", lang, *looks, *args], at)
        run = Run(args, code, out, err)
        if look == "--json":
            with contextlib.suppress(json.JSONDecodeError):
                run.data = json.loads(out)
        return run

    def must(self, args, at, look="--json"):
        """Runs what has to succeed."""
        run = self.run([str(arg) for arg in args], at, look)
        if run.code:
            raise Bad(str(run))
        return run

    def call(self, *args):
        """What a pure function answers (calls.c), with this library's calendars."""
        code, out, err = self.programs.run([self.path, *map(str, args)], None, self.programs.calls)
        if code:
            raise Bad(f"calls {' '.join(map(str, args))}: exit {code} {err.strip()}")
        return out.rstrip("\n")

    # ---- reading ----

    def read(self, sql, *values):
        with contextlib.closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as file:
            file.row_factory = sqlite3.Row
            return [dict(row) for row in file.execute(sql, values)]

    def one(self, sql, *values):
        """The first value of the only row; None without a row."""
        rows = self.read(sql, *values)
        if len(rows) > 1:
            raise Bad(f"{len(rows)} rows: {sql} {values}")
        return next(iter(rows[0].values())) if rows else None

    def snapshot(self):
        """All that is stored: {table: {key: row}}; the key is the id where there is one."""
        with contextlib.closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as file:
            file.row_factory = sqlite3.Row
            tables = [row[0] for row in file.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
            found = {}
            for table in tables:
                rows = [dict(row) for row in file.execute(f"SELECT * FROM {table}")]
                found[table] = {row.get("id", tuple(row.values())): row for row in rows}
            return found

    # ---- names of the fixture to ids ----

    def card(self, who):
        if who not in self.names.members:
            raise Bad(f"no member {who}")
        return self.names.members[who]

    def member(self, who):
        return self.one("SELECT id FROM member WHERE number = ?", int(self.card(who)[1:-1]))

    def tool(self, code):
        found = self.one("SELECT id FROM tool WHERE number = ?", int(code[:-1]))
        if not found:
            raise Bad(f"no tool {code}")
        return found

    def model(self, name):
        found = self.one("SELECT id FROM model WHERE name = ?", name)
        if not found:
            raise Bad(f"no model {name}")
        return found

    def model_of(self, code):
        return self.one("SELECT m.name FROM tool t JOIN model m ON m.id = t.model WHERE t.id = ?",
                        self.tool(code))

    def branch(self, letter):
        found = self.one("SELECT id FROM branch WHERE name = ?", letter)
        if not found:
            raise Bad(f"no branch {letter}")
        return found

    def command_exists(self, command):
        code, out, _ = self.programs.run([*command.split(), "--help"], None)
        return code == 0 and bool(out)
