"""Documents read back from the archive of the ФН. Source: spec/shtrih-m.md 3.6."""

from drivers.errors import DeviceOffline, FrameError, KkmError, NotSupported, OutcomeUnknown
from drivers.fiscal import tlv
from drivers.fiscal.tags import TAGS
from drivers.fiscal.tlv import Item
from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.registers.known import Found
from drivers.shtrih import codes, texts
from drivers.shtrih.requests import archive as requests
from drivers.shtrih.requests.archive import FoundDocument, FoundReceipt, FoundShift
from drivers.shtrih.session import Session

_MOST_PIECES = 10_000  # of one document
_TRIES = 2  # a piece whose answer is lost cannot be asked for again: the document is begun anew
_LOST = (DeviceOffline, OutcomeUnknown, FrameError)
_FORMS = {4: DocumentForm.RECEIPT, 41: DocumentForm.CORRECTION}  # БСО counts as the receipt it is


async def find(session: Session, number: int) -> Found:
    """Asked again where another one is told of, or none that can be: an LRC of eight bits lets some noise through.

    Raises FrameError where it stays so, RequestRefused where there is none of that number.
    """
    request = requests.find_document(session.admin, number)
    for _ in range(session.options.tries):
        told = await session.ask(request)
        if told.number == number and (found := _found(told)) is not None:
            return found
    raise FrameError(texts.nonsense(request.name, session.address))


def _found(told: FoundDocument) -> Found | None:
    """None for a form or a type of receipt that does not exist."""
    receipt = told.details if isinstance(told.details, FoundReceipt) else None
    try:
        return Found(
            number=told.number,
            form=_FORMS.get(told.form) or DocumentForm(told.form),
            time=told.time,
            sign=told.sign,
            type=ReceiptType(receipt.operation) if receipt else None,
            total=receipt.total if receipt else None,
            shift=told.details.shift if isinstance(told.details, FoundShift) else 0,
        )
    except ValueError:
        return None


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
