"""What `expect:` lines say about messages, the call list and the visit list."""
import re

from block import Bad
from expect import expect, need, same
from expect_said import BOOKED
from library import day_of
from messages import CHANNELS, step_of, steps
from phrase import Table

phrase = expect.phrase
remarks = Table("the remark of a message")
SMS = "sms"


def of_kind(found, kind):
    kinds, n = step_of(kind)
    return [step for step in found if step["kind"] in kinds and n in (None, step["n"])]


def described(found):
    return ", ".join(f"{step['kind']}-{step['n']} to member {step['member']} {step['channel']} "
                     f"{'dropped' if step['dropped'] else step['state']}" for step in found) or "none"


@phrase(r"message {who} {kind}(?: (?P<channel>sms|e-mail))? (?P<state>due|sent|dropped)"
        r"(?:, not before {at:instant})?(?: \((?P<remark>.*)\))?")
def _message(done, who, kind, state, channel=None, at=None, remark=""):
    about = of_kind([step for step in done.new_steps() if step["member"] == done.library.member(who)], kind)
    fits = [step for step in about
            if ("dropped" if step["dropped"] else step["state"]) == state
            and channel in (None, next((key for key, value in CHANNELS.items() if value == step["channel"]), ""))
            and (at is None or step["not_before_at"] == int(at.timestamp()))]
    if len(fits) != 1:
        raise Bad(f"{len(fits)} such messages; changed are: {described(done.new_steps())}")
    done.name("step", fits[0]["id"])
    if remark:
        remarks.need(remark)((done, fits[0]))


@remarks.phrase(r"undone")
def _undone(about):
    same(about[1]["why"], "undone", "it was dropped because")


@remarks.phrase(r"{days:n} days")
def _days_long(about, days):
    done, step = about
    loan = done.after["loan"][step["loan"]]
    same(loan["due_day"] - loan["out_day"], days, "the days of the loan")


@remarks.phrase(r"{days:n} open days late")
def _days_late(about, days):
    done, step = about
    late(done, done.after["loan"][step["loan"]], days)


@remarks.phrase(r"it says that someone booked it")
def _booked(about):
    done, step = about
    body = done.after["message"][step["message"]]["body"]
    need(re.search(BOOKED, body), f"it says: {body}")


def late(done, loan, days):
    branch = next(row["name"] for row in done.after["branch"].values() if row["id"] == loan["branch"])
    same(int(done.library.call("late", branch, day_of(loan["due_day"]), done.today)), days, "open days late:")


# ---- nothing was sent ----

def gone_out(done):
    """What is new, or has left, by this act; what was dropped is neither."""
    return [step for step in done.new_steps() if not step["dropped"] and step["state"] != "dropped"]


nothing_remarks = Table("the remark of no message")


@phrase(r"no(?: new)? message(?: \((?P<remark>.*)\))?")
def _no_message(done, remark=""):
    same(described(gone_out(done)), "none", "messages:")
    same(done.new("message"), [], "new messages:")
    if remark:
        nothing_remarks.need(remark)((done, None))


@phrase(r"no message to {who}(?: \((?P<remark>.*)\))?", r"nothing (?:to|for) {who}")
def _none_to(done, who, remark=""):
    found = [step for step in gone_out(done) if step["member"] == done.library.member(who)]
    same(described(found), "none", "messages:")
    if remark:
        nothing_remarks.need(remark)((done, who))


@nothing_remarks.phrase(r"none was sent")
def _never_sent(about):
    done, who = about
    sent = [step for step in steps(done.before) if step["member"] == done.library.member(who)
            and step["state"] in ("sent", "delivered")]
    same(described(sent), "none", "sent before:")


@nothing_remarks.phrase(r"{days:n} days")
def _short(about, days):
    done, who = about
    loans = [loan for loan in done.after["loan"].values()
             if loan["back_at"] is None and loan["member"] == done.library.member(who)]
    same([loan["due_day"] - loan["out_day"] for loan in loans], [days], "the days of the loan")


@nothing_remarks.phrase(r"{days:n} open days late")
def _not_yet(about, days):
    done, _ = about
    loans = [loan for loan in done.after["loan"].values() if loan["back_at"] is None]
    same(len(loans), 1, "open loans:")
    late(done, loans[0], days)


@phrase(r"no message about {tool}")
def _none_about(done, tool):
    loans = {key for key, loan in done.after["loan"].items() if loan["tool"] == done.library.tool(tool)}
    same(described([step for step in gone_out(done) if step["loan"] in loans]), "none", "messages:")


@phrase(r"no (?:text sent|sms)")
def _no_sms(done):
    same(described([step for step in gone_out(done) if step["channel"] == SMS]), "none", "texts:")


@phrase(r"no row in the outbox")
def _no_row(done):
    same(done.changed("message"), {}, "changed messages:")
    same(done.changed("step"), {}, "changed steps:")


@phrase(r"one sms in (?P<language>Dutch|English): first {first:kind} of {first_model:model}, "
        r"then {second:kind} of {second_model:model}")
def _one_text(done, language, first, first_model, second, second_model):
    new = done.new("message")
    same([(row["channel"], row["state"], row["language"]) for row in new],
         [(SMS, "sent", {"Dutch": "nl", "English": "en"}[language])], "new messages:")
    for kind, model in ((first, first_model), (second, second_model)):
        told = of_kind([step for step in done.new_steps() if step["message"] == new[0]["id"]], kind)
        same([model_of_loan(done, step["loan"]) for step in told], [model], f"{kind} is of")
        done.name("step", *[step["id"] for step in told])
    body = new[0]["body"]
    need(-1 < body.find(first_model) < body.find(second_model), f"it says: {body}")
    need(language == "English" or "terug" in body, f"it says: {body}")


def model_of_loan(done, loan):
    return done.after["model"][done.after["tool"][done.after["loan"][loan]["tool"]]["model"]]["name"]


# ---- lists of people to call or to visit ----

def listed(done, who):
    """The lines about a person, as volunteers see them."""
    run = done.library.run(["calls"], done.at)
    if run.code not in (0, 1):
        raise Bad(str(run))
    return [row for row in run.rows if row.get("member") == done.library.card(who)]


def on_list(done, who, which, kind=None):
    rows = listed(done, who)
    same({row["list"] for row in rows} or {"none"}, {which}, f"{who} is on the list")
    if kind:
        need({row["kind"] for row in rows} & set(step_of(kind)[0]), f"the lines of {who} are {rows}")
    member = done.library.member(who)
    done.name("step", *[step["id"] for step in done.new_steps()
                        if step["member"] == member and step["channel"] in ("call", "visit")])
    return rows


@phrase(r"{who} on the (?P<which>call|visit) list(?: with {kind})?")
def _on_list(done, who, which, kind=None):
    on_list(done, who, which, kind)


@phrase(r"{one:who} on the (?P<one_list>call|visit) list, {two:who} on the (?P<two_list>call|visit) list, "
        r"both with {kind}")
def _both_lists(done, one, one_list, two, two_list, kind):
    on_list(done, one, one_list, kind)
    on_list(done, two, two_list, kind)


@phrase(r"{who} on the call list for {tool} \(n >= {n}\), no text to {also:who}")
def _call_for(done, who, tool, n, also):
    rows = on_list(done, who, "call")
    need(any(tool in str(row.get("tools")) for row in rows), f"the lines of {who} are {rows}")
    loan = done.open_loan(tool)
    branch = next(row["name"] for row in done.after["branch"].values() if row["id"] == loan["branch"])
    need(int(done.library.call("late", branch, day_of(loan["due_day"]), done.today)) >= n, "it is not so late")
    texts = [step for step in gone_out(done)
             if step["member"] == done.library.member(also) and step["channel"] == SMS]
    same(described(texts), "none", "texts:")


@phrase(r"{who} off the list", r"{who} not on the list again")
def _off(done, who):
    same(listed(done, who), [], f"lines of {who}:")
    member = done.library.member(who)
    done.name("step", *[step["id"] for step in done.new_steps()
                        if step["member"] == member and (step["dropped"] or step["state"] in ("sent", "delivered"))])


@phrase(r"prints {who}, {kind}, (?P<channel>sms|e-mail), cost")
def _prints(done, who, kind, channel):
    kinds, _ = step_of(kind)
    need(any(row.get("member") == done.library.card(who) and row.get("kind") in kinds
             and row.get("channel") == CHANNELS[channel] and row.get("cost") for row in done.run.rows),
         f"it prints: {done.run.out.strip()}")
