"""Codes of the ФФД, by tag, to the model; and the rules for sums that the further APIs share.

Every reader raises WrongValue. Whether sums and requisites fit together is checked by drivers/fiscal alone.
"""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from drivers.fiscal import names
from drivers.model.document import AgentData, Payments, Supplier
from drivers.model.ffd import AgentSign, ReceiptType, SettlementMethod, TaxSystem, VatRate
from kkmserver.dialects import values
from kkmserver.dialects.values import WrongValue

_ALL_AGENTS = (1 << len(AgentSign)) - 1
_GS = "\x1d"


def receipt_type(value: object, where: str = "1054") -> ReceiptType:
    return values.one_of(ReceiptType, value, where)


def tax_system(value: object, where: str = "1055") -> TaxSystem | None:
    """One of the bits 1, 2, 4 … 32; None of anything else: the register's own counts then."""
    bits = values.whole(value, where)
    return next((system for system in TaxSystem if bits == 1 << system), None)


def vat_rate(value: object, where: str = "1199") -> VatRate:
    return values.one_of(VatRate, value, where)


def method(value: object, where: str = "1214") -> SettlementMethod:
    return values.one_of(SettlementMethod, value, where)


def subject(value: object, where: str = "1212") -> int:
    return _listed(names.SUBJECTS, value, where)


def measure(value: object, where: str = "2108") -> int:
    return _listed(names.MEASURES, value, where)


def agent_sign(value: object, where: str = "1222") -> AgentSign | None:
    """A mask of the bits 1, 2, 4 … 64; None of 0."""
    bits = values.whole(value, where)
    if not 0 <= bits <= _ALL_AGENTS:
        raise WrongValue(where, f"здесь {bits}, а нужна сумма чисел 1, 2, 4, 8, 16, 32, 64")
    return AgentSign(bits) if bits else None


def agent_data(texts: Mapping[int, str]) -> AgentData | None:
    """1223 out of texts by tag; None where nothing of it is filled."""
    found = AgentData(
        operation=texts.get(1044, ""),
        agent_phone=texts.get(1073, ""),
        receiver_phone=texts.get(1074, ""),
        transfer_phone=texts.get(1075, ""),
        transfer_name=texts.get(1026, ""),
        transfer_address=texts.get(1005, ""),
        transfer_inn=texts.get(1016, ""),
    )
    return None if found == AgentData() else found


def supplier(texts: Mapping[int, str]) -> Supplier | None:
    """1224 and 1226 out of texts by tag; None where nothing of it is filled."""
    found = Supplier(name=texts.get(1225, ""), phone=texts.get(1171, ""), inn=texts.get(1226, ""))
    return None if found == Supplier() else found


def line_total(price: Decimal, quantity: Decimal, where: str = "1043") -> int:
    """1043 in kopecks of a price in roubles: price times quantity, half away from zero."""
    return values.kopecks(price * quantity, where)


def unit_price(amount: int, quantity: Decimal, where: str = "1079") -> int:
    """Kopecks a unit out of a line's total in kopecks."""
    return values.kopecks(Decimal(amount) / quantity / 100, where) if quantity else amount


def settled(paid: Payments, total: int, *, by_card: bool = False) -> Payments:
    """What a client that names no payment means: all of it in cash, or by the card it has just paid with."""
    if paid.total or not total:
        return paid
    return replace(paid, electronic=total) if by_card else replace(paid, cash=total)


def marking_code(text: str) -> str:
    """A code as scanned, which may have come in base64.

    No code that begins with a digit is base64 of ASCII text: its first byte would be above 0xCF.
    """
    try:
        decoded = b64decode(text, validate=True).decode("ascii")
    except ValueError:
        return text
    return decoded if decoded and decoded.replace(_GS, "").isprintable() else text


def _listed(known: Mapping[int, str], value: object, where: str) -> int:
    read = values.whole(value, where)
    if read not in known:
        raise WrongValue(where, f"здесь {read}, такого значения в ФФД нет")
    return read
