"""What a register would print, as a picture: nothing is asked of it, and any thread may draw.

A receipt shows what the rules make of it, with the word ПРОСМОТР and without the numbers that only the ФН gives.
"""

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
from drivers.registers import composition, texts
from drivers.registers.register import Register
from drivers.virtual import slip
from drivers.virtual.strip import Strip

_WORD = "ПРОСМОТР"


def draw(register: Register, command: Command) -> tuple[Bitmap, ...]:
    """Raises RequestRefused as the command itself would, NotSupported for commands without a picture."""
    paper = register.paper
    match command:
        case RegisterReceipt(receipt):
            blocks = _receipt(register, receipt, paper)
        case PrintDocument(lines):
            blocks = composition.compose(lines, register.layout, register.encoding).blocks
        case PrintRuler():
            blocks = ruler(paper)
        case _:
            raise NotSupported(texts.NOT_SHOWN)
    return (raster.draw(Page(paper, (*blocks, Cut()))),)


def _receipt(register: Register, receipt: Receipt, paper: Paper) -> tuple[Block, ...]:
    known, now = register.last_known, register.now
    ffd, registration = _format(register), known.registration if known else Registration()
    rules = Rules(
        ffd=ffd,
        registration=registration,
        now=now,
        split_rows=register.splits_rows,
        exact_rows=register.multiplies,
    )
    settled = check(receipt, rules)
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
    composition.compose(
        receipt.lines, register.layout, register.encoding
    )  # the client's own rows, checked against the paper
    word = tuple(TextRow(row) for row in centre(_WORD, paper.columns()))
    return (*word, *_inside(slip.receipt(header, document, settled, paper), paper), *word)


def _format(register: Register) -> FfdVersion:
    """A register that has not been seen is taken for one of today, as far as its family goes."""
    known = register.last_known
    if known is not None and known.ffd is not None:
        return known.ffd
    told = register.settings.ffd
    return register.newest_ffd if told == "auto" else FfdVersion(told)


def _inside(blocks: tuple[Block, ...], paper: Paper) -> tuple[Block, ...]:
    """Without the frame that says of the virtual register's paper what it is not."""
    edge = len(Strip(paper).blocks()) // 2
    return blocks[edge:-edge]
