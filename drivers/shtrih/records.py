"""Commands that record a document in the ФН: never twice, never lost. Source: spec/shtrih-m.md 1.5, 6.3.

The ФН numbers its documents one by one and never forgets: whether one was recorded is told by the number of its last.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from drivers.errors import DeviceOffline, FrameError, KkmError, OutcomeUnknown
from drivers.shtrih import texts
from drivers.shtrih.request import Request
from drivers.shtrih.requests import archive, storage
from drivers.shtrih.requests.archive import FoundDocument
from drivers.shtrih.requests.storage import StorageState
from drivers.shtrih.session import Session

A = TypeVar("A")
Fits = Callable[[FoundDocument], bool]
_MOST = 50  # documents that are looked through
_AWAY = (DeviceOffline, OutcomeUnknown, FrameError)


async def state(session: Session) -> StorageState:
    return await session.ask(storage.state(session.admin))


async def record(session: Session, request: Request[A], before: StorageState, fits: Fits) -> A | FoundDocument:
    """The answer of a command that records a document, or the document where there was none and the ФН has it.

    An error is no proof either: a register that has lost its ФН for a moment (2Fh) knows no more than we do. Raises
    what it was with `nothing_sent` where the ФН has nothing new, OutcomeUnknown where it cannot be asked.
    """
    try:
        return await session.ask(request)
    except KkmError as error:
        found = await since(session, before, fits, error)
        if found is None:
            raise proven(error) from error
        return found


def proven(error: KkmError) -> KkmError:
    """The error to tell once the ФН has shown that nothing was recorded."""
    if isinstance(error, _AWAY):
        return DeviceOffline(texts.LINK_LOST, native=error.native)
    error.nothing_sent = True
    return error


async def since(session: Session, before: StorageState, fits: Fits, cause: KkmError) -> FoundDocument | None:
    """The document that is recorded after `before`, None for none. Raises OutcomeUnknown where nobody can tell."""
    try:
        found = await fitting(session, before.number, before.last_document, fits)
    except OutcomeUnknown:
        raise
    except KkmError as error:
        raise OutcomeUnknown(cause.text, native=cause.native) from error
    if len(found) > 1:
        raise OutcomeUnknown(texts.several_fit(found)) from cause
    return found[0] if found else None


async def fitting(session: Session, storage_number: str, last: int, fits: Fits) -> list[FoundDocument]:
    """Documents that a ФН has recorded after the one with the number `last`.

    Raises OutcomeUnknown for another ФН, for one that has gone back, and for more documents than can be looked through.
    """
    now = await state(session)
    if now.number != storage_number or not 0 <= now.last_document - last <= _MOST:
        raise OutcomeUnknown(texts.foreign_storage(storage_number, last, now))
    numbers = range(last + 1, now.last_document + 1)
    documents = [await find(session, number) for number in numbers]
    return [document for document in documents if fits(document)]


async def find(session: Session, number: int) -> FoundDocument:
    """Asked again where another one is told of: an LRC of eight bits lets some noise through. Raises FrameError."""
    request = archive.find_document(session.admin, number)
    for _ in range(session.options.tries):
        found = await session.ask(request)
        if found.number == number:
            return found
    raise FrameError(texts.nonsense(request.name, session.address))


async def newest(session: Session, before: StorageState, fits: Fits) -> FoundDocument:
    """The one that was certainly recorded just now. Raises OutcomeUnknown where the ФН does not have it."""
    found = await find(session, before.last_document + 1)
    if fits(found):
        return found
    documents = await fitting(session, before.number, before.last_document, fits)
    if not documents:
        raise OutcomeUnknown(texts.NOT_IN_ARCHIVE)
    return documents[-1]


@contextmanager
def known_to_be_recorded() -> Iterator[None]:
    """Whatever goes wrong within leaves open only what is told of the document: it is asked for later."""
    try:
        yield
    except KkmError as error:
        raise OutcomeUnknown(texts.RECORDED.format(why=error.text), native=error.native) from error
