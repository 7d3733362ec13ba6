"""How the register and its ФН stand before a fiscal document, and what is put in order. Source: spec/shtrih-m.md 4."""

from dataclasses import dataclass

from drivers.errors import KkmError, WrongState
from drivers.shtrih import codes, records, texts
from drivers.shtrih.requests import storage
from drivers.shtrih.requests.status import Mode, ShortStatus
from drivers.shtrih.requests.storage import Life, OpenDocument, StorageState
from drivers.shtrih.session import Session


@dataclass(frozen=True, slots=True)
class Standing:
    status: ShortStatus
    storage: StorageState

    @property
    def closed(self) -> bool:
        """The shift."""
        return self.status.mode == Mode.SHIFT_CLOSED

    @property
    def expired(self) -> bool:
        return self.status.mode == Mode.SHIFT_EXPIRED


async def standing(session: Session) -> Standing:
    """Ready to print, no document open in the ФН. Raises KkmError, all with nothing sent of the command."""
    status = await session.ready()
    try:
        return Standing(status, await _storage(session))
    except KkmError as error:
        error.nothing_sent = True
        raise


async def fiscal(session: Session) -> Standing:
    """The same of a ФН that takes documents. Raises WrongState for one that does not."""
    found = await standing(session)
    if Life.CLOSED in found.storage.life:
        raise WrongState(texts.STORAGE_CLOSED)
    if Life.FISCAL not in found.storage.life:
        raise WrongState(texts.NOT_FISCALIZED)
    return found


async def _storage(session: Session) -> StorageState:
    """Of the ФН that is in the register now; what was known of another one is forgotten."""
    now = await records.state(session)
    if now.number != session.passport.storage:
        session.forget()
        await session.begin()
    if now.document != OpenDocument.NONE:
        await drop_document(session)
    return now


async def drop_document(session: Session) -> None:
    """What hangs in the ФН, if anything does."""
    try:
        await session.ask(storage.cancel_document(session.admin))
    except KkmError as error:
        if error.native != codes.BAD_STORAGE_STATE:  # nothing is open
            raise
