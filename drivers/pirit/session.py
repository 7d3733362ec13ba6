"""One register as the rest of the driver sees it: answers without their codes, 10h when it is due.

Owned by one task. Whatever waits has a deadline, see `Line`.
"""

from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from drivers.errors import FrameError, KkmError, OutcomeUnknown
from drivers.pirit import codes, texts
from drivers.pirit.line import Line
from drivers.pirit.options import PiritOptions
from drivers.pirit.request import Effect, Request
from drivers.pirit.requests import settings, status
from drivers.pirit.requests.status import Current, Flags, Reason
from drivers.ports import DeviceContext

A = TypeVar("A")
_TRIES, _PAUSE = 3, 1.0  # of errors that pass; seconds
_NO_REASON = Reason(0)


class Session:
    """The line is opened by `connected`, and again by `ask` where it breaks."""

    def __init__(self, context: DeviceContext, options: PiritOptions) -> None:
        self.options, self.clock = options, context.clock
        self._line = Line(context.open_transport(options.connection), options, context.clock)
        self.address = self._line.address

    async def connected(self) -> bool:
        """Whether the connection is new."""
        if not self._line.broken:
            return False
        await self._line.open()
        return True

    async def close(self) -> None:
        """Never raises."""
        await self._line.close()

    async def ask(self, request: Request[A]) -> A:
        """The answer. A no that says nothing was done is asked again where 10h or waiting can help.

        Raises the KkmError of `codes` otherwise, and those of `Line.ask`.
        """
        left = _TRIES
        while (reply := await self._line.ask(request)).error:
            left, reason = left - 1, await self._reason(reply.error)
            if not left or not await self._helped(reply.error, reason, request.effect):
                raise await self._refusal(reply.error, request, reason)
        return self._read(request, reply.data)

    async def close_document(self, request: Request[A]) -> A:
        """As `ask` of what may print for long: an answer that comes after all is taken, for no other will come (A8)."""
        self._line.stale.clear()
        try:
            return await self.ask(request)
        except OutcomeUnknown:
            late = await self._late(request)
            if late is None:
                raise
            return self._read(request, late)

    async def flags(self) -> Flags:
        return await self.ask(status.flags())

    async def awake(self) -> Flags:
        """The same after 10h, which is due whenever power has come back; nothing else is taken before it."""
        now = await self.flags()
        if Current.NOT_STARTED not in now.current:
            return now
        await self.start()
        return await self.flags()

    async def start(self) -> None:
        """10h. Clocks that are apart are told of elsewhere: error 0Bh means that it was carried out all the same (P1).

        Raises WrongState for a date before that of the last document.
        """
        request = settings.start_work(self.clock.local().replace(tzinfo=None))
        reply = await self._line.ask(request)
        if reply.error not in (0, codes.CLOCK_APART):
            raise await self._refusal(reply.error, request, _NO_REASON)

    async def _late(self, request: Request[A]) -> bytes | None:
        """It answers in turn: once it has answered a question, it has done with what came before."""
        patience = max(request.patience, self.options.print_timeout)
        with suppress(KkmError):
            await self._line.ask(replace(status.flags(), patience=patience))
        for reply in self._line.stale:
            if reply.code == request.code and not reply.error:
                return reply.data
        return None

    async def _helped(self, code: int, reason: Reason, effect: Effect) -> bool:
        if code == codes.WRONG_STATE and reason.code == codes.NOT_STARTED:
            await self.start()
            return True
        if not codes.is_passing(code, effect):
            return False
        await self.clock.sleep(_PAUSE)
        return True

    async def _reason(self, code: int) -> Reason:
        """06h/1; nothing where it does not tell."""
        if not codes.has_reason(code):
            return _NO_REASON
        with suppress(KkmError, ValueError):
            reply = await self._line.ask(status.reason())
            return _NO_REASON if reply.error else status.reason().read(reply.data)
        return _NO_REASON

    async def _refusal(self, code: int, request: Request[A], reason: Reason) -> KkmError:
        told = await self._fatal_words() if code == codes.FATAL else ""
        return codes.error_of(code, request.name, effect=request.effect, reason=reason, told=told)

    async def _fatal_words(self) -> str:
        with suppress(KkmError, ValueError):
            flags = status.read_flags((await self._line.ask(status.flags())).data)
            locks = status.locks().read((await self._line.ask(status.locks())).data)
            return ", ".join(filter(None, (codes.fatal_words(flags.fatal), codes.lock_words(locks))))
        return ""

    def _read(self, request: Request[A], data: bytes) -> A:
        """An answer that cannot be read leaves a command with an effect in doubt: it was carried out."""
        try:
            return request.read(data)
        except ValueError as error:
            kind = FrameError if request.effect is Effect.NONE else OutcomeUnknown
            raise kind(texts.NONSENSE.format(request=request.name, address=self.address)) from error
