"""The few facts that no command can make, written into the library file: the only place that does."""
import contextlib
import sqlite3

from library import day_number


def _write(library, sql, *values):
    with contextlib.closing(sqlite3.connect(library.path)) as file:
        file.execute("PRAGMA foreign_keys = ON")
        file.execute(sql, values)
        file.commit()


def loan_due(library, loan, day):
    """A due day that no rule would give: a loan that began before the block's own calendar."""
    _write(library, "UPDATE loan SET due_day = ? WHERE id = ?", day_number(day), loan)


def member_since(library, who, day):
    """Since when somebody is a member: `member add` says it, nothing changes it."""
    _write(library, "UPDATE member SET since_day = ? WHERE id = ?", day_number(day), library.member(who))
