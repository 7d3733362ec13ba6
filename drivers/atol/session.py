"""One register as the rest of the driver sees it: a line that is mended, answers without their codes, modes.

Owned by one task. Whatever waits has a deadline: those of the line, `print_timeout` while something is printed.
"""

from contextlib import suppress
from typing import Any, TypeVar

from drivers.atol import codes, modes, printout, texts
from drivers.atol.line import Line
from drivers.atol.options import AtolOptions
from drivers.atol.reply import Reply
from drivers.atol.request import Effect, Request
from drivers.atol.requests import tables
from drivers.atol.requests.state import Mode
from drivers.errors import FrameError, KkmError, OutcomeUnknown
from drivers.ports import DeviceContext

A = TypeVar("A")
_TRIES = 4  # of a command that the register is not ready for
_PAUSE = 0.5  # seconds between them
_PASSING = frozenset({30, 186, 210, 211, 212})  # asked again: a mode that is locked, a ФН that was busy
_ELSEWHERE = frozenset({codes.WRONG_MODE, 122})  # the question belongs into another mode
# Of these a second one is refused by how the register stands: receipt or shift are open already, or closed already.
_GUARDED = frozenset({0x59, 0x5A, 0x92, 0x9A})


class Session:
    def __init__(self, context: DeviceContext, options: AtolOptions) -> None:
        self.options, self.clock = options, context.clock
        self._line = Line(context.open_transport(options.connection), options, context.clock)
        self.z_unfinished = False  # a Z report was interrupted: 5Ah has to come again before anything else
        self.z_unprinted = False  # the same of one that is recorded, unless somebody has opened the next shift since
        self._opened = self._was_opened = False
        self._wants_mode: set[int] = set()  # commands that this register answers in their own mode alone

    @property
    def address(self) -> str:
        return self._line.address

    async def connect(self) -> bool:
        """Whether the connection is new. Raises DeviceOffline, FrameError."""
        if self._opened and not self._line.broken:
            return False
        self._opened = False
        await self._line.open()
        self._opened = self._was_opened = True
        return True

    async def close(self) -> None:
        """Never raises."""
        self._opened = False
        await self._line.close()

    def trace(self) -> str:
        """The task id of the next command, "" where there are none."""
        tid = self._line.next_tid
        return "" if tid is None else str(tid)

    def resume(self, trace: str) -> None:
        """Before the first connection: a command with that task id, or a later one, may be in the register's queue.

        Later the line itself knows what it has in flight.
        """
        if trace.isdecimal() and not self._was_opened:
            self._line.resume(int(trace))

    async def ask(self, request: Request[A]) -> A:
        """The answer. What the register says no to is tried again where waiting, or resuming its print, can help.

        Raises the KkmError of `codes` otherwise, and those of `Line.ask`.
        """
        for _ in range(_TRIES - 1):
            reply = await self._reply(request)
            if not reply.error or not await self._is_helped(reply.error, request):
                return await self._answer(request, reply)
        return await self.ask_once(request)

    async def ask_once(self, request: Request[A]) -> A:
        """As `ask`, but a no is a no."""
        return await self._answer(request, await self._reply(request))

    async def ask_anywhere(self, request: Request[A], mode: Mode) -> A:
        """In the mode that the register is in, and only where that cannot be, in `mode`. Source: spec/atol.md 13."""
        if request.code in self._wants_mode:
            await modes.enter(self, mode)
            return await self.ask(request)
        try:
            return await self.ask(request)
        except KkmError as error:
            if error.native not in _ELSEWHERE:
                raise
        await modes.enter(self, mode)
        answer = await self.ask(request)
        self._wants_mode.add(request.code)
        return answer

    async def told(self, request: Request[A], mode: Mode) -> A | None:
        """The same; None where the register says no, or tells nonsense."""
        try:
            return await self.ask_anywhere(request, mode)
        except FrameError:
            return None
        except KkmError as error:
            if error.native is None:
                raise
            return None

    def forget(self) -> None:
        """Another register may be at the end of the line."""
        self._wants_mode.clear()

    async def _is_helped(self, error: int, request: Request[Any]) -> bool:
        """Whether to ask once more. A command of money is only repeated where doing it twice is impossible."""
        if error == codes.UNFINISHED:
            await printout.go_on(self)
            return request.effect is not Effect.MONEY or request.code in _GUARDED
        if error in _PASSING and request.effect is Effect.NONE:
            await self.clock.sleep(_PAUSE)
            return True
        return False

    async def _reply(self, request: Request[Any]) -> Reply:
        await self.connect()
        return await self._line.ask(request)

    async def _answer(self, request: Request[A], reply: Reply) -> A:
        """An answer too short to be read leaves a command with an effect in doubt: it was carried out."""
        if reply.error:
            self.z_unfinished |= reply.error == codes.REPORT_INTERRUPTED
            raise codes.error_of(reply, request, extended=await self._extended(reply.error))
        try:
            return request.read(reply.data)
        except ValueError as error:
            kind = FrameError if request.effect is Effect.NONE else OutcomeUnknown
            raise kind(texts.nonsense(request.name, self.address)) from error

    async def _extended(self, error: int) -> int | None:
        """What 238 stands for, where the register tells."""
        if error != codes.EXTENDED:
            return None
        request = tables.extended_error(self.options.register_numbers)
        with suppress(KkmError, ValueError):
            reply = await self._line.ask(request)
            return None if reply.error else request.read(reply.data)
        return None
