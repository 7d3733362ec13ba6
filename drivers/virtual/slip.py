"""The paper of a receipt. Source: spec/ffd.md, section 13 and its sample."""

from decimal import Decimal

from drivers.fiscal import goods, names, vat
from drivers.fiscal.documents import Header
from drivers.fiscal.settled import Item, Settled
from drivers.model import money
from drivers.model.document import AgentData, Position, Receipt, Supplier, Symbology
from drivers.model.ffd import AgentSign, FfdVersion
from drivers.model.outcome import FiscalDocument
from drivers.printing.columns import centre
from drivers.printing.layout import lay_out
from drivers.printing.page import BarcodeBlock, Block, Paper, TextRow
from drivers.virtual.strip import Strip


def receipt(header: Header, document: FiscalDocument, settled: Settled, paper: Paper) -> tuple[Block, ...]:
    """The client's own rows stand where they stood between the items. Raises RequestRefused for rows with a fault."""
    asked, strip = settled.receipt, Strip(paper)
    if _extras(strip, asked, in_header=True):
        strip.gap()
    strip.centre(header.registration.organization)
    strip.centre(asked.address or header.registration.address)
    place(strip, asked.place or header.registration.place)
    strip.gap()
    strip.title(names.DOCUMENTS[header.form])
    strip.title(names.RECEIPT_TYPES[asked.type])
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
    items = iter(settled.items)  # one for each position: `Rules.split_rows` is never asked for
    for number, line in enumerate(settled.receipt.lines):
        if isinstance(line, Position):
            if number:
                strip.gap()
            _item(strip, next(items), header.ffd)
        else:
            strip.add(lay_out([line], paper))


def _item(strip: Strip, item: Item, ffd: FfdVersion) -> None:
    position = item.position
    marking = position.marking if ffd is FfdVersion.V1_2 else None
    strip.text(f"{names.marking(item.marking_result)} {item.name}" if marking else item.name)
    unit = position.unit or names.MEASURES.get(position.measure, "")
    counted = " ".join(filter(None, [quantity(item.quantity), unit, "*", money.text(item.price)]))
    strip.sum(counted, item.amount)
    subject = names.subject(position.subject, ffd_1_2=ffd is FfdVersion.V1_2)
    strip.pair(f"{subject} {names.METHODS[position.method]}".strip(), vat.title(item.vat))
    _agent(strip, position.agent, position.agent_data, position.supplier)
    if marking and marking.code:
        strip.requisite(2115, goods.control_code(marking.code))
    strip.requisite(1229, "" if position.excise is None else money.text(position.excise))
    strip.requisite(1230, position.country)
    strip.requisite(1231, position.customs_declaration)
    strip.requisite(1191, position.attribute)


def quantity(count: Decimal) -> str:
    """Without needless zeros and never as 1E+2."""
    text = f"{count:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _agent(strip: Strip, sign: AgentSign | None, data: AgentData | None, supplier: Supplier | None) -> None:
    if sign is not None:
        strip.text(names.agents(sign))
    if data is not None:
        strip.requisite(1044, data.operation)
        strip.requisite(1073, data.agent_phone)
        strip.requisite(1074, data.receiver_phone)
        strip.requisite(1075, data.transfer_phone)
        strip.requisite(1026, data.transfer_name)
        strip.requisite(1005, data.transfer_address)
        strip.requisite(1016, data.transfer_inn)
    if supplier is not None:
        strip.requisite(1225, supplier.name)
        strip.requisite(1171, supplier.phone)
        strip.requisite(1226, supplier.inn)


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
    if header.ffd is not FfdVersion.V1_2:  # there every item tells its own
        _agent(strip, asked.agent, asked.agent_data, asked.supplier)
    strip.requisite(1192, asked.attribute)
    if asked.user_attribute:
        strip.pair(f"{asked.user_attribute[0]}:", asked.user_attribute[1])


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
