"""Commands at the other server, each under its own id: handed over once, followed to the end, asked after.

A connection that breaks proves nothing, so the server is asked for the id before anything is sent again; it gets the
command a second time only where it knows no such id. Source: spec/kkmserver.md 1.11, 2.5, 2.6.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from drivers.errors import DeviceOffline, FrameError, KkmError, OutcomeUnknown, RequestRefused, WrongState
from drivers.notation.json_text import Json
from drivers.notation.members import Members
from drivers.ports import Clock, Errand
from drivers.remote.answer import Answer, Asked, answer_of, rezult_of
from drivers.remote.batch import Batch
from drivers.remote.memory import Memory
from drivers.remote.options import RemoteOptions
from drivers.remote.request import Request, cancel_query, rezult_query
from drivers.remote.server import RemoteServer

_AT_ONCE = 1  # the API's word for "do not wait"
_SENDS = 2


@dataclass(frozen=True, slots=True)
class Parcel:
    """A command as it is handed over. `batch`: of labels, whose progress is asked for all the time."""

    request: Request
    errand: Errand
    batch: Batch | None = None

    @property
    def asked(self) -> Asked:
        return Asked(self.errand.id, self.request.command)


class Forwarding:
    def __init__(
        self, server: RemoteServer, options: RemoteOptions, clock: Clock, memory: Memory, name: str = ""
    ) -> None:
        """`name`: of this server among others; "" = it has none."""
        self._server, self._options, self._clock, self._memory = server, options, clock, memory
        self._own = (name,) if name else ()
        self._accepted = ""  # the id of the last command that the other server has said it has

    async def carry_out(self, parcel: Parcel) -> Answer:
        """The final answer. Raises KkmError; OutcomeUnknown also where the server still has it after the time set."""
        limit = asyncio.timeout(self._options.command_timeout)
        try:
            async with limit:
                return await self._followed(await self._delivered(parcel), parcel, limit)
        except TimeoutError as error:
            raise OutcomeUnknown(self._still_there()) from error

    async def settled(self, asked: Asked, age: Callable[[], float]) -> Answer | None:
        """The final answer; None where the server has never had it. `age`: seconds since it was about to be sent.

        Raises OutcomeUnknown where it may have had it and know no more, DeviceOffline while it is away or still has it.
        """
        try:
            async with asyncio.timeout(self._options.command_timeout):
                while True:
                    answer = await self.find(asked, self._options.hold)
                    if answer is None and (asked.id == self._accepted or not await self._memory.covers(age())):
                        raise OutcomeUnknown(f"Сервер {self._server} такой команды уже не помнит.")
                    if answer is None or not answer.pending:
                        return answer
                    self._accepted = asked.id
                    await self._clock.sleep(self._options.poll_interval)
        except TimeoutError as error:
            raise DeviceOffline(self._still_there()) from error

    async def question(self, question: Mapping[str, Json], hold: int = 0) -> Members:
        """For what changes nothing. Raises DeviceOffline, also where the server does not let us in."""
        try:
            return await self._server.ask(question, hold=hold)
        except (OutcomeUnknown, WrongState) as error:
            raise DeviceOffline(error.text) from error

    async def find(self, asked: Asked, hold: int = 0) -> Answer | None:
        """What became of it; None: the server knows no such command. Raises DeviceOffline, FrameError."""
        try:
            members = await self.question(rezult_query(asked.id, hold or _AT_ONCE), hold)
        except RequestRefused as error:  # refused is the question: it proves nothing of the command
            raise FrameError(error.text) from error
        return rezult_of(members, asked)

    async def deliver(self, parcel: Parcel, hold: int) -> Answer:
        """The first answer, which may say that it is pending. Raises what RemoteServer.ask raises."""
        question = parcel.request.addressed(self._options.device, parcel.errand.id, hold)
        members = await self._server.ask(question, hold=hold, via=(*parcel.errand.via, *self._own))
        return answer_of(members, parcel.asked)

    async def _delivered(self, parcel: Parcel) -> Answer:
        """Handed over, or at least asked after.

        That an id is unknown proves something once the broken request has had the time to arrive: what it has not
        brought by the end of the pause, it never will (inferred); the repeat under the same id harms nothing anyway.
        """
        lost, begun = "", self._clock.monotonic()
        for _ in range(_SENDS):
            try:
                return await self.deliver(parcel, _AT_ONCE if parcel.batch else self._options.hold)
            except (OutcomeUnknown, FrameError) as error:
                lost = error.text
            await self._clock.sleep(self._options.poll_interval)
            if answer := await self._looked_up(parcel, lost):
                return answer
            await self._check_memory(lost, self._clock.monotonic() - begun)
        raise DeviceOffline(f"{lost} Команду он не получил: ничего не напечатано и не записано. Повторите её.")

    async def _followed(self, answer: Answer, parcel: Parcel, limit: asyncio.Timeout) -> Answer:
        while answer.pending:
            self._accepted = parcel.errand.id
            if parcel.batch:
                await self._in_hand(parcel.batch, answer, parcel.errand.id, limit)
            await self._clock.sleep(self._options.poll_interval)
            found = await self._looked_up(parcel, "Связь прервалась, пока команда выполнялась.")
            if found is None:
                raise OutcomeUnknown(f"Сервер {self._server} принял команду, но больше не помнит её.")
            answer = found
        return answer

    async def _in_hand(self, batch: Batch, answer: Answer, id: str, limit: asyncio.Timeout) -> None:  # noqa: A002
        """Every word of the server begins the time anew: a long batch is no lost one."""
        limit.reschedule(asyncio.get_running_loop().time() + self._options.command_timeout)
        await batch.tell(answer.progress)
        if batch.called_off and not batch.told:
            with suppress(KkmError):  # asked again in the next round
                await self.question(cancel_query(id))
                batch.told = True

    async def _looked_up(self, parcel: Parcel, doubt: str) -> Answer | None:
        """As `find`, of a command that has been sent: while nobody can be asked, its outcome is unknown."""
        try:
            return await self.find(parcel.asked, 0 if parcel.batch else self._options.hold)
        except DeviceOffline as away:
            raise OutcomeUnknown(f"{doubt} {away.text}") from away

    async def _check_memory(self, doubt: str, age: float) -> None:
        """Raises OutcomeUnknown where an id that is unknown proves nothing."""
        try:
            sure = await self._memory.covers(age)
        except DeviceOffline as away:
            raise OutcomeUnknown(f"{doubt} {away.text}") from away
        if not sure:
            raise OutcomeUnknown(f"{doubt} Сервер {self._server} такой команды не помнит: возможно, он перезапускался.")

    def _still_there(self) -> str:
        return f"Сервер {self._server} принял команду, но за {self._options.command_timeout:g} с не выполнил её."
