"""How a receipt is paid. Source: spec/ikkm.md, section 4, payment rules."""

from collections.abc import Mapping

from drivers.model.document import Payments
from drivers.model.ffd import ReceiptType
from kkmserver.dialects.ikkm.codes import Code, Refused

KINDS = {"cash": "cash", "bank": "electronic", "tara": "provision", "credit": "credit"}  # as the model calls them


def payments(given: Mapping[str, int], kind: ReceiptType, amount: int, total: int) -> Payments:
    """`given` by the API's names; `total` is `amount` with the tax on top. All in hundredths. Raises Refused."""
    paid = Payments(**{KINDS[name]: value for name, value in given.items()})
    if kind is not ReceiptType.SALE:
        _one_kind(given, total)
    if paid.cashless > total:
        raise Refused(Code.OVERPAID)
    if paid.total < total:
        raise Refused(Code.BELOW_TOTAL if paid.total >= amount else Code.PAID_TOO_LITTLE)
    if paid.cashless and paid.cash >= total:
        raise Refused(Code.OVERPAID)
    return paid


def _one_kind(given: Mapping[str, int], total: int) -> None:
    """Only a sale is paid in several ways, or with change."""
    if any(value for name, value in given.items() if name != "cash"):
        raise Refused(Code.BAD_REQUEST)
    if given.get("cash", 0) > total:
        raise Refused(Code.OVERPAID)
