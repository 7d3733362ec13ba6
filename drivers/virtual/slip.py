"""The paper of a receipt. Source: spec/ffd.md, section 13 and its sample."""

from drivers.fiscal import corrections, extras, names, vat
from drivers.fiscal.documents import Header
from drivers.fiscal.settled import Settled
from drivers.model.document import (
    Correction,
    Position,
    Receipt,
    Symbology,
)
from drivers.model.ffd import FfdVersion
from drivers.model.outcome import FiscalDocument
from drivers.printing.columns import centre
from drivers.printing.layout import lay_out
from drivers.printing.page import BarcodeBlock, Block, Paper, TextRow
from drivers.virtual import slip_item
from drivers.virtual.strip import Strip

_INTERNET = "РАСЧЕТ В ИНТЕРНЕТ"  # 1125; the word is inferred


def receipt(header: Header, document: FiscalDocument, settled: Settled, paper: Paper) -> tuple[Block, ...]:
    """The client's own rows stand where they stood between the items. Raises RequestRefused for rows with a fault."""
    asked, strip = settled.receipt, Strip(paper)
    if _extras(strip, asked, in_header=True):
        strip.gap()
    strip.centre(header.registration.organization)
    strip.centre(asked.address or header.registration.address)
    place(strip, asked.place or header.registration.place)
    strip.gap()
    strip.title(names.DOCUMENTS[settled.form])
    strip.title(names.RECEIPT_TYPES[asked.type])
    _base(strip, asked.correction, header.ffd)
    strip.rule()
    _lines(strip, header, settled, paper)
    strip.rule()
    _sums(strip, settled)
    strip.rule()
    _parties(strip, header, settled)
    registration_rows(strip, header, document)
    _extras(strip, asked, in_header=False)
    if document.qr:
        strip.add([BarcodeBlock(Symbology.QR, document.qr)])
    return strip.blocks()


def place(strip: Strip, text: str) -> None:
    if text:
        strip.centre(f"Место расчетов: {text}")


def _extras(strip: Strip, asked: Receipt, *, in_header: bool) -> bool:
    """Whether there were any."""
    tags = [tag for tag in asked.tags if tag.on_paper and tag.in_header is in_header]
    texts = [text for text in asked.texts if text.on_paper and text.in_header is in_header]
    for tag in tags:
        strip.requisite(tag.tag, tag.value)
    for text in texts:
        strip.pair(f"{text.name}:", text.value)
    return bool(tags or texts)


def _lines(strip: Strip, header: Header, settled: Settled, paper: Paper) -> None:
    """A correction that came without positions has items all the same from ФФД 1.1 on."""
    items = iter(settled.items)  # one for each position: `Rules.split_rows` is never asked for
    for number, line in enumerate(settled.receipt.lines):
        if isinstance(line, Position):
            if number:
                strip.gap()
            slip_item.write(strip, next(items), header.ffd)
        else:
            strip.add(lay_out([line], paper))
    for item in items:
        slip_item.write(strip, item, header.ffd)


def _base(strip: Strip, correction: Correction | None, ffd: FfdVersion) -> None:
    """Why it is corrected: 1173 and 1174."""
    if correction is None:
        return
    strip.pair("ТИП КОРРЕКЦИИ", names.CORRECTION_TYPES[correction.by_order])
    strip.requisite(1177, correction.name)
    strip.pair("КОРРЕКЦИЯ РАСЧЕТА ОТ", f"{correction.date:%d.%m.%y}")
    strip.requisite(1179, corrections.base_number(correction, ffd))


def _sums(strip: Strip, settled: Settled) -> None:
    strip.total("ИТОГ", settled.total)
    paid = settled.payments
    strip.some(names.PAYMENTS[1031], paid.cash)
    strip.some(names.PAYMENTS[1081], paid.electronic)
    strip.some(names.PAYMENTS[1215], paid.advance)
    strip.some(names.PAYMENTS[1216], paid.credit)
    strip.some(names.PAYMENTS[1217], paid.provision)
    strip.some("ПОЛУЧЕНО НАЛИЧНЫМИ", settled.received)
    strip.some("СДАЧА", settled.change)
    for rate in vat.on_paper(settled.vat):
        strip.sum(vat.sum_title(rate), settled.vat[rate])


def _parties(strip: Strip, header: Header, settled: Settled) -> None:
    asked = settled.receipt
    strip.pair("СНО", names.TAX_SYSTEMS[settled.tax_system])
    strip.pair("ИНН", header.registration.inn)
    cashier(strip, header)
    if asked.client_address:
        kind = "ЭЛ. АДР. ПОКУПАТЕЛЯ" if "@" in asked.client_address else "ТЕЛ. ПОКУПАТЕЛЯ"
        strip.pair(kind, asked.client_address)
        strip.pair("ЭЛ. АДР. ОТПРАВИТЕЛЯ", asked.sender_email or header.registration.sender_email)
    strip.requisite(1227, asked.client_name)
    strip.requisite(1228, asked.client_inn)
    if header.ffd is FfdVersion.V1_2:
        _late_parties(strip, asked)
    else:
        slip_item.agent(strip, asked.agent, asked.agent_data, asked.supplier)  # in ФФД 1.2 every item tells its own
    strip.requisite(1192, asked.attribute)
    if asked.user_attribute:
        strip.pair(f"{asked.user_attribute[0]}:", asked.user_attribute[1])


def _late_parties(strip: Strip, asked: Receipt) -> None:
    """What a receipt has in ФФД 1.2 alone."""
    for tag, text in extras.buyer_texts(asked.buyer).items():
        strip.requisite(tag, text)
    for attribute in asked.industry:
        slip_item.industry(strip, attribute)
    if asked.operational is not None:
        strip.requisite(1271, str(asked.operational.id))
        strip.requisite(1272, asked.operational.data)
        strip.requisite(1273, f"{asked.operational.time:%d.%m.%y %H:%M}")
    if asked.internet:
        strip.text(_INTERNET)
    for part in asked.cashless:
        strip.sum(" ".join(filter(None, ["БЕЗНАЛИЧНЫМИ", part.identifiers])), part.amount)


def cashier(strip: Strip, header: Header) -> None:
    if header.cashier.name:
        strip.pair("КАССИР", header.cashier.name)


def registration_rows(strip: Strip, header: Header, document: FiscalDocument) -> None:
    """Where and when: shift, time, site, РНМ, ФН, ФД and ФП."""
    receipt_number = f"ЧЕК {document.number_in_shift}" if document.number_in_shift else ""
    if document.shift:
        strip.pair(f"СМЕНА {document.shift}", receipt_number)
    strip.pair(f"{document.time:%d.%m.%y %H:%M}", f"САЙТ {header.tax_site}")
    strip.pair("РН ККТ", header.registration.number)
    strip.pair("ФН", document.storage)
    sign = f"{document.sign:010d}" if document.sign else "НЕТ"  # on a draft
    strip.pair(f"ФД {document.number}", f"ФП {sign}")


def as_copy(blocks: tuple[Block, ...], paper: Paper) -> tuple[Block, ...]:
    """The same paper with КОПИЯ on top."""
    return (*(TextRow(row) for row in centre("КОПИЯ", paper.columns())), *blocks)
