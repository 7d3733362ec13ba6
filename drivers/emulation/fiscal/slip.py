"""A document of the ФН as words on paper, from its requisites alone: so a copy is as good as the first one.

The layout is ours: nothing but the facts on it is taken from a source.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from drivers.emulation.fiscal import tlv, vat
from drivers.emulation.fiscal.printed import Barcode, Cut, Feed, Line, Printed
from drivers.emulation.fiscal.sale import CASH, CREDIT, ELECTRONIC, EXCHANGE, PREPAID
from drivers.emulation.fiscal.storage import Document, Form
from drivers.emulation.fiscal.turnover import Turnover

WIDTH = 48
NAMES = {
    Form.REGISTRATION: "ОТЧЕТ О РЕГИСТРАЦИИ",
    Form.CHANGE: "ОТЧЕТ ОБ ИЗМЕНЕНИИ ПАРАМЕТРОВ РЕГИСТРАЦИИ",
    Form.SHIFT_OPENING: "ОТЧЕТ ОБ ОТКРЫТИИ СМЕНЫ",
    Form.SHIFT_CLOSING: "ОТЧЕТ О ЗАКРЫТИИ СМЕНЫ",
    Form.CALCULATION_STATE: "ОТЧЕТ О СОСТОЯНИИ РАСЧЕТОВ",
    Form.ARCHIVE_CLOSING: "ОТЧЕТ О ЗАКРЫТИИ ФН",
    Form.RECEIPT: "КАССОВЫЙ ЧЕК",
    Form.CORRECTION: "ЧЕК КОРРЕКЦИИ",
}
CALCULATIONS = {1: "ПРИХОД", 2: "ВОЗВРАТ ПРИХОДА", 3: "РАСХОД", 4: "ВОЗВРАТ РАСХОДА"}
_PAYMENTS = {
    CASH: "НАЛИЧНЫМИ",
    ELECTRONIC: "БЕЗНАЛИЧНЫМИ",
    PREPAID: "ПРЕДОПЛАТА (АВАНС)",
    CREDIT: "ПОСТОПЛАТА (КРЕДИТ)",
    EXCHANGE: "ИНОЕ (ВСТРЕЧНОЕ ПРЕДОСТАВЛЕНИЕ)",
}
_FLAT = {tag: vat.NAMES[code] for code, tag in vat.FLAT.items()}
_FEED = 3
NOTHING: Mapping[int, Sequence[Printed]] = {}
ENDING: tuple[Printed, ...] = (Feed(_FEED), Cut(full=False))


def slip(
    storage_number: str,
    document: Document,
    *,
    width: int = WIDTH,
    header: Iterable[Printed] = (),
    footer: Iterable[Printed] = (),
    received: int | None = None,
    between: Mapping[int, Sequence[Printed]] = NOTHING,
    ending: Iterable[Printed] = ENDING,
) -> list[Printed]:
    """`received`: cash handed over, kopecks; a copy does not know it. `between`: rows behind so many items.

    `ending`: () leaves it hanging.
    """
    lines: list[Printed] = [*header, centred(NAMES[document.form], width)]
    if document.type:
        lines += [centred(CALCULATIONS[document.type], width), *_receipt(document, width, received, between)]
    lines += [*_cashier(document, width), *numbers(storage_number, document, width)]
    if document.type:
        lines.append(Barcode("QR", qr(storage_number, document)))
    return [*lines, *footer, *ending]


def numbers(storage_number: str, document: Document, width: int = WIDTH) -> list[Line]:
    """When it was, and its numbers."""
    shift = f"СМЕНА {document.shift}" if document.shift else ""
    number = f"ЧЕК {document.receipt}" if document.receipt else ""
    return [
        pair(f"{document.time:%d.%m.%y %H:%M}", f"{shift} {number}".strip(), width),
        pair(f"ФН {storage_number}", f"ФД {document.number}", width),
        Line(f"ФП {document.sign:010}"),
    ]


def turnover(title: str, told: Turnover, drawer: int, *, width: int = WIDTH) -> list[Printed]:
    """An X report, which the ФН does not know: what was turned over by kind, and what is in the drawer."""
    lines: list[Printed] = [centred(title, width)]
    for kind, name in CALCULATIONS.items():
        lines.append(pair(f"{name} ({told.receipts[kind]})", f"={money(told.totals[kind])}", width))
        lines += _paid({tag: told.sums[kind, tag] for tag in _PAYMENTS}, width)
    moved = {"ВНЕСЕНИЯ": told.cash_in, "ВЫПЛАТЫ": told.cash_out, "НАЛИЧНЫЕ В КАССЕ": drawer}
    return [*lines, *(pair(name, f"={money(sum_)}", width) for name, sum_ in moved.items()), *ENDING]


def pair(left: str, right: str, width: int = WIDTH) -> Line:
    return Line((left + " " + right.rjust(width - len(left) - 1)).rstrip())


def centred(text: str, width: int = WIDTH) -> Line:
    return Line(text.center(width).rstrip())


def money(kopecks: int) -> str:
    return f"{kopecks // 100}.{kopecks % 100:02}"


def qr(storage: str, document: Document) -> str:
    """Source: spec/ffd.md 8."""
    return (
        f"t={document.time:%Y%m%dT%H%M}&s={money(document.total)}&fn={storage}"
        f"&i={document.number}&fp={document.sign}&n={document.type}"
    )


def _cashier(document: Document, width: int) -> list[Line]:
    return [pair("КАССИР", tlv.unpadded(raw), width) for raw in document.tags().get(1021, [])]


def _receipt(
    document: Document, width: int, received: int | None, between: Mapping[int, Sequence[Printed]]
) -> list[Printed]:
    told = document.tags()
    lines: list[Printed] = [*between.get(0, ())]
    for number, raw in enumerate(told.get(1059, []), 1):
        lines += [*_item(dict(tlv.parse(raw)), width), *between.get(number, ())]
    lines.append(pair("ИТОГ", f"={money(document.total)}", width))
    paid = {tag: _number(told.get(tag, [b""])[0]) for tag in _PAYMENTS}
    lines += _paid(paid, width)
    if received is not None and received > paid[CASH]:
        lines += [pair("ПОЛУЧЕНО НАЛИЧНЫМИ", f"={money(received)}", width)]
        lines += [pair("СДАЧА", f"={money(received - paid[CASH])}", width)]
    return [*lines, *_taxes(told, width)]


def _paid(sums: Mapping[int, int], width: int) -> list[Line]:
    return [pair(_PAYMENTS[tag], f"={money(sum_)}", width) for tag, sum_ in sums.items() if sum_]


def _item(told: Mapping[int, bytes], width: int) -> list[Line]:
    price, amount = _number(told[1079]), _number(told[1043])
    sold = f"{quantity(told[1023])} X {money(price)}"
    return [Line(tlv.unpadded(told[1030])), pair(sold, f"={money(amount)}", width), Line(vat.NAMES[told[1199][0]])]


def quantity(raw: bytes) -> str:
    """1023: places, then the number in units of them."""
    return f"{Decimal(_number(raw[1:])).scaleb(-raw[0]):f}"


def _taxes(told: Mapping[int, list[bytes]], width: int) -> list[Line]:
    rates = {name: _number(told[tag][0]) for tag, name in _FLAT.items() if tag in told}
    for container in told.get(1115, []):
        for _, raw in tlv.parse(container):
            one = dict(tlv.parse(raw))
            rates[vat.NAMES[one[1199][0]]] = _number(one[1120])
    return [pair(f"СУММА {name}", f"={money(sum_)}", width) for name, sum_ in rates.items() if sum_]


def _number(raw: bytes) -> int:
    return int.from_bytes(raw, "little")
