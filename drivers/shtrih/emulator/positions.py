"""One position of a receipt: from FF46, and as requisite 1059."""

from decimal import Decimal

from drivers.emulation.fiscal import receipt_body
from drivers.emulation.fiscal.bodies import FFD_CODES
from drivers.emulation.fiscal.sale import Item
from drivers.shtrih.emulator import vat
from drivers.shtrih.emulator.command import Asked, Refused
from drivers.shtrih.emulator.core import Core
from drivers.shtrih.emulator.receipt import CALCULATIONS, MOST_TOTAL, Position, Receipt

MILLIONTHS, MILLIONTH_PLACES = 1_000_000, 6
_NOT_GIVEN = (1 << 40) - 1
_METHODS = range(1, 8)
_MOST_SUBJECT, _MOST_SUBJECT_12 = 26, 33
_MOST_DEPARTMENT = 16


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
    """1059. Raises StorageRefused 10h, Refused 35h."""
    item = Item(
        name=position.name.removeprefix("//"),
        price=position.price,
        quantity=Decimal(position.quantity).scaleb(-MILLIONTH_PLACES),
        amount=position.sum,
        vat=vat.code(core.tables, position.tax_row),
        tax=tax_of(core, position),
        method=position.method,
        subject=position.subject,
        requisites=tuple(position.tags),
    )
    return receipt_body.written(item, marked_format=core.ffd >= FFD_CODES["1.2"])


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
