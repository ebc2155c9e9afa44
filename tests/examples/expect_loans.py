"""What `expect:` lines say about loans."""
import re

from expect import expect, need, same, the_tools
from library import day_number, day_of

phrase = expect.phrase


@phrase(r"due {tool} {day}")
def _due(done, tool, day):
    loan = done.open_loan(tool)
    need(loan, f"{tool} is not out")
    done.name("loan", loan["id"])
    same(str(day_of(loan["due_day"])), str(day), f"{tool} is due:")


@phrase(r"due {tool} {at:instant}")
def _due_at(done, tool, at):
    loan = done.open_loan(tool)
    need(loan, f"{tool} is not out")
    done.name("loan", loan["id"])
    same(loan["due_at"], int(at.timestamp()), f"{tool} is due at:")
    same(loan["due_day"], day_number(at.date()), f"{tool} has due day:")


@phrase(r"L{first:n}(?:-L{last:n})? due {day}")
def _due_many(done, first, day, last=None):
    for n in range(first, (last or first) + 1):
        loan = done.after["loan"][done.facts.labels[f"L{n}"]]
        done.name("loan", loan["id"])
        same(str(day_of(loan["due_day"])), str(day), f"L{n} is due:")


@phrase(r"due unchanged")
def _due_unchanged(done):
    for key, loan in done.before["loan"].items():
        same(done.after["loan"][key]["due_day"], loan["due_day"], "the due day")


@phrase(r"no loan", r"still one loan")
def _no_loan(done):
    same(len(done.new("loan")), 0, "new loans:")
    if "still" in done.part:
        same(len(done.after["loan"]), 1, "loans:")


@phrase(r"loan {number:n}")
def _loan_number(done, number):
    need(number in {loan["id"] for loan in done.new("loan")}, f"no new loan {number}")


def was_closed(done, tool, ending="returned", day=None):
    before = done.open_loan(tool, done.before)
    need(before, f"{tool} was not out")
    loan = done.after["loan"][before["id"]]
    done.name("loan", loan["id"])
    same(loan["ending"], ending, f"the loan of {tool} ended:")
    same(day_of(loan["back_day"]), day or done.today, f"the loan of {tool} ended on:")


@phrase(r"loan closed(?: on {day})?")
def _closed_loan(done, day=None):
    for tool in the_tools(done):
        was_closed(done, tool, day=day)


@phrase(r"loan closed as lost")
def _closed_lost(done):
    for tool in the_tools(done):
        was_closed(done, tool, "lost")


@phrase(r"the loan of {tool} is closed as of {day}, {there:tool} at {branch}")
def _closed_in_house(done, tool, day, there, branch):
    was_closed(done, tool, "in_house", day)
    same(done.tool(there)["present"], done.library.branch(branch), f"{there} is at branch:")


@phrase(r"loan {tool} {who} open(?:, due {day})?")
def _loan_open(done, tool, who, day=None):
    loan = done.open_loan(tool)
    need(loan, f"{tool} is not out")
    done.name("loan", loan["id"])
    same(loan["member"], done.library.member(who), f"{tool} is with member:")
    if day:
        same(day_of(loan["due_day"]), day, f"{tool} is due:")


@phrase(r"{used:n} of {most:n}(?: renewals)? used")
def _renewals(done, used, most):
    for tool in done.tools or [loan.tool for loan in done.facts.loans[:1]] or the_tools(done):
        same(done.open_loan(tool)["renewals"], used, f"renewals of {tool}:")
        shown = done.library.run(["tool", "show", tool], done.at).rows[0]
        same(shown["renewals"], most, f"renewals allowed for {tool}:")


@phrase(r"days late {days:n}(?: \((?P<listed>.*)\))?")
def _late(done, days, listed=""):
    same([row.get("days_late") for row in done.run.rows], [days], "days late:")
    if listed:
        same(days_listed(listed), late_days(done), "the days:")


def days_listed(words):
    """`Fri 17 July, Mon 10 and Tue 11 August` as Fri 17 July, Mon 10 August, Tue 11 August."""
    found, month = [], ""
    for weekday, number, named in reversed(re.findall(r"(\w{3}) (\d{1,2})(?: ([A-Z][a-z]+))?", words)):
        month = named or month
        found.insert(0, f"{weekday} {number} {month}")
    return found


def late_days(done):
    """The open days after the due day of what came back, up to today."""
    row = done.run.rows[0]
    loan = done.after["loan"][row["loan"]]
    branch = done.after["branch"][loan["branch"]]["name"]
    span = [day_of(number) for number in range(loan["due_day"] + 1, day_number(done.today) + 1)]
    return [f"{day:%a} {day.day} {day:%B}" for day in span if done.library.call("open", branch, day) == "yes"]
