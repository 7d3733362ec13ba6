"""How the register and its ФН stand, and what is put in order before a document. Source: spec/shtrih-m.md 4."""

from drivers.errors import KkmError
from drivers.model.ffd import ShiftState
from drivers.registers.known import Standing
from drivers.shtrih import codes, modes
from drivers.shtrih.requests import storage
from drivers.shtrih.requests.status import Mode, ShortStatus
from drivers.shtrih.requests.storage import Life, OpenDocument, StorageState
from drivers.shtrih.session import Session

_SHIFTS = {Mode.SHIFT_CLOSED: ShiftState.CLOSED, Mode.SHIFT_EXPIRED: ShiftState.EXPIRED}


async def storage_state(session: Session) -> StorageState:
    return await session.ask(storage.state(session.admin))


def told(status: ShortStatus, now: StorageState) -> Standing:
    return Standing(
        storage=now.number,
        last=now.last_document,
        shift=_shift(status),
        receipt_open=status.mode == Mode.DOCUMENT_OPEN,
        fiscalized=Life.FISCAL in now.life,
        storage_closed=Life.CLOSED in now.life,
    )


def _shift(status: ShortStatus) -> ShiftState:
    return _SHIFTS.get(status.mode, ShiftState.OPEN)


async def in_order(session: Session, status: ShortStatus) -> Standing:
    """No document hangs in the ФН. A register whose ФН does not answer still prints."""
    try:
        now = await storage_state(session)
        if now.document != OpenDocument.NONE:
            await drop_document(session)
    except KkmError as error:
        if error.native is None:
            raise
        return Standing(storage="", last=0, shift=_shift(status), silence=error)
    return told(status, now)


async def annul(session: Session) -> None:
    """The receipt that stands open, and what hangs in the ФН. Raises OperatorNeeded without paper."""
    if (await session.status()).mode == Mode.DOCUMENT_OPEN:
        await session.printed()
        await modes.annul(session)
    if (await storage_state(session)).document != OpenDocument.NONE:
        await drop_document(session)


async def drop_document(session: Session) -> None:
    """What hangs in the ФН, if anything does."""
    try:
        await session.ask(storage.cancel_document(session.admin))
    except KkmError as error:
        if error.native != codes.BAD_STORAGE_STATE:  # nothing is open
            raise
