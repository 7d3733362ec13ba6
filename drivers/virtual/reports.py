"""The paper of reports and of cash put in or taken out. Source: spec/ffd.md, sections 7.3 and 13."""

from drivers.fiscal import names, vat
from drivers.fiscal.counters import TypeTotals
from drivers.fiscal.documents import Header
from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.model.outcome import FiscalDocument
from drivers.printing.page import Block, Paper
from drivers.virtual.slip import cashier, place, registration_rows
from drivers.virtual.storage import Counters
from drivers.virtual.strip import Strip


def _head(header: Header, title: str, paper: Paper) -> Strip:
    strip = Strip(paper)
    strip.centre(header.registration.organization)
    strip.centre(header.registration.address)
    place(strip, header.registration.place)
    strip.gap()
    strip.title(title)
    strip.rule()
    return strip


def fiscal_report(header: Header, document: FiscalDocument, counters: Counters, paper: Paper) -> tuple[Block, ...]:
    """Registration, shift and settlement reports. `counters` as they were when the report was begun."""
    strip = _head(header, names.DOCUMENTS[header.form], paper)
    if header.form in (DocumentForm.REGISTRATION, DocumentForm.REREGISTRATION):
        _registration(strip, header)
    elif header.form is DocumentForm.CLOSE_SHIFT:
        shift_sums(strip, counters)
        strip.pair("ФД ЗА СМЕНУ", str(document.number - counters.first_document + 1))
    if header.form in (DocumentForm.CLOSE_SHIFT, DocumentForm.SETTLEMENT_STATE):
        strip.pair("НЕПЕРЕДАННЫХ ФД", "0")
    if header.form is not DocumentForm.OPEN_SHIFT:  # which has nothing above the rule
        strip.rule()
    strip.pair("ИНН", header.registration.inn)
    cashier(strip, header)
    strip.pair("ЗН ККТ", header.serial)
    registration_rows(strip, header, document)
    return strip.blocks()


def _registration(strip: Strip, header: Header) -> None:
    registration = header.registration
    systems = ", ".join(names.TAX_SYSTEMS[system] for system in registration.tax_systems)
    strip.pair("СНО", systems)
    strip.pair("ВЕРСИЯ ФФД", header.ffd.value)
    strip.pair("ЭЛ. АДР. ОТПРАВИТЕЛЯ", registration.sender_email)


def x_report(header: Header, counters: Counters, paper: Paper) -> tuple[Block, ...]:
    """The shift so far; the header's number is not used, for an X report is no fiscal document."""
    strip = _head(header, "X-ОТЧЕТ (СУТОЧНЫЙ БЕЗ ГАШЕНИЯ)", paper)
    shift_sums(strip, counters)
    _foot(strip, header, counters)
    return strip.blocks()


def cash_slip(header: Header, counters: Counters, title: str, amount: int, paper: Paper) -> tuple[Block, ...]:
    """Cash put in or taken out; `counters` after it."""
    strip = _head(header, title, paper)
    strip.sum("СУММА", amount)
    strip.sum("НАЛИЧНЫХ В КАССЕ", counters.drawer)
    _foot(strip, header, counters)
    return strip.blocks()


def _foot(strip: Strip, header: Header, counters: Counters) -> None:
    strip.rule()
    cashier(strip, header)
    strip.pair(f"{header.time:%d.%m.%y %H:%M}", f"СМЕНА {counters.shift}")


def shift_sums(strip: Strip, counters: Counters) -> None:
    """All counters of the shift, the drawer, and the sums the ФН has gathered in its life."""
    totals = counters.shift_totals
    strip.pair("ЧЕКОВ ЗА СМЕНУ", str(totals.count))
    for kind in ReceiptType:
        _type_sums(strip, names.RECEIPT_TYPES[kind], totals.of(kind))
    strip.rule()
    strip.sum(f"ВНЕСЕНИЙ {counters.cash_in_count}", counters.cash_in)
    strip.sum(f"ИЗЪЯТИЙ {counters.cash_out_count}", counters.cash_out)
    strip.sum("НАЛИЧНЫХ В КАССЕ", counters.drawer)
    strip.rule()
    strip.text("НЕОБНУЛЯЕМЫЕ СУММЫ")
    life = counters.storage_totals
    for kind in ReceiptType:
        strip.sum(names.RECEIPT_TYPES[kind], life.of(kind).total)


def _type_sums(strip: Strip, title: str, totals: TypeTotals) -> None:
    strip.rule()
    strip.sum(f"{title}: {totals.count}", totals.total)
    paid = totals.payments
    strip.some(names.PAYMENTS[1031], paid.cash)
    strip.some(names.PAYMENTS[1081], paid.electronic)
    strip.some(names.PAYMENTS[1215], paid.advance)
    strip.some(names.PAYMENTS[1216], paid.credit)
    strip.some(names.PAYMENTS[1217], paid.provision)
    for rate in vat.on_paper(totals.vat):
        strip.sum(vat.sum_title(rate), totals.vat[rate])
