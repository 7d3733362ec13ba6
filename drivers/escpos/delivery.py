"""Connections to one printer, and what has been learnt of it: does it answer, does it prove what it has printed.

Before the first byte it is asked whether it can print. While it prints it reports changes by itself, so that a stop is
explained. A job goes out in pieces of about 100 mm; the printer proves each in its turn, and no more than two are on
the way, so that every wait is one for a few centimetres of paper. While more documents are waiting, a printer that
proves keeps its connection from one to the next; it is asked before each of them all the same.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from drivers.errors import DeviceOffline, RequestRefused, named
from drivers.escpos import troubles
from drivers.escpos.conversation import Conversation
from drivers.escpos.held import HeldConnection
from drivers.escpos.options import EscPosOptions
from drivers.escpos.proofs import QUIET, ByName, ByStatus, Proof
from drivers.escpos.session import Session
from drivers.escpos.status import Condition
from drivers.ports import Transport
from drivers.transports.address import shown

_TRIAL = 3  # times the patience for an answer in real time: another's job may have to be printed first
_AGAIN = 6  # looks at its state after which a silent printer is asked again: a minute


@dataclass(slots=True)
class Known:
    """What has been learnt of a printer since it was last away."""

    silent: bool = False  # it was asked and has never said anything
    answered: bool = False
    proves: bool | None = None
    heard: dict[int, bool] = field(default_factory=dict)  # DLE EOT n -> it was answered; see Conversation
    owes: int = 0  # answers that nobody waited for and that may still come


class Delivery:
    """One printer; no two sessions overlap."""

    def __init__(self, transport: Transport, options: EscPosOptions, device: str) -> None:
        self._transport, self._options, self._device = transport, options, device
        self._connection = HeldConnection(transport, options.connect_timeout, options.timeout)
        self._proof: Proof = ByName() if options.confirm == "process-id" else ByStatus(min(QUIET, options.timeout))
        self.known = Known()
        self.waiting: Callable[[], bool] = _nobody  # see KeepsInTouch
        self._looks = 0

    async def condition(self) -> Condition | None:
        """None = it does not tell. Raises DeviceOffline.

        A silent printer is tried again now and then: it may have been switched off, or busy with another's job.
        """
        self._looks += 1
        async with self._let_go():
            return await self._ask(await self._open(), again=self._looks % _AGAIN == 0)

    @asynccontextmanager
    async def session(self, advice: str = troubles.AGAIN) -> AsyncIterator[Session]:
        """A printer that is ready. Raises DeviceOffline, OperatorNeeded, DeviceFaulty with nothing sent before a job is
        sent over it, OutcomeUnknown with the `advice` from then on.
        """
        async with self._let_go():
            talk = await self._ready_one()
            proof = self._proof if self.known.proves and talk.listening else None
            session = Session(talk, self._transport, self._options, proof)
            try:
                yield session
            except (DeviceOffline, TimeoutError) as error:
                if session.begun:
                    raise session.broke_off(error, self._device, advice) from error
                raise error if isinstance(error, DeviceOffline) else self._offline() from error
            except RequestRefused as error:  # found while drawing; the checks before should have found it
                error.nothing_sent = not session.begun
                raise
            finally:
                self.known.owes += session.unanswered
            if proof and self.waiting():
                self._connection.hold()

    async def close(self) -> None:
        await self._connection.close()

    @asynccontextmanager
    async def _let_go(self) -> AsyncIterator[None]:
        """At the end the connection is closed, unless it is held."""
        try:
            with named(self._device):
                yield
        finally:
            if not self._connection.holding:
                await self._connection.close()

    async def _ready_one(self) -> Conversation:
        """Over the connection of the job before, where it still stands."""
        if talk := await self._connection.held():
            with suppress(DeviceOffline):  # nothing was sent, and a new connection tells whether it is gone
                await self._ready(talk)
                return talk
        talk = await self._open()
        await self._ready(talk)
        return talk

    async def _open(self) -> Conversation:
        try:
            return await self._connection.open(self.known.heard)
        except (TimeoutError, DeviceOffline) as error:
            self.known = Known(proves=self.known.proves if self.known.owes else None, owes=self.known.owes)
            if isinstance(error, DeviceOffline):
                raise
            raise self._offline() from error

    def _offline(self) -> DeviceOffline:
        return DeviceOffline(
            f"Принтер «{self._device}» не отвечает ({shown(self._options.connection)}). "
            "Проверьте, что он включён и подключён."
        )

    async def _ask(self, talk: Conversation, patience: float = 0, *, again: bool = False) -> Condition | None:
        """`patience`: seconds for a printer that has answered before and may be busy with another's job. `again`: even
        one that has never answered.
        """
        if self._options.status == "off" or not talk.listening or (self.known.silent and not again):
            return None
        try:
            async with asyncio.timeout(self._options.timeout + patience):
                condition = await talk.ask(self._options.status_timeout, patience if self.known.answered else 0)
        except TimeoutError as error:  # it does not even take the question
            raise self._offline() from error
        if condition is not None:
            self.known.answered, self.known.silent = True, False
        elif self._options.status == "auto":
            self.known.silent = not self.known.answered
        return condition

    async def _ready(self, talk: Conversation) -> None:
        condition = await self._ask(talk, self._options.timeout)
        if condition is None and (self._options.status == "on" or self.known.answered):
            raise troubles.silent(self._device)
        if condition is not None and condition.stopped:
            raise troubles.not_ready(condition, self._device)
        self._proof.begin(talk)
        if not self._wants_proof(talk, condition):
            self.known.proves = None
        elif self.known.proves is None or self.known.owes:
            await self._try_proof(talk)

    def _wants_proof(self, talk: Conversation, condition: Condition | None) -> bool:
        match self._options.confirm:
            case "off":
                return False
            case "auto":
                return condition is not None
            case _:
                return talk.listening

    async def _try_proof(self, talk: Conversation) -> None:
        """Ask while there is nothing to prove; answers still due to an older job come first and are dropped."""
        owed, patience = self.known.owes, self._options.timeout
        if not self.known.proves:
            patience = min(patience, _TRIAL * self._options.status_timeout)
        proves = await self._answered(talk, patience)
        if not proves and self.known.proves:
            raise troubles.busy(self._device)
        if not proves and self._options.confirm != "auto":
            raise troubles.never_confirms(self._device)
        if proves:
            await self._proof.drain(talk, owed)
        self.known.proves, self.known.owes = proves, 0

    async def _answered(self, talk: Conversation, patience: float) -> bool:
        """A question that nobody waits for any more is owed like those of a job."""
        try:
            async with asyncio.timeout(self._options.timeout):
                self.known.owes += 1
                await talk.write(self._proof.question())
        except TimeoutError as error:
            raise self._offline() from error
        return bool(await self._proof.wait(talk, patience))


def _nobody() -> bool:
    return False
