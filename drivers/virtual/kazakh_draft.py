"""What the virtual register of Kazakhstan would print, with the number that comes next; nothing is remembered."""

from drivers.model.command import Command, RegisterReceipt
from drivers.model.document import Receipt
from drivers.printing.page import Block, Cut, Page
from drivers.virtual.draft import marked, plain
from drivers.virtual.kazakh_desk import KazakhDesk
from drivers.virtual.kazakh_register import checked, numbered


def draft(command: Command, desk: KazakhDesk) -> Page:
    """Raises as the command itself would, NotSupported for commands without a draft."""
    blocks = _receipt(command.receipt, desk) if isinstance(command, RegisterReceipt) else plain(command, desk.paper)
    return Page(desk.paper, (*blocks, Cut()))


def _receipt(receipt: Receipt, desk: KazakhDesk) -> tuple[Block, ...]:
    before, settled = checked(receipt, desk)
    now = desk.now(before)
    counters = desk.with_shift(before, receipt.cashier.name, now)
    return marked(desk.slip(numbered(receipt, settled.total, counters, desk, now), settled, counters), desk.paper)
