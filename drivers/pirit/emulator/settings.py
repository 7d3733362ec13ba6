"""The table of settings, commands 11h and 12h. Source: spec/service-plus.md A3, A8; names and rates are the vendor's.

Numbers: 4 devices around (bit 0: the register opens the drawer), 30 shop, 31 lines at the end of receipts, 32 payments,
40 names of tax rates, 41 their percents, 201..204 marking server. The others are kept and mean nothing here.
"""

from collections.abc import Mapping
from decimal import Decimal

from drivers.pirit.emulator.refused import wrong

DRAWER, SHOP, ENDING, PAYMENTS, TAX_NAMES, TAX_RATES = 4, 30, 31, 32, 40, 41
_FIXED = ("НАЛИЧНЫМИ", "ЭЛЕКТРОННЫМИ", *[""] * 11, "АВАНС", "КРЕДИТ", "ИНАЯ ФОРМА ОПЛАТЫ")
_NAMES = ("НДС 20%", "НДС 10%", "НДС 0%", "", "НДС 20/120", "НДС 10/110")
_PERCENTS = ("20.00", "10.00", "0.00", "0.00", "20.00", "10.00")
RATES = range(len(_NAMES))  # indices
_SIZES = {SHOP: 4, ENDING: 5, 54: 2}
_READ_ONLY = {TAX_NAMES: RATES, TAX_RATES: RATES, PAYMENTS: (0, 1, 13, 14, 15)}
_PLAIN = {2000: 1, 1000: 2, 0: 5, 500: 7, 700: 8, 2200: 11}
_EXTRACTED = {2000: 3, 1000: 4, 500: 9, 700: 10, 2200: 12}
_WITHOUT = 6  # tag 1199
_MOST = 160  # letters


class SettingTable:
    """Texts by number and index."""

    def __init__(self, changes: Mapping[tuple[int, int], str] | None = None) -> None:
        self._values = _defaults() | dict(changes or {})

    def read(self, number: int, index: int) -> str:
        """Raises Refused 03."""
        if (number, index) not in self._values:
            raise wrong(cause=f"no setting {number}, {index}")
        return self._values[number, index]

    def write(self, number: int, index: int, value: str) -> None:
        """As 12h does. Raises Refused 03."""
        self.read(number, index)
        if index in _READ_ONLY.get(number, ()) or len(value) > _MOST:
            raise wrong(cause=f"setting {number}, {index}")
        self.put(number, index, value)

    def put(self, number: int, index: int, value: str) -> None:
        """As the factory does."""
        self._values[number, index] = value

    def bit(self, number: int, bit: int) -> bool:
        return bool(int(self._values[number, 0] or 0) >> bit & 1)

    def rate(self, index: int) -> Decimal:
        """Percents."""
        return Decimal(self._values[TAX_RATES, index])

    def vat(self, index: int) -> int:
        """Tag 1199 by what 40 and 41 say; a name with a stroke is a rate as 20/120, one without a name has none."""
        name, hundredths = self._values[TAX_NAMES, index], int(self.rate(index) * 100)
        if not name or "БЕЗ" in name.upper():
            return _WITHOUT
        known = _EXTRACTED if "/" in name else _PLAIN
        if hundredths not in known:
            raise wrong(cause=f"rate {hundredths}")
        return known[hundredths]


def _defaults() -> dict[tuple[int, int], str]:
    table = {(number, 0): "0" for number in range(1, 7)}
    table |= {(10, 0): "1", (11, 0): "1", (20, 0): "PIRI"}
    table |= {(number, index): "" for number, size in _SIZES.items() for index in range(size)}
    table |= {(number, index): "" for number, size in ((50, 16), (52, 5)) for index in range(1, size + 1)}
    table |= {(PAYMENTS, index): name for index, name in enumerate(_FIXED)}
    table |= {(TAX_NAMES, index): name for index, name in enumerate(_NAMES)}
    table |= {(TAX_RATES, index): rate for index, rate in enumerate(_PERCENTS)}
    texts = (42, 51, 70, 71, 72, 73, 74, 75, 76, 77, 81, 82, 83, 85, 201, 203)
    return table | {(number, 0): "" for number in texts} | {(78, 0): "7777", (202, 0): "0", (204, 0): "0"}
