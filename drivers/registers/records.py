"""Commands that record a document in the ФН: never twice, never lost.

The ФН numbers its documents one by one and never forgets: whether one was recorded is told by the number of its last.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from drivers.errors import DeviceOffline, FrameError, KkmError, OutcomeUnknown
from drivers.registers import texts
from drivers.registers.known import Found, Standing
from drivers.registers.register import Register

Fits = Callable[[Found], bool]
_MOST = 50  # documents that are looked through
_AWAY = (DeviceOffline, OutcomeUnknown, FrameError)


async def record(
    register: Register, command: Callable[[], Awaitable[Found | None]], before: Standing, fits: Fits
) -> Found:
    """The document. An error of the register is no proof either: one that has lost its ФН for a moment knows no more
    than we do.

    Raises what it was with `nothing_sent` where the ФН has nothing new, OutcomeUnknown where it cannot be asked.
    """
    try:
        told = await command()
    except KkmError as error:
        found = await since(register, before, fits, error)
        if found is None:
            raise proven(error) from error
        return found
    if told is not None and told.number == before.last + 1:
        return told
    with known_to_be_recorded():
        return await newest(register, before, fits)


def proven(error: KkmError) -> KkmError:
    """The error to tell once the ФН has shown that nothing was recorded."""
    if isinstance(error, _AWAY):
        return DeviceOffline(texts.LINK_LOST, native=error.native)
    error.nothing_sent = True
    return error


async def since(register: Register, before: Standing, fits: Fits, cause: KkmError) -> Found | None:
    """The document that is recorded after `before`, None for none. Raises OutcomeUnknown where nobody can tell."""
    try:
        found = await fitting(register, before.storage, before.last, fits)
    except OutcomeUnknown:
        raise
    except KkmError as error:
        raise OutcomeUnknown(cause.text, native=cause.native) from error
    if len(found) > 1:
        raise OutcomeUnknown(texts.several_fit(found)) from cause
    return found[0] if found else None


async def fitting(register: Register, storage: str, last: int, fits: Fits) -> list[Found]:
    """Documents that a ФН has recorded after the one with the number `last`.

    Raises OutcomeUnknown for another ФН, for one that has gone back, and for more documents than can be looked through.
    """
    now = await register.last()
    if now.storage != storage or not 0 <= now.number - last <= _MOST:
        raise OutcomeUnknown(texts.foreign_storage(storage, last, now))
    documents = [await register.find(number) for number in range(last + 1, now.number + 1)]
    return [document for document in documents if fits(document)]


async def newest(register: Register, before: Standing, fits: Fits) -> Found:
    """The one that was certainly recorded just now. Raises OutcomeUnknown where the ФН does not have it."""
    found = await register.find(before.last + 1)
    if fits(found):
        return found
    documents = await fitting(register, before.storage, before.last, fits)
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
