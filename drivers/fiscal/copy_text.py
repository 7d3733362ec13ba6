"""The text of a document that was read back from a ФН, much as it stood on paper. Source: spec/ffd.md, section 13.

A register that has lost its paper keeps the requisites alone. What has a place of its own on paper is written there;
everything else the document holds follows by its name, so that nothing of it is lost.
"""

from collections.abc import Iterable, Sequence

from drivers.fiscal import names, vat
from drivers.fiscal.requisite_text import NAMES, money_of, shown
from drivers.fiscal.tags import TAGS, Kind
from drivers.fiscal.tlv import Item
from drivers.model import money
from drivers.model.ffd import DocumentForm, SettlementMethod, VatRate
from drivers.model.outcome import FiscalDocument
from drivers.model.state import Registration
from drivers.printing.columns import centre, left_right, wrap

_RECEIPTS = frozenset({DocumentForm.RECEIPT, DocumentForm.CORRECTION})
_VAT_TAGS = {
    1102: VatRate.VAT_20,
    1103: VatRate.VAT_10,
    1104: VatRate.VAT_0,
    1105: VatRate.NO_VAT,
    1106: VatRate.VAT_20_120,
    1107: VatRate.VAT_10_110,
}
# Written in the head, in the sums and in the foot, or of no use to a reader.
_PLACED = frozenset(
    {1048, 1009, 1187, 1054, 1059, 1020, 1115, 1055, 1018, 1021, 1038, 1042, 1012, 1037, 1040, 1041, 1077, 1209}
    | _VAT_TAGS.keys()
    | names.PAYMENTS.keys()
)
_OF_ITEM = frozenset({1030, 1023, 1079, 1043, 1197, 1199, 1200, 1212, 1214, 2108})


class _Sheet:
    """Rows of one width, top down."""

    def __init__(self, columns: int) -> None:
        self._columns, self.rows = columns, list[str]()

    def centre(self, text: str) -> None:
        if text:
            self.rows += centre(text, self._columns)

    def pair(self, left: str, right: str) -> None:
        self.rows += left_right(left, right, self._columns)

    def sum(self, left: str, amount: int) -> None:
        self.pair(left, f"={money.text(amount)}")

    def wrapped(self, text: str) -> None:
        self.rows += wrap(text, self._columns)

    def rule(self) -> None:
        self.rows.append("-" * self._columns)


def text(document: FiscalDocument, requisites: Sequence[Item], registration: Registration, columns: int) -> str:
    """Rows of at most `columns` characters, each ended by CR LF. Raises ValueError for damaged requisites."""
    sheet = _Sheet(columns)
    _head(sheet, document, requisites, registration)
    if document.form in _RECEIPTS:
        for item in requisites:
            if item.tag == 1059:
                _item(sheet, item)
        sheet.rule()
        _sums(sheet, requisites)
        sheet.rule()
    _rest(sheet, (item for item in requisites if item.tag not in _PLACED))
    _foot(sheet, document, requisites, registration)
    return "".join(f"{row}\r\n" for row in sheet.rows)


def _head(sheet: _Sheet, document: FiscalDocument, requisites: Sequence[Item], registration: Registration) -> None:
    sheet.centre(_first(requisites, 1048) or registration.organization)
    sheet.centre(_first(requisites, 1009) or registration.address)
    place = _first(requisites, 1187) or registration.place
    sheet.centre(f"Место расчетов: {place}" if place else "")
    sheet.centre(names.DOCUMENTS[document.form])
    if document.receipt_type is not None:
        sheet.centre(names.RECEIPT_TYPES[document.receipt_type])
    sheet.rule()


def _item(sheet: _Sheet, item: Item) -> None:
    children = item.children()
    known = {child.tag: child for child in reversed(children)}
    sheet.wrapped(_first(children, 1030))
    counted = " ".join(shown(known[tag]) for tag in (1023, 1197, 2108) if tag in known).strip()
    price = money_of(known[1079]) if 1079 in known else ""
    sheet.pair(" * ".join(filter(None, [counted, price])), f"={money_of(known[1043])}" if 1043 in known else "")
    kind = names.subject(known[1212].number()) if 1212 in known else ""
    method = names.METHODS[SettlementMethod(known[1214].number())] if 1214 in known else ""
    rate = vat.title(VatRate(known[1199].number())) if 1199 in known else ""
    sheet.pair(f"{kind} {method}".strip(), rate)
    _rest(sheet, (child for child in children if child.tag not in _OF_ITEM))


def _sums(sheet: _Sheet, requisites: Sequence[Item]) -> None:
    for item in requisites:
        if item.tag == 1020:
            sheet.sum("ИТОГ", item.number())
    for item in requisites:
        if item.tag in names.PAYMENTS and item.number():
            sheet.sum(names.PAYMENTS[item.tag], item.number())
    sums = dict(_vat_sums(requisites))
    for rate in vat.on_paper(sums):
        sheet.sum(vat.sum_title(rate), sums[rate])


def _vat_sums(requisites: Sequence[Item]) -> Iterable[tuple[VatRate, int]]:
    for item in requisites:
        if item.tag in _VAT_TAGS and item.number():
            yield _VAT_TAGS[item.tag], item.number()
        elif item.tag == 1115:
            yield from ((VatRate(one.child(1199).number()), one.child(1120).number()) for one in item.children())


def _rest(sheet: _Sheet, requisites: Iterable[Item], indent: str = "") -> None:
    """By name. Blocks of requisites have a heading and stand a little to the right."""
    for item in requisites:
        known = TAGS.get(item.tag)
        name = known.name if known is not None else f"Реквизит {item.tag}"
        if known is not None and known.kind is Kind.STLV:
            sheet.wrapped(f"{indent}{name}:")
            _rest(sheet, item.children(), indent + " ")
        elif value := shown(item):
            sheet.pair(f"{indent}{name}:", value)


def _foot(sheet: _Sheet, document: FiscalDocument, requisites: Sequence[Item], registration: Registration) -> None:
    for item in requisites:
        if item.tag == 1055:
            sheet.pair("СНО", names.tax_systems(item.number()))
    sheet.pair("ИНН", _first(requisites, 1018) or registration.inn)
    if cashier := _first(requisites, 1021):
        sheet.pair("КАССИР", cashier)
    if document.shift:
        sheet.pair(f"СМЕНА {document.shift}", f"ЧЕК {document.number_in_shift}" if document.number_in_shift else "")
    sheet.pair(f"{document.time:%d.%m.%y %H:%M}", f"ВЕРСИЯ ФФД {_ffd(requisites)}" if _ffd(requisites) else "")
    sheet.pair("РН ККТ", _first(requisites, 1037) or registration.number)
    sheet.pair("ФН", document.storage)
    sheet.pair(f"ФД {document.number}", f"ФП {document.sign:010d}")


def _ffd(requisites: Sequence[Item]) -> str:
    """1209; "" where the document does not tell, as in ФФД 1.0."""
    told = next((item.number() for item in requisites if item.tag == 1209), 0)
    return NAMES[1209].get(told, str(told)) if told else ""


def _first(requisites: Sequence[Item], tag: int) -> str:
    return next((item.text().strip() for item in requisites if item.tag == tag), "")
