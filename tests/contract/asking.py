"""Commands as the server gives them: marked, carried out within a deadline, settled where the answer leaves doubt."""

import asyncio
import re
from dataclasses import dataclass
from enum import StrEnum

import pytest

from drivers.errors import DeviceOffline, KkmError, OutcomeUnknown
from drivers.model.command import Command
from drivers.model.outcome import FiscalDocument, Outcome
from kkmserver.dispatch.verdict import in_doubt
from tests.contract.stand import Recorded, Stand

WITHIN = 300.0  # seconds for any command, whatever is wrong: what a server waits
_TRIES = 5  # of asking a register that answers with errors
_PAUSE = 0.5  # seconds between them
_RUSSIAN = re.compile("[а-яё]{3}", re.IGNORECASE)


class Told(StrEnum):
    DONE = "done"
    REFUSED = "refused"  # nothing was printed or recorded
    FAILED = "failed"  # nothing was recorded, something may have been printed
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    told: Told
    outcome: Outcome | None = None
    error: KkmError | None = None

    @property
    def document(self) -> FiscalDocument:
        assert self.outcome, self
        return made(self.outcome)


def made(outcome: Outcome) -> FiscalDocument:
    assert outcome.document is not None
    return outcome.document


async def done(stand: Stand, command: Command) -> Outcome:
    async with asyncio.timeout(WITHIN):
        return await stand.driver.execute(command)


async def tried(stand: Stand, command: Command) -> KkmError | None:
    """How it is refused, if it is."""
    try:
        await done(stand, command)
    except KkmError as error:
        return _clear(error)
    return None


async def carried_out(stand: Stand, command: Command) -> Answer:
    """Where the answer leaves doubt, somebody mends what is broken before the register is asked."""
    async with asyncio.timeout(WITHIN):
        try:
            mark = await stand.driver.mark()
        except KkmError as error:
            return Answer(Told.REFUSED, error=_clear(error))
        try:
            return Answer(Told.DONE, await stand.driver.execute(command))
        except KkmError as error:
            if not in_doubt(_clear(error)):
                return Answer(Told.REFUSED if error.nothing_sent else Told.FAILED, error=error)
    await stand.mend()
    return await settled(stand, command, mark)


async def settled(stand: Stand, command: Command, mark: str) -> Answer:
    """A server asks for as long as the register is away, and some times what answers with errors. Raises KkmError."""
    tries = 0
    async with asyncio.timeout(WITHIN):
        while True:
            try:
                return await _settled(stand, command, mark)
            except KkmError as error:
                tries += not isinstance(error, DeviceOffline)
                if tries == _TRIES:
                    raise
            await asyncio.sleep(_PAUSE)


async def _settled(stand: Stand, command: Command, mark: str) -> Answer:
    try:
        outcome = await stand.driver.settle(command, mark)
    except OutcomeUnknown as error:
        return Answer(Told.UNKNOWN, error=_clear(error))
    return Answer(Told.DONE, outcome) if outcome else Answer(Told.REFUSED)


async def refused(
    stand: Stand, command: Command, kind: type[KkmError] | tuple[type[KkmError], ...] = KkmError
) -> KkmError:
    """It is refused in words a cashier can act on, and nothing has come of it."""
    before, drawer = stand.documents, stand.drawer
    async with asyncio.timeout(WITHIN):
        with pytest.raises(kind) as caught:
            await stand.driver.execute(command)
    assert caught.value.nothing_sent, caught.value
    assert (stand.documents, stand.drawer) == (before, drawer)
    return _clear(caught.value)


def _clear(error: KkmError) -> KkmError:
    assert _RUSSIAN.search(error.text), error
    assert error.device, f"{error!r} does not say which device it is"
    return error


def last(stand: Stand, outcome: Outcome) -> Recorded:
    """The newest document of the ФН, which is the one that was answered."""
    recorded, told = stand.documents[-1], made(outcome)
    assert (told.number, told.form, told.sign) == (recorded.number, recorded.form, recorded.sign)
    assert (told.receipt_type, told.total) == (recorded.type, recorded.total)
    return recorded
