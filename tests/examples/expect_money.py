"""What `expect:` lines say about money and stock: cents in examples, euros in what the program prints."""
from expect import expect, need, same

phrase = expect.phrase


def cents(amount):
    """"-25.00" as -2500."""
    whole, _, part = str(amount).partition(".")
    sign = -1 if whole.startswith("-") else 1
    return int(whole) * 100 + sign * int((part + "00")[:2])


@phrase(r"ledger (?P<whose>[A-Z]|pot) {kind} {amount:n}(?: (?P<method>[a-z]+))?"
        r"( \(reverses\))?( with a day and without member)?")
def _ledger(done, whose, kind, amount, method=None):
    member = None if whose == "pot" else done.library.member(whose)
    found = [row for row in done.new("ledger")
             if (row["member"], row["kind"], row["cents"]) == (member, kind.replace("-", "_"), amount)
             and method in (None, row["method"])]
    same(len(found), 1, f"such lines among {done.new('ledger')}:")
    done.name("ledger", found[0]["id"])
    if "reverses" in done.part:
        reversed_line = done.before["ledger"].get(found[0]["reverses"])
        need(reversed_line and reversed_line["cents"] == -amount, f"it reverses {reversed_line}")
    if "without member" in done.part:
        need(found[0]["on_day"] and found[0]["loan"] is None, f"the line is {found[0]}")


@phrase(r"no ledger line", r"nothing written")
def _no_line(done):
    same(done.new("ledger"), [], "new lines:")


@phrase(r"balance {who} {amount:n}")
def _balance(done, who, amount):
    row = done.library.must(["balance", done.library.card(who)], done.at).rows[0]
    same(cents(row["balance"]), amount, f"the balance of {who}")


@phrase(r"pot {amount:n}")
def _pot(done, amount):
    same(cents(done.library.must(["pot"], done.at).rows[0]["balance"]), amount, "the pot")


@phrase(r"(?P<method>cash|card|transfer) {amount:n}")
def _till(done, method, amount):
    rows = [row for row in done.run.rows if row.get("method") == method]
    same([cents(row["amount"]) for row in rows], [amount], f"the till of {method}")


@phrase(r"stock {count:n}, shown as {words:text}")
def _stock(done, count, words):
    rows = [row for row in done.library.must(["consumable", "list"], done.at).rows
            if row["consumable"] == done.subject]
    same([row["stock"] for row in rows], [count], "the stock")
    shown = done.library.run(["consumable", "list"], done.at, look=None)
    need(words in shown.out, f"it is shown as: {shown.out}")
