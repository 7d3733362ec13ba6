"""Documents read back from the archive of the ФН, and copies of them on paper."""

from collections.abc import Sequence
from dataclasses import replace

from drivers.errors import DeviceOffline, FrameError, KkmError, NotSupported, OutcomeUnknown, RequestRefused
from drivers.fiscal import copies, tlv, wording
from drivers.model.command import ReadDocument
from drivers.model.document import Payments, Receipt
from drivers.model.ffd import DocumentForm
from drivers.model.outcome import DocumentCopy, FiscalDocument, Outcome
from drivers.printing import transliterate
from drivers.printing.columns import centre
from drivers.printing.page import TextRow
from drivers.registers import paper, results, texts
from drivers.registers.composition import Composed
from drivers.registers.known import Found, NotTold
from drivers.registers.register import Register

_MOST_COPIES = 99
_LOST = (DeviceOffline, OutcomeUnknown, FrameError)
_TITLE = "КОПИЯ"


async def read_document(register: Register, command: ReadDocument) -> Outcome:
    """Raises RequestRefused where the ФН has no such document."""
    if not 0 <= command.copies <= _MOST_COPIES:
        raise RequestRefused(texts.bad_copies(command.copies, _MOST_COPIES))
    try:
        found = await _found(register, command.number)
        told = await register.requisites(found.number)
    except KkmError as error:
        raise _only_asked(error) from error
    if found.unclear and told is None:
        raise NotSupported(texts.without_form(found))
    copy, is_whole = _copy(register, found, told)
    warnings = () if is_whole else (texts.NO_REQUISITES.format(number=found.number),)
    message = await print_copies(register, copy, command.copies) if command.copies else ""
    return Outcome(copy=copy, warnings=(*warnings, *results.doubts(found)), message=message)


def _only_asked(error: KkmError) -> KkmError:
    """Nothing is printed yet, so nothing is in doubt."""
    if isinstance(error, NotTold):
        return NotSupported(error.text, native=error.native)
    if isinstance(error, _LOST):
        return DeviceOffline(texts.CUT_OFF, native=error.native)
    error.nothing_sent = True
    return error


async def _found(register: Register, number: int) -> Found:
    last = (await register.last()).number
    wanted = number or last
    if not 0 < wanted <= last:
        raise RequestRefused(wording.no_document(wanted, last))
    try:
        return await register.find(wanted)
    except NotSupported:
        raise
    except RequestRefused as error:
        raise RequestRefused(wording.no_document(wanted, last), native=error.native) from error


def _copy(register: Register, found: Found, told: Sequence[tlv.Item] | None) -> tuple[DocumentCopy, bool]:
    """And whether it is whole. Requisites without sense are left out: what the ФН says is sure in any case."""
    document = results.document(register, found, DocumentForm.RECEIPT)
    try:
        return copy_of(register, document, told or ()), told is not None
    except ValueError:
        return copy_of(register, document, ()), False


def copy_of(register: Register, document: FiscalDocument, told: Sequence[tlv.Item]) -> DocumentCopy:
    """Raises ValueError for a requisite whose bytes do not suit it."""
    return copies.copy_of(document, told, register.known.registration, register.paper.columns())


def due(receipt: Receipt) -> Payments:
    """What stayed in the drawer of what was handed over."""
    paid = receipt.payments
    change = 0 if receipt.correction else max(0, paid.total - receipt.total)
    return replace(paid, cash=paid.cash - change)


async def print_copies(register: Register, copy: DocumentCopy, times: int) -> str:
    """A message where the register has yet to print the rest. Raises as `paper.print_out`."""
    columns = register.paper.columns()
    text, _ = transliterate.into(copy.text, register.encoding)
    rows = [*centre(_TITLE, columns), *text.split("\r\n")[:-1]]
    blocks = tuple(
        TextRow(row[start : start + columns]) for row in rows for start in range(0, max(len(row), 1), columns)
    )
    return await paper.print_out(register, Composed(blocks), times)
