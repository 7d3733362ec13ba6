"""What the virtual ККТ would print, with the numbers that come next; its ФН is only looked at.

A draft has no fiscal sign and no QR code and says what it is above and below, so that it cannot pass for a receipt.
"""

from dataclasses import replace

from drivers.errors import NotSupported
from drivers.model.command import Command, PrintDocument, PrintLabels, PrintRuler, PrintTestPage, RegisterReceipt
from drivers.model.document import Receipt
from drivers.model.outcome import FiscalDocument
from drivers.printing import layout
from drivers.printing.columns import centre
from drivers.printing.page import Block, Cut, Page, Paper, TextRow
from drivers.printing.ruler import ruler
from drivers.virtual import slip, texts
from drivers.virtual.counters import Counters
from drivers.virtual.desk import Desk
from drivers.virtual.register import checked

_WORD = "ПРОСМОТР"
_LARGE = 2  # the font twice as high as the device's own


def draft(command: Command, desk: Desk) -> Page:
    """Raises RequestRefused and WrongState as the command itself would, NotSupported for commands without a draft."""
    blocks = _receipt(command.receipt, desk) if isinstance(command, RegisterReceipt) else plain(command, desk.paper)
    return Page(desk.paper, (*blocks, Cut()))


def plain(command: Command, paper: Paper) -> tuple[Block, ...]:
    """Of a command that is no receipt. Raises RequestRefused, NotSupported."""
    match command:
        case PrintDocument(lines):
            return layout.lay_out(lines, paper)
        case PrintRuler():
            return ruler(paper)
        case PrintLabels() | PrintTestPage():
            raise NotSupported(texts.NO_LABELS)
        case _:
            raise NotSupported("Заранее показать можно чек или документ. Отчёты кассы посмотрите после печати.")


def marked(blocks: tuple[Block, ...], paper: Paper) -> tuple[Block, ...]:
    """With the word that keeps it from being taken for a receipt above and below."""
    word = tuple(TextRow(row, _LARGE) for row in centre(_WORD, paper.columns(_LARGE)))
    return (*word, *blocks, *word)


def _receipt(receipt: Receipt, desk: Desk) -> tuple[Block, ...]:
    counters = _as_it_will_be(desk)
    settled = checked(receipt, counters, desk).settled
    head = desk.header(settled.form, counters, receipt.cashier, receipt=True)
    document = FiscalDocument(
        form=head.form,
        number=head.number,
        sign=0,
        time=head.time,
        storage=head.storage,
        shift=head.shift,
        number_in_shift=head.number_in_shift,
        receipt_type=receipt.type,
        total=settled.total,
    )
    return marked(slip.receipt(head, document, settled, desk.paper), desk.paper)


def _as_it_will_be(desk: Desk) -> Counters:
    """After the registration and the opening of a shift that would come before the receipt."""
    counters = desk.fiscal(desk.storage.counters())
    desk.check_queue(counters)
    if counters.opened_at:
        return counters
    if not desk.is_registered(counters):
        counters = desk.with_registration(counters)
        counters = replace(counters, last_document=counters.last_document + 1)
    return replace(
        counters, opened_at=desk.now(counters), shift=counters.shift + 1, last_document=counters.last_document + 1
    )
