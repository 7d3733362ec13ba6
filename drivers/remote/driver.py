"""The driver of a device that is a device of another KkmServer, ours or the original.

A command goes there under the id it has here, so that a repeat on either side is the same command. What the other
server has printed or refused is answered as it says; `settle` asks it by the id, which is what `mark` holds.
"""

import uuid

from drivers.errors import DeviceOffline, FrameError, KkmError, NotSupported, OutcomeUnknown
from drivers.model import command as commands
from drivers.model.command import Command
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import DeviceContext, Errand, Traits
from drivers.registry import DriverSpec
from drivers.remote.abilities import COMMANDS, HARMLESS
from drivers.remote.answer import Answer, Asked, failure_of
from drivers.remote.batch import Batch, Report
from drivers.remote.codec import request_of
from drivers.remote.forwarding import Forwarding, Parcel
from drivers.remote.looking import Looking
from drivers.remote.mark import Mark
from drivers.remote.memory import Memory
from drivers.remote.options import RemoteOptions, address_of, certificates
from drivers.remote.request import Request
from drivers.remote.results import Here, outcome_of
from drivers.remote.server import RemoteServer

_CANNOT = "Устройство другого сервера этой команды не выполняет."
_NOT_OURS = "Этикетки по шаблону другой сервер не печатает: он не наш. Передайте вместо Template строки CheckStrings."
_NOT_KNOWN_THERE = (
    "Сервер, к которому подключена касса, не наш и не записал бы поля {members}: в документе бы их не было. "
    "Отправьте команду без них или подключите кассу к нашему серверу."
)


class RemoteDevice:
    """See Driver, RunsErrands, PrintsBatches. Raises RequestRefused when made with options that cannot be used."""

    def __init__(self, context: DeviceContext, options: RemoteOptions) -> None:
        self._name, self._clock = context.name, context.clock
        address = address_of(options.url)
        tls = certificates(options, context.home) if address.secure else None
        self._server = RemoteServer(address, options, tls)
        self._memory = Memory(self._server, options)
        self._forwarding = Forwarding(self._server, options, context.clock, self._memory, context.server)
        self._looking = Looking(self._forwarding, options, address, context.clock)
        self._errand: Errand | None = None
        self._report: Report | None = None
        self._batch: Batch | None = None  # the one that is being printed
        kind = DeviceKind(options.kind)
        self._traits = Traits(kind=kind, type_id="RemoteKkmServer", model="Другой KkmServer", commands=COMMANDS[kind])

    @property
    def traits(self) -> Traits:
        return self._traits

    def about(self, errand: Errand) -> None:
        self._errand = errand

    def watch(self, report: Report) -> None:
        self._report = report

    def cancel(self) -> bool:
        return self._batch is not None and self._batch.cancel()

    async def execute(self, command: Command) -> Outcome:
        if type(command) not in self._traits.commands:
            raise NotSupported(_CANNOT, device=self._name)
        try:
            return await self._executed(command)
        except KkmError as error:
            raise self._named(error) from error.__cause__
        finally:
            self._batch = None

    async def state(self) -> DeviceState:
        try:
            return await self._looking.state()
        except OutcomeUnknown as error:
            raise self._named(DeviceOffline(error.text)) from error
        except KkmError as error:
            raise self._named(error) from error.__cause__

    async def mark(self) -> str:
        """The id, and when it was about to be sent; "" for a command that has none here."""
        try:
            await self._looking.meet()
        except KkmError as error:
            raise self._named(error) from error.__cause__
        return str(Mark(self._errand.id, self._clock.now())) if self._errand else ""

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        """Also None where the other server has refused it and says that nothing counts, or nothing could count."""
        if type(command) in HARMLESS:
            return None
        try:
            return await self._settled(command, Mark.read(mark))
        except KkmError as error:
            raise self._named(error) from error.__cause__

    async def close(self) -> None:
        await self._server.close()

    async def _executed(self, command: Command) -> Outcome:
        if isinstance(command, commands.ReadState) and self._traits.kind is not DeviceKind.REGISTER:
            return Outcome(state=await self.state())
        if isinstance(command, commands.PrintLabels):
            await self._begin_batch()
        try:
            errand = self._errand or Errand(id=uuid.uuid4().hex)
            request = await self._takeable(request_of(command))
            answer = await self._forwarding.carry_out(Parcel(request, errand, self._batch))
        except (OutcomeUnknown, DeviceOffline, FrameError):
            self._looking.lost()
            raise
        if not answer.done:
            raise await self._failure(command, answer)
        return outcome_of(command, answer, self._here())

    async def _takeable(self, request: Request) -> Request:
        """Raises NotSupported: the original leaves members of ours aside, and what it records cannot be mended."""
        if request.ours and not await self._memory.is_ours():
            raise NotSupported(_NOT_KNOWN_THERE.format(members=", ".join(request.ours)))
        return request

    async def _failure(self, command: Command, answer: Answer) -> KkmError:
        """A terminal that is away there is away for us too: whoever has money to give back then tries again."""
        error = failure_of(answer, called_off=self._batch is not None and self._batch.called_off)
        if error.nothing_sent and isinstance(command, commands.MoveCardMoney) and await self._looking.away():
            return DeviceOffline(error.text)
        return error

    async def _begin_batch(self) -> None:
        """Raises NotSupported: a server that knows no templates would print an empty document and call it done."""
        if not await self._memory.is_ours():
            raise NotSupported(_NOT_OURS)
        self._batch = Batch(self._report)

    async def _settled(self, command: Command, mark: Mark) -> Outcome | None:
        if not mark.id:
            raise OutcomeUnknown(f"Без IdCommand сервер {self._server} не скажет, что стало с командой.")
        asked = Asked(mark.id, request_of(command).command)
        answer = await self._forwarding.settled(asked, lambda: mark.age(self._clock.now()))
        if answer is None:
            return None
        if answer.done:
            return outcome_of(command, answer, self._here())
        failure = failure_of(answer)
        if failure.nothing_sent:
            return None
        raise OutcomeUnknown(f"Сервер {self._server} ответил: {failure.text}", progress=failure.progress)

    def _here(self) -> Here:
        return Here(self._clock.local(), self._looking.address)

    def _named(self, error: KkmError) -> KkmError:
        error.device = self._name
        return error


SPEC = DriverSpec(options=RemoteOptions, build=RemoteDevice)
