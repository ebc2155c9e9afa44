"""What was acknowledged, added up in cents: tills, the pot, deposits, what members owe by hand and by the
rules, and what is on the shelves for sale."""
import collections

from library import rows

BY_HAND = ("payment", "membership", "damage", "donation", "consumable")
HANDS = {"in": "in_"}
PRICES = {}  # consumable: cents each


def cents(text):
    euros, _, rest = str(text or 0).partition(".")
    return int(euros) * 100 + int((rest + "00")[:2])


class Money:
    def __init__(self):
        self.till, self.owed, self.held, self.pot = (collections.Counter() for _ in range(4))
        self.rules = collections.Counter()  # fees, slips, and losses less what went back
        self.lost = {}                      # tool: cents charged for it that stand
        self.kept = {}                      # tool: whose deposit was kept for its loss, cents
        self.stock = collections.Counter()  # (material, branch)

    def note(self, op, day, branch, args, answer):
        """One action that was done: who paid what into which till."""
        hand = getattr(self, HANDS.get(op, op.replace(" ", "_").replace("-", "_")), None)
        if hand:
            hand(day, branch, args, answer)

    def charge(self, day, branch, args, answer):
        self.owed[args["member"]] += cents(args["amount"])

    def pay(self, day, branch, args, answer):
        amount, by = cents(args["amount"]), args["by"]
        self.owed[args["member"]] -= amount
        if by == "pot":
            self.pot["pot"] -= amount
        else:
            self.till[day, branch, by] += amount

    def pot_in(self, day, branch, args, answer):
        self.pot["pot"] += cents(args["amount"])
        self.till[day, branch, args.get("by", "cash")] += cents(args["amount"])

    def deposit_take(self, day, branch, args, answer, sign=1):
        self.held[args["member"]] += sign * cents(args["amount"])
        self.till[day, branch, args.get("by", "cash")] += sign * cents(args["amount"])

    def deposit_return(self, day, branch, args, answer):
        self.deposit_take(day, branch, args, answer, -1)

    def deposit_keep(self, day, branch, args, answer):
        self.held[args["member"]] -= cents(args["amount"])
        self.kept[args["tool"]] = args["member"], cents(args["amount"])

    def consumable_sell(self, day, branch, args, answer):
        amount = cents(answer[0]["amount"])
        if amount != PRICES[args["consumable"]] * args["count"]:
            raise AssertionError(f"T13: {args} cost {amount} cents")
        self.stock[args["consumable"], branch] -= args["count"]
        if args.get("member"):
            self.owed[args["member"]] += amount
        else:
            self.till[day, branch, args["paid_by"]] += amount

    def consumable_buy(self, day, branch, args, answer):
        self.stock[args["consumable"], branch] += args["count"]

    def consumable_count(self, day, branch, args, answer):
        self.stock[args["consumable"], branch] = args["count"]

    def out(self, day, branch, args, answer):
        for row in answer:
            if not row.get("repeated"):
                self.rules["loan_fee"] += cents(row.get("fee"))
                self.rules["slip and loss"] -= cents(row.get("refund"))
                self.back(row["tool"])

    def in_(self, day, branch, args, answer):
        for row in answer:
            self.rules["late_fee"] += cents(row.get("late_fee"))
            self.rules["slip and loss"] += cents(row.get("slips")) - cents(row.get("refund"))
            self.back(row["tool"])
    transfer_arrive = in_

    def part_found(self, day, branch, args, answer):
        self.rules["slip and loss"] -= cents(answer[0].get("refund"))

    def loss(self, tool, amount):
        self.rules["slip and loss"] += amount
        self.lost[tool] = amount

    def there(self, day, branch, args, answer):
        """Somebody says that it is not lost."""
        self.rules["slip and loss"] -= cents(answer[0].get("refund"))
        if answer[0].get("state") in ("active", "repair"):
            self.back(args["tool"])
    tool_found = tool_ready = tool_repair = there

    def stock_take_see(self, day, branch, args, answer):
        if answer[0]["what"] != "out":
            self.rules["slip and loss"] -= self.back(args["tool"])

    def back(self, tool):
        """G11: it is no loss any more, and a deposit kept for it is held again. The cents of the loss."""
        member, deposit = self.kept.pop(tool, (None, 0))
        self.held[member] += deposit
        return self.lost.pop(tool, 0)

    def merge(self, one, into):
        self.kept = {tool: (into if member == one else member, n) for tool, (member, n) in self.kept.items()}
        for sums in (self.owed, self.held):
            sums[into] += sums.pop(one, 0)

    def differs(self, cards):
        """What the ledger says otherwise; the rows themselves are added up, not the library's answers."""
        till, owed, held, pot, rules, stock = (collections.Counter() for _ in range(6))
        for day, branch, number, kind, method, again, amount in rows(
                "SELECT l.on_day, b.name, m.number, l.kind, l.method, l.reverses IS NOT NULL, sum(l.cents) FROM ledger l "
                "LEFT JOIN branch b ON b.id = l.branch LEFT JOIN member m ON m.id = l.member GROUP BY 1, 2, 3, 4, 5, 6"):
            person = cards.get(number)
            if kind.startswith("deposit"):
                held[person] += amount
            elif kind.startswith("pot"):
                pot["pot"] += amount
            elif kind in BY_HAND and person:
                owed[person] += amount
            elif kind not in BY_HAND:
                rules["slip and loss" if kind in ("part_slip", "loss") else kind] += amount
            if method and method != "pot":
                till[day, branch, method] += -amount if kind == "payment" else amount
        for name, branch, count in rows("SELECT c.name, b.name, sum(m.count) FROM movement m JOIN consumable c ON "
                                        "c.id = m.consumable JOIN branch b ON b.id = m.branch "
                                        "WHERE m.undone_at IS NULL GROUP BY 1, 2"):
            stock[name, branch] = count
        for what, ours, theirs in (("till", self.till, till), ("owed", self.owed, owed), ("deposits", self.held, held),
                                   ("pot", self.pot, pot), ("by rule", self.rules, rules), ("stock", self.stock, stock)):
            for key in set(ours) | set(theirs):
                if ours[key] != theirs[key]:
                    return f"{what} of {key}: acknowledged {ours[key]}, in the library {theirs[key]}"
        return None
