"""Plain documents, and a client's own rows between the items of a receipt.

Everything is laid out before the first byte is sent, so that a row that cannot be printed spoils no paper. What the
register has taken it prints to the end by itself, even where the paper has run out in between.
"""

import asyncio
from collections.abc import Sequence

from drivers.errors import DeviceOffline, KkmError, OutcomeUnknown, RequestRefused
from drivers.model.command import OpenDrawer, PrintDocument, PrintRuler
from drivers.model.document import Line, TextLine
from drivers.model.outcome import Outcome
from drivers.printing.ruler import ruler
from drivers.shtrih import composition, head, knife
from drivers.shtrih.composition import Composed
from drivers.shtrih.press import Press
from drivers.shtrih.requests import printing
from drivers.shtrih.requests.status import Mode
from drivers.shtrih.session import Session

_COPIES = 99

INTERRUPTED = (
    "Связь с кассой прервалась во время печати документа: напечатано строк {done} из {total}. Посмотрите на ленту и, "
    "если нужно, напечатайте документ ещё раз."
)
PARTLY = "{why} Касса взяла строк {done} из {total}, остальные не напечатаны: затем напечатайте документ ещё раз."
LATER = "Документ принят кассой, но не допечатан: {why} Касса допечатает его сама, печатать его заново не нужно."


def head_of(session: Session) -> head.Head:
    known, options = session.passport, session.options
    return head.head(known.parameters, known.fonts, options.widths, options.dots)


async def compose(session: Session, lines: Sequence[Line]) -> Composed:
    """What `print_composed` prints. Sends nothing; raises RequestRefused that names the row."""
    if all(isinstance(line, TextLine) for line in lines):
        return composition.compose(lines, head_of(session))
    return await asyncio.to_thread(composition.compose, lines, head_of(session))


async def print_lines(session: Session, lines: Sequence[Line]) -> tuple[str, ...]:
    """Rows where the paper stands, also within an open receipt; warnings. Raises as `compose` and `print_composed`."""
    composed = await compose(session, lines)
    await print_composed(session, composed)
    return composed.warnings


async def print_composed(session: Session, composed: Composed) -> None:
    """Raises KkmError whose `nothing_sent` is True only while no row has gone out.

    OutcomeUnknown where the link broke after that: nobody but a person can tell what is on the paper.
    """
    press = await _press(session, composed)
    try:
        await press.put_all(composed.blocks)
    except KkmError as error:
        raise _owned_up(error, press, len(composed.blocks)) from error


async def _press(session: Session, composed: Composed) -> Press:
    """Raises WrongState for pictures that cannot be printed now."""
    mode = (await session.status()).mode if composed.drawn else Mode.WORKING
    press = Press(session, head_of(session), mode)
    press.check(composed.blocks)
    return press


def _owned_up(error: KkmError, press: Press, total: int) -> KkmError:
    """The error to raise once there is something on the paper."""
    if not press.out:
        return error
    if isinstance(error, DeviceOffline | OutcomeUnknown):
        return OutcomeUnknown(INTERRUPTED.format(done=press.done, total=total), native=error.native)
    error.nothing_sent = False
    return error


async def print_document(session: Session, command: PrintDocument) -> Outcome:
    """All copies, each cut off."""
    if not 0 <= command.copies <= _COPIES:
        raise RequestRefused(f"Число копий: от 0 до {_COPIES}, а не {command.copies}.")
    composed = await compose(session, command.lines)
    message = await print_out(session, composed, 1 + command.copies)
    return Outcome(warnings=composed.warnings, message=message)


async def print_out(session: Session, composed: Composed, times: int) -> str:
    """A message where the register has yet to print the rest. Raises as `print_composed`, telling how far it came."""
    await session.ready()
    press, total, message = await _press(session, composed), times * len(composed.blocks), ""
    try:
        for _ in range(times):
            await press.put_all(composed.blocks)
            message = await _ended(session)
    except KkmError as error:
        raise _partly(_owned_up(error, press, total), press, total) from error
    return message


def _partly(error: KkmError, press: Press, total: int) -> KkmError:
    """The register prints what it has taken, and not what was not sent any more."""
    if not press.out or isinstance(error, OutcomeUnknown):
        return error
    text = PARTLY.format(why=error.text, done=press.done, total=total)
    return type(error)(text, native=error.native, nothing_sent=False)


async def _ended(session: Session) -> str:
    """Cut off and out of the register. All rows are the register's by now: whatever happens, they are printed."""
    try:
        await knife.cut(session)
        await session.printed()
    except KkmError as error:
        return LATER.format(why=error.text)
    return ""


async def print_ruler(session: Session, _: PrintRuler | None = None) -> Outcome:
    composed = Composed(ruler(head_of(session).roll))
    message = await print_out(session, composed, 1)
    return Outcome(line_length=line_length(session), message=message)


def line_length(session: Session) -> int:
    """Characters of the register's own font in a line."""
    return head_of(session).roll.columns()


async def open_drawer(session: Session, _: OpenDrawer | None = None) -> Outcome:
    await session.ask(printing.open_drawer(session.operator))
    return Outcome()
