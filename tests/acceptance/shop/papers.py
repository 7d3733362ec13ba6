"""Reports as they were printed, and slips of the bank: text in, sums out. Money is kopecks."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from tests.acceptance.shop.cheques import PAYMENTS
from tests.acceptance.shop.ledger import Ledger, Sums

_TYPES = {"ПРИХОД": 0, "ВОЗВРАТ ПРИХОДА": 1, "РАСХОД": 10, "ВОЗВРАТ РАСХОДА": 11}
_WAYS = dict(
    zip(
        ("НАЛИЧНЫМИ", "БЕЗНАЛИЧНЫМИ", "ПРЕДОПЛАТА (АВАНС)", "ПОСТОПЛАТА (КРЕДИТ)", "ИНОЕ (ВСТРЕЧНОЕ ПРЕДОСТАВЛЕНИЕ)"),
        PAYMENTS,
        strict=True,
    )
)
_TITLE = re.compile(rf"(КОРРЕКЦИЯ: )?({'|'.join(_TYPES)}): (\d+)")
_SUM = re.compile(r"(.+?) +=(-?\d+\.\d\d)")
_VAT = re.compile(r"СУММА (?:С )?(?:НДС (?:(\d+)%|\d+/(\d+))|(БЕЗ НДС))")
_OF_BANK = re.compile(r"(.+): (\d+) +(-?\d+\.\d\d)")


def _kopecks(text: str) -> int:
    return int(Decimal(text) * 100)


def _sums(text: str) -> Iterator[tuple[str, int]]:
    for line in text.splitlines():
        if found := _SUM.fullmatch(line.strip()):
            yield found[1], _kopecks(found[2])


def shift(text: str) -> Ledger:
    """Of an X report or of a closing report, as far as it tells."""
    told = Ledger()
    section: Sums | None = None
    for line in text.splitlines():
        found = _SUM.fullmatch(line.strip())
        if found is None:
            section = None
            continue
        name, amount = found[1], _kopecks(found[2])
        if title := _TITLE.fullmatch(name):
            section = Sums(int(title[3]), amount)
            (told.corrections if title[1] else told.receipts)[_TYPES[title[2]]] = section
        elif section:
            _read(section, name, amount)
        elif name == "НАЛИЧНЫХ В КАССЕ":
            told.drawer = amount
        elif name.startswith("ВНЕСЕНИЙ "):
            told.cash_in = amount
        elif name.startswith("ИЗЪЯТИЙ "):
            told.cash_out = amount
    return told


def _read(section: Sums, name: str, amount: int) -> None:
    if name in _WAYS:
        section.paid[_WAYS[name]] = amount
        return
    rate = _VAT.fullmatch(name)
    assert rate, f"what is «{name}»?"
    section.vat[-1 if rate[3] else int(rate[1] or rate[2])] = amount


def for_life(text: str) -> dict[str, int]:
    """Sums that are never set back, by title."""
    return dict(_sums(text.partition("НЕОБНУЛЯЕМЫЕ СУММЫ")[2]))


def of_bank(slip: str) -> Counter[str]:
    """Totals of a settlement, by title."""
    found = (_OF_BANK.fullmatch(line.strip()) for line in slip.splitlines())
    return Counter({row[1]: _kopecks(row[3]) for row in found if row})
