"""One line of a receipt (1059). Source: spec/bit-driver.md 5.3."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from drivers.model.document import IndustryAttribute, MarkingCode, Position
from drivers.model.ffd import SettlementMethod
from kkmserver.dialects import receipts, values
from kkmserver.dialects.bit.keys import Requisites, requisites
from kkmserver.dialects.kkm.lenient import Json
from kkmserver.dialects.values import WrongValue

_PHONES = (1073, 1074, 1075, 1171)
_AGENT_TEXTS = (1044, 1026, 1016, 1005, 1225, 1226)
_PART = re.compile(r"[0-9]{1,9}\s*/\s*([0-9]{1,9})")
_SUM = "sum"  # of a line: what the WooCommerce plug-in sends in place of price and 1043


def position(line: Mapping[str, Json], number: int, *, accept_failed: bool) -> Position:
    """`number`: of the line, from 1. `accept_failed`: sell marked goods whose code failed the check.

    Raises WrongValue.
    """
    given = requisites(line, f" в строке {number}")
    quantity = given.need(1023, values.number)
    price, amount = _sums(given, quantity)
    agent = given.texts(*_AGENT_TEXTS) | given.texts(*_PHONES, reader=values.contact)
    return Position(
        name=given.need(1030, values.words),
        quantity=quantity,
        price=price,
        amount=amount,
        vat=given.need(1199, receipts.vat_rate),
        method=given.get(1214, receipts.method, SettlementMethod.FULL),
        subject=given.get(1212, receipts.subject, 1),
        measure=given.get(2108, receipts.measure, 0),
        pack_quantity=_pack(given),
        country=given.text(1230),
        customs_declaration=given.text(1231),
        excise=given.get(1229, values.kopecks, None),
        attribute=given.text(1191),
        goods_code=given.text(1162),
        marking=_marking(given, accept_failed=accept_failed),
        agent=given.get(1222, receipts.agent_sign, None),
        agent_data=receipts.agent_data(agent),
        supplier=receipts.supplier(agent),
        industry=industry(given.attributes, given.place),
    )


def industry(given: Iterable[Mapping[str, Json]], place: str = "") -> tuple[IndustryAttribute, ...]:
    """1260 of a line, 1261 of a receipt. Raises WrongValue."""
    return tuple(_industry(requisites(one, place)) for one in given)


def day(value: object, where: str) -> date:
    """`DD.MM.YYYY`, or as ISO 8601 has it. Raises WrongValue."""
    text = values.words(value, where)
    try:
        return datetime.strptime(text, "%d.%m.%Y").date() if "." in text else date.fromisoformat(text[:10])  # noqa: DTZ007
    except ValueError:
        raise WrongValue(where, f"здесь «{text[:40]}», а нужна дата вида 31.12.2026") from None


def _sums(given: Requisites, quantity: Decimal) -> tuple[int, int]:
    """Price and total in kopecks; a total that is given wins over price times quantity."""
    total = given.get(1043, values.kopecks, None)
    if total is None and _SUM in given.named:
        total = values.kopecks(given.named[_SUM], f"{_SUM}{given.place}")
    if 1079 in given.tags:
        price = values.number(given.tags[1079], given.where(1079))
        exact = given.need(1079, values.kopecks)
        return exact, receipts.line_total(price, quantity, given.where(1043)) if total is None else total
    if total is None:
        raise WrongValue(given.where(1079), "не указан")
    return receipts.unit_price(total, quantity, given.where(1079)), total


def _marking(given: Requisites, *, accept_failed: bool) -> MarkingCode | None:
    if 2000 not in given.tags:
        return None
    code = receipts.marking_code(given.text(2000))
    return MarkingCode(code=code, accept_failed_check=accept_failed, status=given.get(2003, values.whole, None))


def _pack(given: Requisites) -> int | None:
    """1294, out of 1291 as `n/m`."""
    text = given.text(1291)
    found = _PART.fullmatch(text)
    if text and not found:
        raise WrongValue(given.where(1291), f"здесь «{text[:40]}», а нужна доля вида 1/10")
    return int(found[1]) if found else None


def _industry(given: Requisites) -> IndustryAttribute:
    return IndustryAttribute(
        authority=given.text(1262), date=given.need(1263, day), number=given.text(1264), value=given.text(1265)
    )
