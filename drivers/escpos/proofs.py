"""How a printer proves that it has worked off what it was sent: the question, and which answer fits."""

import itertools
import secrets
from collections import deque
from typing import Protocol

from drivers.escpos import status
from drivers.escpos.conversation import Conversation
from drivers.escpos.status import Block, InTurn

QUIET = 8.0  # seconds: the most that 100 mm of paper take between two answers; impact heads print 4.7 rows a second


class Proof(Protocol):
    def begin(self, talk: Conversation) -> None:
        """From now on only answers to questions yet to be asked count; what has come in by now is forgotten."""
        ...

    def question(self) -> bytes:
        """Bytes to be sent behind what is to be proved."""
        ...

    async def wait(self, talk: Conversation, timeout: float) -> int:
        """How many of the questions, oldest first, are answered with the next answer; 0 if none comes in time."""
        ...

    async def drain(self, talk: Conversation, owed: int) -> None:
        """Let answers to `owed` older questions go by, where they could be taken for answers to later ones."""
        ...


class ByStatus:
    """GS r: the answers have no names, so each counts for the oldest question.

    `quiet`: seconds after which an answer that is owed will not come any more.
    """

    def __init__(self, quiet: float) -> None:
        self._quiet = quiet

    def begin(self, talk: Conversation) -> None:
        talk.forget(InTurn)

    def question(self) -> bytes:
        return status.ask_in_turn()

    async def wait(self, talk: Conversation, timeout: float) -> int:
        return 0 if await talk.next(InTurn, timeout) is None else 1

    async def drain(self, talk: Conversation, owed: int) -> None:
        for _ in range(owed):
            if not await self.wait(talk, self._quiet):
                return


class ByName:
    """GS ( H: names that have not been used lately. A name answers for all before it, of the same job."""

    def __init__(self) -> None:
        self._numbers = itertools.count(secrets.randbelow(10_000))
        self._asked: deque[bytes] = deque()

    def begin(self, talk: Conversation) -> None:  # noqa: ARG002 - part of Proof
        self._asked.clear()

    def question(self) -> bytes:
        name = b"%04d" % (next(self._numbers) % 10_000)
        self._asked.append(name)
        return status.ask_with_name(name)

    async def wait(self, talk: Conversation, timeout: float) -> int:
        while (answer := await talk.next(Block, timeout)) is not None:
            if answer.kind == status.NAME and answer.data in self._asked:
                count = self._asked.index(answer.data) + 1
                for _ in range(count):
                    self._asked.popleft()
                return count
        return 0

    async def drain(self, talk: Conversation, owed: int) -> None:
        """Not needed: a name fits one question only."""
