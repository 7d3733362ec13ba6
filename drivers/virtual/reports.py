"""The paper of reports and of cash put in or taken out. Source: spec/ffd.md, sections 7.3 and 13."""

from drivers.fiscal import names, reasons, registrations, vat
from drivers.fiscal.counters import Totals, TypeTotals
from drivers.fiscal.documents import Header
from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.model.outcome import FiscalDocument
from drivers.printing.page import Block, Paper
from drivers.virtual.counters import Counters
from drivers.virtual.ofd import Queue
from drivers.virtual.slip import cashier, place, registration_rows
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


def fiscal_report(
    header: Header,
    document: FiscalDocument,
    counters: Counters,
    paper: Paper,
    *,
    waits: Queue,
    mask: int = 0,
) -> tuple[Block, ...]:
    """Registration, shift, settlement and closing reports. `counters` as they were when the report was begun.

    `waits`: for the ОФД; `mask`: 1205 of a change of the registration.
    """
    strip = _head(header, names.DOCUMENTS[header.form], paper)
    if header.form in (DocumentForm.REGISTRATION, DocumentForm.REREGISTRATION):
        _registration(strip, header, mask)
    elif header.form is DocumentForm.CLOSE_SHIFT:
        shift_sums(strip, counters)
        strip.pair("ФД ЗА СМЕНУ", str(document.number - counters.first_document + 1))
    if header.form in (DocumentForm.CLOSE_SHIFT, DocumentForm.SETTLEMENT_STATE):
        _queue(strip, header, waits)
    if header.form is DocumentForm.CLOSE_STORAGE:
        _life_sums(strip, counters)
    if header.ofd_timeout:
        strip.text("ОФД НЕ ОТВЕЧАЕТ")
    if header.form is not DocumentForm.OPEN_SHIFT:  # which has nothing above the rule
        strip.rule()
    strip.pair("ИНН", header.registration.inn)
    cashier(strip, header)
    strip.pair("ЗН ККТ", header.serial)
    registration_rows(strip, header, document)
    return strip.blocks()


def _queue(strip: Strip, header: Header, waits: Queue) -> None:
    if header.registration.autonomous:
        strip.text("АВТОНОМН. РЕЖИМ")
        return
    strip.pair("НЕПЕРЕДАННЫХ ФД", str(waits.count))
    if waits.since is not None:
        strip.pair("ФД НЕ ПЕРЕДАНЫ С", f"{waits.since:%d.%m.%y}")
    if waits.first and header.form is DocumentForm.SETTLEMENT_STATE:
        strip.pair("ПЕРВЫЙ НЕПЕРЕДАННЫЙ ФД", str(waits.first))


def _registration(strip: Strip, header: Header, mask: int) -> None:
    registration = header.registration
    systems = ", ".join(names.TAX_SYSTEMS[system] for system in registration.tax_systems)
    strip.pair("СНО", systems)
    strip.pair("ВЕРСИЯ ФФД", header.ffd.value)
    strip.pair("ЭЛ. АДР. ОТПРАВИТЕЛЯ", registration.sender_email)
    if registration.autonomous:
        strip.text("АВТОНОМН. РЕЖИМ")
    else:
        strip.pair("ОФД", registration.ofd_name)
        strip.pair("ИНН ОФД", registration.ofd_inn)
    if registration.automatic:
        strip.pair("АВТОМАТ", registration.automatic_number)
    used_for = names.conditions(registrations.conditions(registration))
    if used_for:
        strip.text(used_for)
    if mask:
        strip.pair("ПРИЧИНЫ ИЗМЕНЕНИЯ", reasons.printed(mask))


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
    _corrections(strip, totals)
    strip.rule()
    strip.sum(f"ВНЕСЕНИЙ {counters.cash_in_count}", counters.cash_in)
    strip.sum(f"ИЗЪЯТИЙ {counters.cash_out_count}", counters.cash_out)
    strip.sum("НАЛИЧНЫХ В КАССЕ", counters.drawer)
    strip.rule()
    _life_sums(strip, counters)


def _corrections(strip: Strip, totals: Totals) -> None:
    for kind, corrected in totals.corrections.items():
        _type_sums(strip, f"КОРРЕКЦИЯ: {names.RECEIPT_TYPES[kind]}", corrected)


def _life_sums(strip: Strip, counters: Counters) -> None:
    strip.text("НЕОБНУЛЯЕМЫЕ СУММЫ")
    life = counters.storage_totals
    for kind in ReceiptType:
        strip.sum(names.RECEIPT_TYPES[kind], life.of(kind).total)
    for kind, corrected in life.corrections.items():
        strip.sum(f"КОРРЕКЦИЯ: {names.RECEIPT_TYPES[kind]}", corrected.total)


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
