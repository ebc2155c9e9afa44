"""What `expect:` lines say about holds and members' records."""
from block import Bad
from expect import expect, need, same
from library import day_of

phrase = expect.phrase
WANTED = ("waiting", "assigned", "ready", "resting")


def hold_of(done, number, who=None):
    hold = done.hold(number)
    need(hold, f"no hold {number}")
    done.name("hold", number)
    if who:
        same(hold["member"], done.library.member(who), f"hold {number} is of member")
    return hold


def queue(done, model):
    """Those still wanted, in the order of the queue; bookings are not in it."""
    return sorted((hold for hold in done.after["hold"].values()
                   if hold["model"] == model and hold["undone_at"] is None and hold["state"] in WANTED
                   and hold["from_day"] is None), key=lambda hold: (hold["since_at"], hold["id"]))


def shown(done, number):
    """As the program lists it; days of a shelf are derived, not stored."""
    rows = done.library.run(["hold", "list"], done.at).rows
    return next((row for row in rows if row["hold"] == number), {})


@phrase(r"hold {number:n}(?: \({who}\))?(?: still)? ready(?: with {tool})?(?: at {branch})?(?: until {day})?")
def _ready(done, number, who=None, tool=None, branch=None, day=None):
    hold = hold_of(done, number, who)
    same(hold["state"], "ready", f"hold {number}")
    if "still" in done.part:
        same(done.before["hold"][number], hold, f"hold {number}")
    if tool:
        same(hold["given_tool"], done.library.tool(tool), f"hold {number} has tool")
    if branch:
        same(hold["pick_up"], done.library.branch(branch), f"hold {number} is at branch")
        same(done.after["tool"][hold["given_tool"]]["present"], hold["pick_up"], "its tool is at branch")
    if day:
        same(shown(done, number).get("until"), str(day), f"hold {number} is ready until")


@phrase(r"hold {number:n}(?: \({who}\))? waiting",
        r"hold {number:n} waiting(?: at| with) its(?: old)? place(?:, before any hold made later than hold "
        r"(?P<same_number>\d+))?")
def _waiting(done, number, who=None, same_number=None):
    hold = hold_of(done, number, who)
    same(hold["state"], "waiting", f"hold {number}")
    if "place" in done.part:
        same(hold["since_at"], done.start["hold"][number]["since_at"], f"the place of hold {number}")
        need(hold["given_tool"] is None, f"hold {number} still has a tool")
    if same_number:
        same(int(same_number), number)
        for other in queue(done, hold["model"]):
            need(other["made_at"] <= hold["made_at"] or other["since_at"] > hold["since_at"],
                 f"hold {other['id']} is before hold {number}")


@phrase(r"hold {number:n} waiting at place {place:n}")
def _waiting_at(done, number, place):
    hold = hold_of(done, number)
    same(hold["state"], "waiting", f"hold {number}")
    ahead = [other["id"] for other in queue(done, hold["model"])]
    same(ahead.index(number) + 1, place, f"the place of hold {number}")
    same(shown(done, number).get("queue_place"), place, f"the place shown of hold {number}")


@phrase(r"hold {number:n} resting(?: \(no-show {misses:n}\))?")
def _resting(done, number, misses=None):
    hold = hold_of(done, number)
    same(hold["state"], "resting", f"hold {number}")
    if misses is not None:
        same(hold["misses"], misses, f"no-shows of hold {number}:")


@phrase(r"hold {number:n} (?P<state>fulfilled|cancelled)( without a message)?")
def _ended(done, number, state):
    hold = hold_of(done, number)
    ends = ("cancelled", "ended") if state == "cancelled" else ("fulfilled",)
    need(hold["state"] in ends, f"hold {number} is {hold['state']}, not {state}")
    if "without" in done.part:
        told = [step for step in done.new_steps() if step["hold"] == number]
        same(told, [], "messages:")


@phrase(r"hold {number:n} assigned {tool}( again)?")
def _assigned(done, number, tool):
    hold = hold_of(done, number)
    same((hold["state"], hold["given_tool"]), ("assigned", done.library.tool(tool)), f"hold {number}")


@phrase(r"hold {number:n} now on model {model}, place before hold {other:n}")
def _moved(done, number, model, other):
    hold = hold_of(done, number)
    same((hold["tool"], hold["model"]), (None, done.library.model(model)), f"hold {number}")
    order = [each["id"] for each in queue(done, hold["model"])]
    need(order.index(number) < order.index(other), f"the order is {order}")


@phrase(r"holds on {model} in order: (?P<listed>hold \d+ [A-Z](?:, hold \d+ [A-Z])*)")
def _order(done, model, listed):
    want = [(int(part.split()[1]), done.library.member(part.split()[2])) for part in listed.split(", ")]
    for number, _ in want:
        done.name("hold", number)
    same([(hold["id"], hold["member"]) for hold in queue(done, done.library.model(model))], want, "the queue")


@phrase(r"holds (?P<listed>\d+(?:, \d+)+) waiting in this order")
def _waiting_order(done, listed):
    numbers = [int(number) for number in listed.split(", ")]
    found = [hold_of(done, number) for number in numbers]
    same([hold["state"] for hold in found], ["waiting"] * len(numbers), "the holds")
    order = [hold["id"] for hold in queue(done, found[0]["model"])]
    same([number for number in order if number in numbers], numbers, "the order")


@phrase(r"no hold ready")
def _none_ready(done):
    same([hold["id"] for hold in done.after["hold"].values()
          if hold["state"] == "ready" and hold["undone_at"] is None], [], "holds that are ready:")


@phrase(r"no no-show counted")
def _no_miss(done):
    for number, hold in done.before["hold"].items():
        same(done.after["hold"][number]["misses"], hold["misses"], f"no-shows of hold {number}:")


# ---- members ----

def member_of(done, who):
    return done.after["member"][done.library.member(who)]


@phrase(r"{alias:card} is an alias of {card}")
def _alias(done, alias, card):
    rows = {row["number"]: row for row in done.after["member"].values()}
    one, other = rows.get(int(alias[1:-1])), rows[int(card[1:-1])]
    need(one and one["merged_into"] == other["id"], f"{alias} leads to {one}")


@phrase(r"shows {card}")
def _shows(done, card):
    same([row.get("member") for row in done.run.rows], [card], "it shows")


@phrase(r"{who} still stored")
def _stored(done, who):
    now, was = member_of(done, who), done.start["member"][done.library.member(who)]
    same((now["state"], now["name"]), (was["state"], was["name"]), "the member")


@phrase(r"both still active members")
def _both_active(done):
    for who in done.people:
        same(member_of(done, who)["state"], "active", f"{who} is")


@phrase(r"{who} erased")
def _erased(done, who):
    member = member_of(done, who)
    same(member["state"], "erased", f"{who} is")
    gone = done.start["member"][member["id"]]
    for field in ("name", "address", "postcode", "note", "pin_hash"):
        need(not gone[field] or member[field] != gone[field], f"{field} is still {member[field]}")
    for table in ("contact", "message", "step", "words"):
        same([row for row in done.after[table].values() if row["member"] == member["id"]], [], f"{table} of {who}:")
    done.name("loan", *[key for key, row in done.before["loan"].items() if row["member"] == member["id"]])
    done.name("step", *[key for key, row in done.before["step"].items() if row["member"] == member["id"]])


@phrase(r"loans of {who} remain with branch, month, category, four-digit postcode")
def _unlinked(done, who):
    member = done.library.member(who)
    was = {key: row for key, row in done.start["loan"].items() if row["member"] == member}
    need(was, f"{who} had no loans")
    postcode = done.start["member"][member]["postcode"][:4]
    for key, before in was.items():
        now = done.after["loan"].get(key)
        if not now:
            raise Bad(f"loan {key} is gone")
        same((now["member"], now["member_postcode4"]), (None, postcode), f"loan {key}")
        same((now["branch"], now["tool"]), (before["branch"], before["tool"]), f"loan {key}")
        same(str(day_of(now["out_day"]))[:7], str(day_of(before["out_day"]))[:7], f"the month of loan {key}")


