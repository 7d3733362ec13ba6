"""Documents read back from the archive of the ФН, and copies of them on paper. Source: spec/shtrih-m.md 3.6.

A copy is always printed as text: 8Ch repeats whatever was printed last, which need not be the document that is wanted.
"""

from drivers.errors import DeviceOffline, FrameError, KkmError, NotSupported, OutcomeUnknown, RequestRefused
from drivers.fiscal import copies, tlv, wording
from drivers.fiscal.tags import TAGS
from drivers.fiscal.tlv import Item
from drivers.model.command import ReadDocument
from drivers.model.outcome import DocumentCopy, Outcome
from drivers.printing import transliterate
from drivers.printing.columns import centre
from drivers.printing.page import TextRow
from drivers.shtrih import codes, paper, records, results
from drivers.shtrih.composition import Composed
from drivers.shtrih.numbers import ENCODING
from drivers.shtrih.requests import archive as requests
from drivers.shtrih.requests.archive import FoundDocument
from drivers.shtrih.session import Session

_MOST_COPIES = 99
_MOST_PIECES = 10_000  # of one document
_TRIES = 2  # a piece whose answer is lost cannot be asked for again: the document is begun anew
_LOST = (DeviceOffline, OutcomeUnknown, FrameError)
_TITLE = "КОПИЯ"

CUT_OFF = "Связь с кассой прервалась при чтении документа из архива ФН. Проверьте кабель и повторите команду."
NO_REQUISITES = "Касса не отдала реквизиты документа № {number}: показано только то, что ФН сообщает коротко."


async def read_document(session: Session, command: ReadDocument) -> Outcome:
    """Raises RequestRefused where the ФН has no such document."""
    if not 0 <= command.copies <= _MOST_COPIES:
        raise RequestRefused(f"Число копий: от 0 до {_MOST_COPIES}, а не {command.copies}.")
    try:
        found = await _found(session, command.number)
        told = await requisites(session, found.number)
    except KkmError as error:
        raise _only_asked(error) from error
    copy, is_whole = _copy(session, found, told)
    warnings = () if is_whole else (NO_REQUISITES.format(number=found.number),)
    message = await print_copies(session, copy, command.copies) if command.copies else ""
    return Outcome(copy=copy, warnings=warnings, message=message)


def _only_asked(error: KkmError) -> KkmError:
    """Nothing is printed yet, so nothing is in doubt."""
    if isinstance(error, _LOST):
        return DeviceOffline(CUT_OFF, native=error.native)
    error.nothing_sent = True
    return error


async def _found(session: Session, number: int) -> FoundDocument:
    last = (await records.state(session)).last_document
    wanted = number or last
    if not 0 < wanted <= last:
        raise RequestRefused(wording.no_document(wanted, last))
    try:
        return await records.find(session, wanted)
    except RequestRefused as error:
        if error.native != codes.NO_DATA:
            raise
        raise RequestRefused(wording.no_document(wanted, last), native=error.native) from error


def _copy(session: Session, found: FoundDocument, told: list[Item] | None) -> tuple[DocumentCopy, bool]:
    """And whether it is whole. Requisites without sense are left out: the ФН's short answer is sure in any case."""
    document, known = results.document(session, found), session.passport.registration
    try:
        return copies.copy_of(document, told or [], known, paper.line_length(session)), told is not None
    except ValueError:
        return copies.copy_of(document, [], known, paper.line_length(session)), False


async def requisites(session: Session, number: int) -> list[Item] | None:
    """Everything a document holds; None of a register that does not know FF3A, or gives what cannot be read."""
    for left in reversed(range(_TRIES)):
        try:
            return _items(await _tlv(session, number))
        except (NotSupported, ValueError):
            return None
        except _LOST:
            if not left:
                raise
    return None


async def _tlv(session: Session, number: int) -> bytes:
    """To the very end, so that the register leaves the mode of giving data. Raises ValueError for too much."""
    await session.ask(requests.begin_document(session.admin, number))
    data = b""
    for _ in range(_MOST_PIECES):
        piece = await _piece(session)
        if not piece:
            return data
        data += piece
    raise ValueError(f"document {number} has no end")


async def _piece(session: Session) -> bytes:
    """b"" at the end."""
    try:
        return await session.ask_once(requests.next_piece(session.admin))
    except KkmError as error:
        if error.native == codes.NO_DATA:
            return b""
        raise


def _items(data: bytes) -> list[Item]:
    """Firmware that gives the envelope of the document too is understood (whether any does is not evidenced)."""
    items = tlv.parse(data)
    inner = items[0].raw if len(items) == 1 else b""
    return tlv.parse(inner) if inner and items[0].tag not in TAGS else items


async def print_copies(session: Session, copy: DocumentCopy, times: int) -> str:
    """A message where the register has yet to print the rest. Raises as `paper.print_out`."""
    columns = paper.line_length(session)
    text, _ = transliterate.into(copy.text, ENCODING)
    rows = [*centre(_TITLE, columns), *text.split("\r\n")[:-1]]
    blocks = tuple(
        TextRow(row[start : start + columns]) for row in rows for start in range(0, max(len(row), 1), columns)
    )
    return await paper.print_out(session, Composed(blocks), times)
