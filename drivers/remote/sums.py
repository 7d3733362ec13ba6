"""What was paid, by kind, as requests and answers name it alike. Source: spec/kkmserver.md 3.9.2, 3.9.6."""

from drivers.model.document import Payments
from drivers.model.money import roubles
from drivers.notation.json_text import Json
from drivers.notation.members import Members

_NAMES = ("Cash", "ElectronicPayment", "AdvancePayment", "Credit", "CashProvision")


def paid(payments: Payments) -> dict[str, Json]:
    amounts = (payments.cash, payments.electronic, payments.advance, payments.credit, payments.provision)
    return {name: roubles(amount) for name, amount in zip(_NAMES, amounts, strict=True)}


def told(members: Members) -> bool:
    """The version of 2017 does not tell what was taken."""
    return any(name in members for name in _NAMES)


def payments(members: Members) -> Payments:
    """Raises FrameError."""
    return Payments(*(members.kopecks(name) for name in _NAMES))
