"""A conversation with a register of the binary family. Source: spec/service-plus.md B.

Bits of its status are those of the Pirit family (inferred). A document that stands open, and that the register agrees
to cancel, is proven not to be recorded; of one that is closed nothing tells whether it was.
"""

from typing import TypeVar

from drivers.errors import DeviceFaulty, FrameError, KkmError, OutcomeUnknown, WrongState
from drivers.pirit import codes
from drivers.pirit.line import Line
from drivers.pirit.request import Effect, Request
from drivers.pirit.requests.status import Current, Flags, Stage
from drivers.ports import DeviceContext
from drivers.serviceplus import binary_codes, binary_requests, binary_texts
from drivers.serviceplus.options import ServicePlusOptions

A = TypeVar("A")
_WRONG_STATE = 0x01


class BinarySession:
    def __init__(self, context: DeviceContext, options: ServicePlusOptions) -> None:
        self.options, self._clock = options, context.clock
        self.line = Line(context.open_transport(options.connection), options, context.clock)

    async def connected(self) -> bool:
        """Whether the connection is new. Work is begun on each: the register wants that since its power came."""
        if not self.line.broken:
            return False
        await self.line.open()
        await self._start()
        return True

    async def _start(self) -> None:
        """One that has begun may say that it is in the wrong state for it."""
        try:
            await self.ask(binary_requests.start_work(self._clock.local()))
        except KkmError as error:
            if error.native != _WRONG_STATE:
                error.nothing_sent = True
                raise

    async def ask(self, request: Request[A]) -> A:
        """Raises what the line raises, and what an error means."""
        reply = await self.line.ask(request)
        if reply.error:
            raise binary_codes.error_of(reply.error, request.name, effect=request.effect)
        try:
            return request.read(reply.data)
        except ValueError as error:
            harmless = request.effect is Effect.NONE
            raise FrameError(f"Касса ответила непонятно на команду {request.code}h.", nothing_sent=harmless) from error

    async def flags(self) -> Flags:
        return await self.ask(binary_requests.flags())

    async def ready(self) -> Flags:
        """Raises DeviceFaulty; a document that stands open is left to the caller."""
        now = await self.flags()
        if now.fatal:
            raise DeviceFaulty(binary_texts.FATAL.format(what=codes.fatal_words(now.fatal) or int(now.fatal)))
        if now.current & Current.NOT_STARTED:
            await self._start()
        return now

    async def annul(self) -> None:
        """What stands open. Raises OutcomeUnknown where it may be in the ФН: nothing is cancelled then."""
        now = await self.flags()
        if not now.document_open:
            return
        if now.stage == Stage.RECORDED:
            raise OutcomeUnknown(binary_texts.UNPROVEN)
        await self._cancel()

    async def _cancel(self) -> None:
        """A lost answer is no matter: the status tells whether it stands open still."""
        try:
            await self.ask(binary_requests.cancel_document())
        except KkmError:
            if (await self.flags()).document_open:
                raise

    async def close(self, request: Request[None]) -> None:
        """What records a document. Raises WrongState where it provably did not; OutcomeUnknown otherwise."""
        try:
            await self.ask(request)
        except KkmError as error:
            raise await self._unclosed(error) from error

    async def _unclosed(self, cause: KkmError) -> KkmError:
        """Proven only by the register's own word that it has cancelled what stood open."""
        try:
            now = await self.flags()
            if not now.document_open or now.stage == Stage.RECORDED:
                return OutcomeUnknown(binary_texts.UNPROVEN, native=cause.native)
            await self.ask(binary_requests.cancel_document())
        except KkmError:
            return OutcomeUnknown(binary_texts.UNPROVEN, native=cause.native)
        if isinstance(cause, OutcomeUnknown):
            return WrongState(binary_texts.NOT_CLOSED, native=cause.native)
        cause.nothing_sent = True
        return cause

    async def filled(self, *requests: Request[None]) -> None:
        """Parts of a document that only `close` records. Raises KkmError with `nothing_sent`: it is cancelled."""
        try:
            for request in requests:
                await self.ask(request)
        except KkmError as error:
            await self.annul()
            if isinstance(error, OutcomeUnknown):
                raise WrongState(binary_texts.NOT_CLOSED, native=error.native) from error
            error.nothing_sent = True
            raise
