"""A position: EAh, its requisites, EBh. Source: spec/atol.md 6.2."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from drivers.atol.emulator import text
from drivers.atol.emulator.command import FORMAT, Asked, Command, Refused
from drivers.atol.emulator.core import Core
from drivers.atol.emulator.modes import Place
from drivers.emulation.fiscal.sale import Item

_TEST = 1  # bit of the flags
_MOST_NAME = 128
_PLACES = 3
_PARAMETERS, _TAX, _SHIFT_OLD = 231, 223, 136
_SUBJECTS, _METHODS = range(1, 34), range(1, 8)  # tags 1212, 1214


@dataclass(frozen=True, slots=True)
class _Told:
    """Sums in kopecks, quantity in thousandths; `discount` is below 0 where it is a markup."""

    price: int
    quantity: int
    cost: int
    tax: int
    tax_sum: int
    section: int
    subject: int
    method: int
    discount: int
    name: bytes

    def fits(self) -> bool:
        """The cost is price × quantity, with the discount or without it, give or take a kopeck."""
        whole = int((Decimal(self.price) * self.quantity / 10**_PLACES).quantize(Decimal(1), ROUND_HALF_UP))
        return min(abs(self.cost - whole), abs(self.cost - whole + self.discount)) <= 1


def _begin(core: Core, asked: Asked) -> None:
    """EAh: flags, 1, 0."""
    asked.byte()
    if asked.raw(2) != b"\1\0":
        raise Refused(FORMAT)
    asked.end()
    _not_old(core)
    core.opened().position = []


def _end(core: Core, asked: Asked) -> None:
    """EBh. That the drawer is not to be checked is not heeded: it is checked when the receipt is closed."""
    _not_old(core)
    receipt = core.opened()
    if receipt.position is None:
        raise Refused(core.quirks.no_position_error, "no EAh before")
    test, told = bool(asked.byte() & _TEST), _read(core, asked)
    if not told.fits():
        raise Refused(core.quirks.cost_error, f"{told.cost}")
    item = _item(core, told, tuple(receipt.position))
    if not test:
        receipt.items.append(item)
        receipt.position = None


def _read(core: Core, asked: Asked) -> _Told:
    price, quantity, cost = asked.bcd(7), asked.bcd(5), asked.bcd(7)
    tax, tax_sum, section = asked.byte(), asked.bcd(7), asked.bcd(1)
    first, second = asked.byte(), asked.byte()
    subject, method = (first, second) if core.quirks.subject_first else (second, first)
    sign, info = asked.byte(), asked.bcd(7)
    discount = info if sign == 0 else -info
    return _Told(price, quantity, cost, tax, tax_sum, section, subject, method, discount, asked.rest(_MOST_NAME))


def _item(core: Core, told: _Told, requisites: tuple[tuple[int, bytes], ...]) -> Item:
    if told.subject not in _SUBJECTS or told.method not in _METHODS:
        raise Refused(_PARAMETERS, f"1212 {told.subject}, 1214 {told.method}")
    if not told.quantity:
        raise Refused(10, "nothing")
    name = text.decoded(told.name) if core.quirks.converts_texts else told.name.decode("cp866")
    return Item(
        name=name[core.quirks.swallowed :],
        price=told.price,
        quantity=Decimal(told.quantity).scaleb(-_PLACES),
        amount=told.cost,
        vat=rate(core, told.tax),
        method=told.method,
        subject=told.subject,
        department=told.section,
        tax=told.tax_sum or None,
        requisites=requisites,
    )


def rate(core: Core, index: int) -> int:
    """Tag 1199. Raises Refused 223 for an index the table has not."""
    found = core.taxes.get(index or core.quirks.section_tax)
    if found is None:
        raise Refused(_TAX, f"tax {index}")
    return found


def _not_old(core: Core) -> None:
    if core.till.shift_expired:
        raise Refused(_SHIFT_OLD)


COMMANDS = (
    Command(0xEA, _begin, {Place.RECEIPT}),
    Command(0xEB, _end, {Place.RECEIPT}, prints=True),
)
