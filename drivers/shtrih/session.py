"""One register as the rest of the driver sees it: a line that is mended, answers without their codes, paper.

Owned by one task. Whatever waits has a deadline: those of the line, `print_timeout` while something is printed.
"""

from contextlib import suppress
from typing import TypeVar

from drivers.errors import FrameError, KkmError, OutcomeUnknown
from drivers.ports import DeviceContext
from drivers.shtrih import codes, hurdles, passport, printout, texts
from drivers.shtrih.codec import Reply
from drivers.shtrih.fields import Fields
from drivers.shtrih.line import Line
from drivers.shtrih.options import ShtrihOptions
from drivers.shtrih.passport import Passport
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.requests import status
from drivers.shtrih.requests.parameters import Ability, Parameters
from drivers.shtrih.requests.status import Mode, ShortStatus
from drivers.transports.address import shown

A = TypeVar("A")


class Session:
    """`connect` and `learn` come first in every command."""

    def __init__(self, context: DeviceContext, options: ShtrihOptions) -> None:
        self.options, self.clock = options, context.clock
        self.address = shown(options.connection)
        self.no_print: int | None = None  # table 17 field 7 as it stands; None: not known
        self.fields = Fields(Parameters())  # where settings stand, as far as it was asked
        self.table_sizes: dict[int, int] = {}  # fields by table, as far as it was asked
        self.mode = Mode.WORKING  # as the register told it last
        self._line = Line(context.open_transport(options.connection), options, context.clock)
        self._opened = False
        self._passport: Passport | None = None

    @property
    def operator(self) -> int:
        """Password of whoever prints and sells."""
        return self.options.password

    @property
    def admin(self) -> int:
        """Password of the system administrator: tables, reports, the ФН."""
        return self.options.admin_password

    @property
    def passport(self) -> Passport:
        """What is known of the register since `learn`."""
        assert self._passport is not None, "learn() comes first"
        return self._passport

    @property
    def known(self) -> Passport | None:
        """The last that was known of the register, connected or not."""
        return self._passport

    async def learn(self) -> Passport:
        """Questions only. Where fields stand is kept of a reading that was broken off: it may take long."""
        self._passport = await passport.read(self)
        return self._passport

    def forget(self) -> None:
        """What is known of the register may have changed: its registration, its ФН, its tables."""
        self._passport, self.no_print = None, None
        self.fields, self.table_sizes = Fields(Parameters()), {}

    async def ask(self, request: Request[A]) -> A:
        """The answer. What the register says no to is tried again where waiting, paper or B0h can help.

        Raises the KkmError of `codes` otherwise, and those of `Line.ask`.
        """
        hurdle = hurdles.Hurdle(self, request.effect)
        while (reply := await self._reply(request)).error:
            if not await hurdle.taken(reply.error):
                raise await self._refusal(reply, request)
        return self._read(request, reply.data)

    async def ask_once(self, request: Request[A]) -> A:
        """As `ask`, but a no is a no."""
        reply = await self._reply(request)
        if reply.error:
            raise await self._refusal(reply, request)
        return self._read(request, reply.data)

    async def status(self) -> ShortStatus:
        told = await self.ask_once(status.short_status(self.operator))
        self.mode = told.mode
        return told

    async def printed(self) -> ShortStatus:
        """Wait until all is on paper. Raises OperatorNeeded without paper, DeviceFaulty where nothing moves."""
        return await printout.finished(self)

    async def close(self) -> None:
        """Never raises."""
        self._opened = False
        await self._line.close()

    async def connect(self) -> bool:
        """Whether the connection is new."""
        if self._opened and not self._line.broken:
            return False
        self._opened = False
        await self._line.open()
        self._opened = True
        return True

    async def _reply(self, request: Request[A]) -> Reply:
        if await self.connect():
            self.no_print = None
        return await self._line.ask(request)

    def _read(self, request: Request[A], data: bytes) -> A:
        """An answer too short to be read leaves a command with an effect in doubt: it was carried out."""
        try:
            return request.read(data)
        except ValueError as error:
            kind = FrameError if request.effect is Effect.NONE else OutcomeUnknown
            raise kind(texts.nonsense(request.name, self.address)) from error

    async def _refusal(self, reply: Reply, request: Request[A]) -> KkmError:
        words, reason = await self._words(reply.error), codes.extended_reason(reply.data)
        return codes.error_of(reply.error, request.name, words, effect=request.effect, reason=reason)

    async def _words(self, code: int) -> str:
        """The register's own, "" where it has none."""
        if self._passport is None or not self._passport.parameters.can(Ability.ERROR_TEXT):
            return ""
        with suppress(KkmError, ValueError):
            reply = await self._line.ask(status.error_text(code))
            return "" if reply.error else status.error_text(code).read(reply.data)
        return ""
