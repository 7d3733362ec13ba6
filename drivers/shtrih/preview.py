"""What the register would print, as a picture: nothing is asked of it, and any thread may draw.

A receipt shows what the rules make of it, with the word ПРОСМОТР and without the numbers that only the ФН gives.
"""

from datetime import datetime

from drivers.clock import SystemClock
from drivers.errors import NotSupported
from drivers.fiscal.check import check
from drivers.fiscal.envelope import Header
from drivers.fiscal.settled import Rules
from drivers.model.command import Command, PrintDocument, PrintRuler, RegisterReceipt
from drivers.model.document import Receipt
from drivers.model.ffd import FfdVersion
from drivers.model.outcome import FiscalDocument
from drivers.model.state import Registration
from drivers.printing import raster
from drivers.printing.bitmap import Bitmap
from drivers.printing.columns import centre
from drivers.printing.page import Block, Cut, Page, Paper, TextRow
from drivers.printing.ruler import ruler
from drivers.shtrih import composition
from drivers.shtrih.head import Head, head
from drivers.shtrih.options import ShtrihOptions
from drivers.shtrih.passport import Passport
from drivers.shtrih.requests.parameters import Parameters
from drivers.virtual import slip
from drivers.virtual.strip import Strip

_WORD = "ПРОСМОТР"

NOT_SHOWN = "Заранее показать можно чек или документ. Отчёты кассы посмотрите после печати."


def draw(
    known: Passport | None, options: ShtrihOptions, command: Command, now: datetime | None = None
) -> tuple[Bitmap, ...]:
    """`known`: what is known of the register, None while it has not been seen.

    `now`: aware, in the shop's zone; None = by the clock of this computer.

    Raises RequestRefused as the command itself would, NotSupported for commands without a picture.
    """
    drawn = _head(known, options)
    match command:
        case RegisterReceipt(receipt):
            blocks = _receipt(receipt, known, options, now or SystemClock().local(), drawn)
        case PrintDocument(lines):
            blocks = composition.compose(lines, drawn).blocks
        case PrintRuler():
            blocks = ruler(drawn.roll)
        case _:
            raise NotSupported(NOT_SHOWN)
    return (raster.draw(Page(drawn.roll, (*blocks, Cut()))),)


def _head(known: Passport | None, options: ShtrihOptions) -> Head:
    if known is None:
        return head(Parameters(), {}, options.widths, options.dots)
    return head(known.parameters, known.fonts, options.widths, options.dots)


def _receipt(
    receipt: Receipt, known: Passport | None, options: ShtrihOptions, now: datetime, drawn: Head
) -> tuple[Block, ...]:
    ffd, registration = _format(known, options), known.registration if known else Registration()
    settled = check(receipt, Rules(ffd=ffd, registration=registration, now=now, split_rows=True))
    header = Header(
        form=settled.form,
        number=0,
        time=now,
        storage=known.storage if known else "",
        registration=registration,
        ffd=ffd,
        cashier=receipt.cashier,
    )
    document = FiscalDocument(
        form=settled.form,
        number=0,
        sign=0,
        time=now,
        storage=header.storage,
        shift=0,
        receipt_type=receipt.type,
        total=settled.total,
    )
    composition.compose(receipt.lines, drawn)  # the client's own rows, checked against the paper
    word = tuple(TextRow(row) for row in centre(_WORD, drawn.roll.columns()))
    return (*word, *_inside(slip.receipt(header, document, settled, drawn.roll), drawn.roll), *word)


def _format(known: Passport | None, options: ShtrihOptions) -> FfdVersion:
    """A register that has not been seen is taken for one of today."""
    if known is not None and known.ffd is not None:
        return known.ffd
    return FfdVersion.V1_2 if options.ffd == "auto" else FfdVersion(options.ffd)


def _inside(blocks: tuple[Block, ...], paper: Paper) -> tuple[Block, ...]:
    """Without the frame that says of the virtual register's paper what it is not."""
    edge = len(Strip(paper).blocks()) // 2
    return blocks[edge:-edge]
