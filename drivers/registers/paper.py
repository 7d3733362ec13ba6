"""Plain documents on a register's paper."""

import asyncio
from collections.abc import Sequence

from drivers.errors import DeviceOffline, KkmError, OutcomeUnknown, RequestRefused
from drivers.model.command import PrintDocument, PrintRuler
from drivers.model.document import Line, TextLine
from drivers.model.outcome import Outcome
from drivers.printing.page import Block
from drivers.printing.ruler import ruler
from drivers.registers import composition, standing, texts
from drivers.registers.composition import Composed
from drivers.registers.register import Register

_COPIES = 99


async def compose(register: Register, lines: Sequence[Line]) -> Composed:
    """Sends nothing; raises RequestRefused that names the row."""
    if all(isinstance(line, TextLine) for line in lines):
        return composition.compose(lines, register.layout, register.encoding)
    return await asyncio.to_thread(composition.compose, lines, register.layout, register.encoding)


class Press:
    """`out`: commands that have reached the register; `done`: blocks."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self.out = self.done = 0

    async def put_all(self, blocks: Sequence[Block]) -> None:
        before = self.done
        for block in blocks:
            sent = await self._register.put(block)
            self.out += sent
            self.done += bool(sent)
        self.out += await self._register.flush()
        self.done = before + len(blocks)


async def put(register: Register, composed: Composed) -> None:
    """Rows where the paper stands, also within an open receipt. Raises KkmError whose `nothing_sent` is True only
    while no row has gone out; OutcomeUnknown where the link broke after that.
    """
    register.check(composed.blocks)
    press = Press(register)
    try:
        await press.put_all(composed.blocks)
    except KkmError as error:
        raise _owned_up(error, press, len(composed.blocks)) from error


def _owned_up(error: KkmError, press: Press, total: int) -> KkmError:
    """The error to raise once there is something on the paper."""
    if isinstance(error, OutcomeUnknown) or (press.out and isinstance(error, DeviceOffline)):
        return OutcomeUnknown(texts.INTERRUPTED.format(done=press.done, total=total), native=error.native)
    if press.out:
        error.nothing_sent = False
    return error


async def print_document(register: Register, command: PrintDocument) -> Outcome:
    """All copies, each cut off."""
    if not 0 <= command.copies <= _COPIES:
        raise RequestRefused(texts.bad_copies(command.copies, _COPIES))
    composed = await compose(register, command.lines)
    message = await print_out(register, composed, 1 + command.copies)
    return Outcome(warnings=composed.warnings, message=message)


async def print_out(register: Register, composed: Composed, times: int) -> str:
    """A message where the register has yet to print the rest. Raises as `put`, telling how far it came."""
    await standing.ready(register)
    register.check(composed.blocks)
    press, total, message = Press(register), times * len(composed.blocks), ""
    try:
        for _ in range(times):
            await register.begin_document()
            await press.put_all(composed.blocks)
            message = await _ended(register)
    except KkmError as error:
        raise _partly(_owned_up(error, press, total), press, total) from error
    return message


def _partly(error: KkmError, press: Press, total: int) -> KkmError:
    """The register prints what it has taken, and not what was not sent any more."""
    if not press.out or isinstance(error, OutcomeUnknown):
        return error
    text = texts.PARTLY.format(why=error.text, done=press.done, total=total)
    return type(error)(text, native=error.native, nothing_sent=False)


async def _ended(register: Register) -> str:
    """Cut off and out of the register. All rows are the register's by now: whatever happens, they are printed."""
    try:
        await register.end_document()
        await register.printed()
    except KkmError as error:
        return register.rows_later.format(why=error.text)
    return ""


async def print_ruler(register: Register, _: PrintRuler | None = None) -> Outcome:
    composed = Composed(ruler(register.paper))
    message = await print_out(register, composed, 1)
    return Outcome(line_length=register.paper.columns(), message=message)
