"""One position of a receipt: from FF46, and as requisite 1059."""

from drivers.shtrih.emulator import tlv, vat
from drivers.shtrih.emulator.command import Asked, Refused
from drivers.shtrih.emulator.core import FFD_CODES, Core
from drivers.shtrih.emulator.receipt import CALCULATIONS, MOST_TOTAL, Position, Receipt

MILLIONTHS = 1_000_000
_NOT_GIVEN = (1 << 40) - 1
_METHODS = range(1, 8)
_MOST_SUBJECT, _MOST_SUBJECT_12 = 26, 33
_MOST_DEPARTMENT = 16
_MOST_ITEM = 1024  # bytes
_UNIT, _FRACTION = 2108, 1291


def read(core: Core, receipt: Receipt, asked: Asked) -> Position:
    """FF46. Raises Refused 49h, 62h, 61h, 33h, 63h. Source: spec/shtrih-m.md 3.7."""
    if asked.number(1) != CALCULATIONS[receipt.kind]:
        raise Refused(0x49)
    quantity, price, told, tax = asked.number(6), asked.number(5), asked.number(5), asked.number(5)
    row = vat.row_of(asked.number(1), core.tables.table(6).rows)
    department, method, subject = asked.number(1), asked.number(1), asked.number(1)
    position = Position(
        asked.text(), quantity, price, _sum(quantity, price, told), row or 0, department, method, subject
    )
    position.tax = None if tax == _NOT_GIVEN else tax
    _check(core, position)
    return position


def add(receipt: Receipt, position: Position) -> None:
    """Raises Refused 48h."""
    if receipt.total + position.sum > MOST_TOTAL:
        raise Refused(0x48)
    position.tags, receipt.ahead = [*receipt.ahead, *position.tags], []
    receipt.positions.append(position)


def written(core: Core, position: Position) -> bytes:
    """Raises Refused 10h."""
    sent = {tag for tag, _ in position.tags}
    tax = tax_of(core, position)
    code = vat.code(core.tables, position.tax_row)
    body = tlv.text(1030, position.name.removeprefix("//")) + tlv.vln(1079, position.price)
    body += tlv.fvln(1023, position.quantity, 6) + tlv.vln(1043, position.sum) + tlv.fixed(1199, code, 1)
    body += tlv.vln(1200, tax) if tax else b""
    body += tlv.fixed(1214, position.method, 1) + tlv.fixed(1212, position.subject, 1)
    if core.ffd >= FFD_CODES["1.2"] and _UNIT not in sent:
        body += tlv.fixed(_UNIT, 0, 1)
    body += b"".join(tlv.pack(tag, _whole(value) if tag == _FRACTION else value) for tag, value in position.tags)
    if len(body) > _MOST_ITEM:
        raise Refused(0x10, position.name)
    return tlv.pack(1059, body)


def _whole(fraction: bytes) -> bytes:
    """1291 with its words, 1292, made of 1293 and 1294."""
    parts = dict(tlv.parse(fraction))
    sold, pack = (int.from_bytes(parts.get(tag, b""), "little") for tag in (1293, 1294))
    return fraction if 1292 in parts else tlv.text(1292, f"{sold}/{pack}") + fraction


def tax_of(core: Core, position: Position) -> int:
    """As the host gave it, or counted."""
    return vat.tax(core.tables, position.tax_row, position.sum) if position.tax is None else position.tax


def _sum(quantity: int, price: int, told: int) -> int:
    """Kopecks, half up; what the host says may be one off."""
    exact = (2 * quantity * price + MILLIONTHS) // (2 * MILLIONTHS)
    if told == _NOT_GIVEN:
        return exact
    if abs(told - exact) > 1:
        raise Refused(0x33, f"{told} is not {exact}")
    return told


def _check(core: Core, position: Position) -> None:
    if not position.quantity:
        raise Refused(0x62)
    if max(position.price, position.sum) > MOST_TOTAL:
        raise Refused(0x61)
    if position.department > _MOST_DEPARTMENT:
        raise Refused(0x63)
    subjects = _MOST_SUBJECT_12 if core.ffd >= FFD_CODES["1.2"] else _MOST_SUBJECT
    if not position.tax_row or position.method not in _METHODS or not 1 <= position.subject <= subjects:
        raise Refused(0x33, position.name)
    vat.code(core.tables, position.tax_row)


def from_old(asked: Asked) -> Position:
    """80h..83h: thousandths, and groups of taxes; the first one given counts, none is "without"."""
    quantity, price, department = asked.number(5), asked.number(5), asked.number(1)
    group = next((each for each in asked.raw(4) if each), vat.NO_TAX)
    quantity *= 1000
    return Position(asked.text().rstrip(), quantity, price, _sum(quantity, price, _NOT_GIVEN), group, department)


def check_old(core: Core, position: Position) -> None:
    if position.tax_row > core.tables.table(6).rows:
        raise Refused(0x33, "tax group")
    _check(core, position)
