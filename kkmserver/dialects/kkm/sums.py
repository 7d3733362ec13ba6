"""The five kinds of payment, as every answer names them. Source: spec/kkmserver.md 3.9.6."""

from drivers.model.document import Payments
from drivers.model.money import roubles
from kkmserver.dialects.kkm.encoding import Value


def sums(payments: Payments) -> dict[str, Value]:
    return {
        "Cash": roubles(payments.cash),
        "ElectronicPayment": roubles(payments.electronic),
        "AdvancePayment": roubles(payments.advance),
        "Credit": roubles(payments.credit),
        "CashProvision": roubles(payments.provision),
    }
