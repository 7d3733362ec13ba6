"""One connection to a printer that is listened to all the while, so that nothing it says is missed."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Sequence
from contextlib import suppress
from typing import TypeVar

from drivers.errors import DeviceOffline
from drivers.escpos import status
from drivers.escpos.status import Answer, Changed, Condition, RealTime, StatusReader
from drivers.ports import Transport

_READ = 4096  # bytes; USB loses what is over
_A = TypeVar("_A", bound=Answer)


class Conversation:
    """From `start` to `stop` on an open transport. `condition` is the last one known, None = it has told none.

    `heard`: numbers of DLE EOT, and whether they were ever answered; what never was is not asked a second time.
    """

    def __init__(self, transport: Transport, heard: dict[int, bool]) -> None:
        self._transport, self._heard = transport, heard
        self._reader = StatusReader()
        self._answers: defaultdict[type, deque[Answer]] = defaultdict(deque)
        self._news = asyncio.Event()
        self._lost: DeviceOffline | None = None
        self._listener: asyncio.Task[None] | None = None
        self.condition: Condition | None = None

    @property
    def listening(self) -> bool:
        return self._listener is not None

    @property
    def lost(self) -> bool:
        """The printer has hung up."""
        return self._lost is not None

    def start(self) -> None:
        """Listen, where this way answers at all."""
        if self._transport.answers:
            self._listener = asyncio.create_task(self._listen())

    async def stop(self) -> None:
        """Nobody reads any more: the transport may end the connection in its own way."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.cancel()
            await asyncio.wait({listener})

    async def write(self, data: bytes) -> None:
        await self._transport.write(data)

    async def ask(self, timeout: float, patience: float = 0) -> Condition | None:
        """DLE EOT; None if not even the first is answered. Raises DeviceOffline.

        `patience`: seconds for the first answer, if they are to be more than for the others. Questions that were all
        answered before go out together: Epson allows four, if nothing follows before they are answered. Source:
        ESC/POS programming guide 10.01, DLE EOT, TM-P60.
        """
        questions = [number for number in status.QUESTIONS if self._heard.get(number, True)]
        first, answers = max(timeout, patience), dict[int, int]()
        if all(self._heard.get(number) for number in questions):
            answers = await self._asked(questions, timeout, first)
            if not answers:
                return None
        if len(answers) < len(questions):  # nobody knows whose answer is missing
            answers = await self._asked_singly(questions, timeout, first)
        self.condition = status.condition_of(answers) if answers else self.condition
        return self.condition if answers else None

    async def _asked_singly(self, questions: Sequence[int], timeout: float, first: float) -> dict[int, int]:
        """One after the other; ends where the first is not answered."""
        answers: dict[int, int] = {}
        for question in questions:
            answer = await self._asked([question], timeout, timeout if answers else first)
            if not answer and not answers:
                return {}
            answers |= answer
            self._heard[question] = bool(answer) or self._heard.get(question, False)
        return answers

    async def _asked(self, questions: Sequence[int], timeout: float, first: float) -> dict[int, int]:
        """All at once. `first`: seconds for the first answer; fewer answers where one does not come in time."""
        self.forget(RealTime)
        await self.write(b"".join(map(status.ask, questions)))
        answers: dict[int, int] = {}
        for question in questions:
            answer = await self.next(RealTime, timeout if answers else first)
            if answer is None:
                break
            answers[question] = answer.bits
        return answers

    def forget(self, kind: type[Answer]) -> None:
        """Answers of that kind that nobody has taken."""
        self._answers[kind].clear()

    async def next(self, kind: type[_A], timeout: float) -> _A | None:
        """The oldest answer of that kind nobody has taken yet; None if none comes in time.

        Raises DeviceOffline when the connection is gone and with it the answer.
        """
        waiting = self._answers[kind]
        if not waiting and not self._lost:
            with suppress(TimeoutError):
                async with asyncio.timeout(timeout):
                    while not waiting and not self._lost:
                        self._news.clear()
                        await self._news.wait()
        if self._lost and not waiting:
            raise self._lost
        answer = waiting.popleft() if waiting else None
        return answer if isinstance(answer, kind) else None

    async def _listen(self) -> None:
        try:
            while True:
                for answer in self._reader.feed(await self._transport.read(_READ)):
                    self._take(answer)
        except DeviceOffline as error:
            self._lost = error
            self._news.set()

    def _take(self, answer: Answer) -> None:
        if isinstance(answer, Changed):
            self.condition = answer.condition
        else:
            self._answers[type(answer)].append(answer)
        self._news.set()
