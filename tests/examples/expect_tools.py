"""What `expect:` lines say about tools: their state, where they are, transfers, tickets and parts."""
from expect import expect, need, same, the_tools

phrase = expect.phrase

STATES = {"active": "active", "missing": "missing", "in repair": "repair", "retired": "retired"}


@phrase(r"{tool} (?P<state>active|missing|in repair|retired)")
def _state(done, tool, state):
    same(done.tool(tool)["state"], STATES[state], f"{tool} is:")


@phrase(r"present branch {branch}")
def _present(done, branch):
    for tool in the_tools(done):
        same(done.tool(tool)["present"], done.library.branch(branch), f"{tool} is at branch:")


def open_transfers(done):
    return [t for t in done.after["transfer"].values()
            if t["undone_at"] is None and t["state"] in ("proposed", "asked", "sent")]


@phrase(r"no transfer")
def _no_transfer(done):
    same(done.new("transfer"), [], "new transfers:")
    same(open_transfers(done), [], "open transfers:")


@phrase(r"a transfer home to {branch} proposed")
def _proposed(done, branch):
    same([(t["tool"], t["to_branch"], t["state"], t["hold"]) for t in open_transfers(done)],
         [(done.library.tool(tool), done.library.branch(branch), "proposed", None) for tool in the_tools(done)],
         "transfers:")


@phrase(r"transfer {number:n} from {here:branch} to {there:branch} asked")
def _asked(done, number, here, there):
    found = done.after["transfer"].get(number)
    need(found, f"no transfer {number}")
    same((found["from_branch"], found["to_branch"], found["state"]),
         (done.library.branch(here), done.library.branch(there), "asked"), f"transfer {number}")


@phrase(r"transfer {number:n} arrived")
def _arrived(done, number):
    same(done.after["transfer"][number]["state"], "arrived", f"transfer {number}")


@phrase(r"{tool} still in transit, now to {branch}")
def _still_in_transit(done, tool, branch):
    same([(t["state"], t["to_branch"]) for t in open_transfers(done) if t["tool"] == done.library.tool(tool)],
         [("sent", done.library.branch(branch))], "transfers:")


@phrase(r"ticket {number:n} open")
def _ticket(done, number):
    ticket = done.after["ticket"].get(number)
    need(ticket and ticket["undone_at"] is None, f"no ticket {number}")
    same(ticket["state"], "open", f"ticket {number}")


@phrase(r"ticket {number:n} gone")
def _ticket_gone(done, number):
    ticket = done.after["ticket"].get(number)
    need(number in done.before["ticket"], f"there was no ticket {number}")
    need(not ticket or ticket["undone_at"] is not None, f"ticket {number} is {ticket}")


@phrase(r"tool page says {part:text} is missing")
def _part_missing(done, part):
    for tool in the_tools(done):
        shown = done.library.run(["part", "list", tool], done.at).rows
        need(any(row["part"] == part and row["missing"] for row in shown), f"the parts are {shown}")
