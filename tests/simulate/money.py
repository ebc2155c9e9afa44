"""What was acknowledged, added up in cents: tills, the pot, deposits, and what members owe by hand."""
import collections

from library import rows

BY_HAND = ("payment", "membership", "damage", "donation")


def cents(text):
    euros, _, rest = str(text).partition(".")
    return int(euros) * 100 + int((rest + "00")[:2])


class Money:
    def __init__(self):
        self.till, self.owed, self.held, self.pot = (collections.Counter() for _ in range(4))

    def note(self, op, day, branch, args):
        """One action that was done: who paid what into which till."""
        amount, member, by = cents(args.get("amount", 0)), args.get("member"), args.get("by", "cash")
        if op == "charge":
            self.owed[member] += amount
        elif op == "pay":
            self.owed[member] -= amount
            if by == "pot":
                self.pot["pot"] -= amount
            else:
                self.till[day, branch, by] += amount
        elif op == "pot in":
            self.pot["pot"] += amount
            self.till[day, branch, by] += amount
        elif op in ("deposit take", "deposit return"):
            amount = amount if op == "deposit take" else -amount
            self.held[member] += amount
            self.till[day, branch, by] += amount

    def merge(self, one, into):
        for sums in (self.owed, self.held):
            sums[into] += sums.pop(one, 0)

    def differs(self, cards):
        """What the ledger says otherwise; the rows themselves are added up, not the library's answers."""
        till, owed, held, pot = (collections.Counter() for _ in range(4))
        for day, branch, number, kind, method, amount in rows(
                "SELECT l.on_day, b.name, m.number, l.kind, l.method, l.cents FROM ledger l LEFT JOIN branch b "
                "ON b.id = l.branch LEFT JOIN member m ON m.id = l.member WHERE l.kind <> 'consumable'"):
            card = cards.get(number)
            if kind.startswith("deposit"):
                held[card] += amount
            elif kind.startswith("pot"):
                pot["pot"] += amount
            elif kind in BY_HAND:
                owed[card] += amount
            if method and method != "pot":
                till[day, branch, method] += -amount if kind == "payment" else amount
        for what, ours, theirs in (("till", self.till, till), ("owed", self.owed, owed), ("deposits", self.held, held),
                                   ("pot", self.pot, pot)):
            for key in set(ours) | set(theirs):
                if ours[key] != theirs[key]:
                    return f"{what} of {key}: acknowledged {ours[key]} cents, in the ledger {theirs[key]}"
        return None
