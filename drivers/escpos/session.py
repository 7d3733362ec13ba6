"""A job on its way: in pieces, proved one by one, and how far it came when it broke off."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from drivers.errors import DeviceOffline, OutcomeUnknown
from drivers.escpos import status, troubles
from drivers.escpos.conversation import Conversation
from drivers.escpos.encoder import Piece
from drivers.escpos.options import EscPosOptions
from drivers.escpos.proofs import Proof
from drivers.ports import Transport

Out = Callable[[int], Awaitable[None]]  # is told how many labels are out
_CHUNK = 4096  # bytes that share one deadline; 4.3 s at 9600 baud
_AHEAD = 2  # pieces on the way


@dataclass(slots=True)
class Tally:
    """How far a job is, in bytes of its pieces (0 in all = not known beforehand) and in labels: proved, or handed over
    to a printer that proves nothing.
    """

    total: int = 0
    sent: int = 0
    confirmed: int = 0
    labels: int = 0

    def words(self, *, proved: bool) -> str:
        text = f"отправлено {self.sent} из {self.total} байт" if self.total else f"отправлено {self.sent} байт"
        return f"{text}, подтверждено {self.confirmed}" if proved else text


class Unconfirmed(TimeoutError):
    """All was handed over, and the printer did not prove it."""


class Session:
    """A connection to a printer that has said it is ready, or of which nothing is known.

    `proof`: None = it has none.
    """

    def __init__(self, talk: Conversation, transport: Transport, options: EscPosOptions, proof: Proof | None) -> None:
        self.talk, self.proof = talk, proof
        self._transport, self._options = transport, options
        self._flight: deque[Piece] = deque()
        self._outgoing, self._own = bytearray(), 0  # what is to go out together; bytes in it that are of no piece
        self.tally = Tally()
        self._waited = 0.0  # seconds for somebody to come, since the last progress
        self.begun = False  # a byte of a job has gone out
        self.unanswered = 0  # questions of the proof

    async def send(
        self, start: bytes, pieces: AsyncIterator[Piece], out: Out | None = None, *, at_hand: bool = False
    ) -> None:
        """`at_hand`: the pieces take no time to make. Raises DeviceOffline or TimeoutError; see `broke_off`."""
        reporting = self.talk.condition is not None
        before = start + (status.automatic(on=True) if reporting else b"")
        async for piece in pieces:
            if self.proof and len(self._flight) >= _AHEAD:
                await self._flush()
                await self._prove(out)
            self._add(before or self._question(), piece)
            before = b""
            if not at_hand or len(self._outgoing) >= _CHUNK:
                await self._flush()
        if self._flight or self.begun:
            self._add((status.automatic(on=False) if reporting else b"") + self._question())
            await self._flush()
            await (self._prove_all(out) if self.proof else self._finish())

    def broke_off(self, error: DeviceOffline | TimeoutError, device: str, advice: str) -> OutcomeUnknown:
        if isinstance(error, DeviceOffline):
            reason = error.text
        elif isinstance(error, Unconfirmed):
            reason = troubles.UNCONFIRMED
        else:
            reason = troubles.stalled(self.talk.condition)
        progress = self.tally.words(proved=bool(self.proof))
        if self.proof is None:  # nobody would notice that half of it is still in the printer
            advice = f"{troubles.REST} {advice}"
        return troubles.broke_off(device, progress, reason, self.talk.condition, advice)

    def _question(self) -> bytes:
        """For the pieces sent so far."""
        if self.proof is None:
            return b""
        self.unanswered += 1
        return self.proof.question()

    def _add(self, own: bytes, piece: Piece | None = None) -> None:
        """`own`: bytes of ours, which do not count, in front of the piece."""
        self._outgoing += own
        self._own += len(own)
        if piece:
            self._outgoing += piece.data
            self._flight.append(piece)

    async def _flush(self) -> None:
        data, before = bytes(self._outgoing), self.tally.sent - self._own
        self._outgoing.clear()
        self._own = 0
        self.begun = self.begun or bool(data)
        for at in range(0, len(data), _CHUNK):
            await self._write(data[at : at + _CHUNK])
            self.tally.sent = max(self.tally.sent, before + min(len(data), at + _CHUNK))

    async def _write(self, data: bytes) -> None:
        """Raises TimeoutError when nothing more is taken, DeviceOffline."""
        async with asyncio.timeout(None) as limit:
            self._begin_waiting(limit)
            try:
                await self.talk.write(data)
            finally:
                self._timer.cancel()
        self._waited = 0.0

    def _begin_waiting(self, limit: asyncio.Timeout) -> None:
        self._timer = asyncio.get_running_loop().call_later(self._options.timeout, self._waited_enough, limit)

    def _waited_enough(self, limit: asyncio.Timeout) -> None:
        if self._somebody_may_come():
            self._begin_waiting(limit)
        else:
            limit.reschedule(0.0)

    def _somebody_may_come(self) -> bool:
        """The printer has said that it waits for paper or its cover, and not for too long."""
        condition = self.talk.condition
        self._waited += self._options.timeout
        hopeful = condition is not None and (condition.paper_out or condition.cover_open)
        return hopeful and self._waited < self._options.operator_timeout

    async def _prove_all(self, out: Out | None) -> None:
        while self._flight:
            await self._prove(out)

    async def _prove(self, out: Out | None) -> None:
        assert self.proof
        while not (count := await self.proof.wait(self.talk, self._options.timeout)):
            if not self._somebody_may_come():
                raise Unconfirmed
        self._waited = 0.0
        self.unanswered -= count
        await self._settled(count, out)

    async def _settled(self, count: int, out: Out | None) -> None:
        for _ in range(min(count, len(self._flight))):
            piece = self._flight.popleft()
            self.tally.confirmed += len(piece.data)
            self.tally.labels += piece.labels
        if out:
            await out(self.tally.labels)

    async def _finish(self) -> None:
        """Without a proof: what the printer says once more, and what the transport can tell. No label counts as out."""
        if self.talk.condition is not None:
            condition = await self.talk.ask(self._options.status_timeout, self._options.timeout)
            if condition is None or condition.stopped:
                raise Unconfirmed
        await self.talk.stop()
        async with asyncio.timeout(max(self._options.timeout, self._transport.patience)):
            await self._transport.finish()
        await self._settled(len(self._flight), None)
