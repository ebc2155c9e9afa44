"""What examples call messages, and how the outbox names them: one table."""
import re

from block import Bad

# The words of an example: the kinds of `step` that are meant.
KINDS = {
    "due-soon": ("due_soon",),
    "due-today": ("due_today",),
    "call": ("call",),
    "hold-ready": ("hold_ready",),
    "hold-running-out": ("hold_ending",),
    "hold-missed": ("hold_passed", "hold_passed_2"),
    "hold-ended": ("hold_ended", "hold_gone"),
    "hold-withdrawn": ("hold_withdrawn",),
    "hold-delayed": ("hold_longer",),
    "recalled": ("owner_recall",),
    "still-here": ("inactive",),
    "booking-tomorrow": ("booking_tomorrow",),
    "booking-at-risk": ("booking_at_risk",),
}
CHANNELS = {"sms": "sms", "e-mail": "email"}


def step_of(words):
    """`overdue-7` as (kinds, n); n is None where the kind has no number."""
    overdue = re.fullmatch(r"overdue-(\d+)", words)
    if overdue:
        return ("overdue",), int(overdue[1])
    if words not in KINDS:
        raise Bad(f"unknown kind of message: {words}")
    return KINDS[words], None


def steps(snapshot):
    """Every step with its message: one thing somebody is told."""
    return [{"id": step["id"], "message": step["message"], "member": step["member"], "kind": step["kind"],
             "n": step["n"], "loan": step["loan"], "hold": step["hold"], "due_day": step["due_day"],
             "dropped": step["dropped_at"] is not None, "why": step["dropped_why"],
             **{field: snapshot["message"][step["message"]][field]
                for field in ("channel", "state", "address", "language", "body", "not_before_at")}}
            for step in snapshot["step"].values()]
