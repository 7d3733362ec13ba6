"""The commands of one site on their way through the dialect, and their results into the book of what is owed."""

import asyncio
import json
import logging
from collections.abc import Coroutine
from decimal import Decimal
from typing import Any

from drivers.ports import Clock
from kkmserver.callbacks.letters import without_id
from kkmserver.dialects.http import Call, Endpoint, Role
from kkmserver.dialects.kkm.encoding import Value, encode
from kkmserver.store.owed import Debts, Owed
from kkmserver.store.record import JournalBroken

_LOG = logging.getLogger("kkmserver.callbacks")
_HOLD = 60  # seconds the dialect may hold a question for a result
_PAUSE = 1.0  # seconds before it is asked again, or the journal is tried again


class Errands:
    """What is under way ends with `stop`, and is given again by the next run: a repeat under the same id."""

    def __init__(self, site: str, submit: Endpoint, lookup: Endpoint, debts: Debts, clock: Clock) -> None:
        """`submit` answers at once, `lookup` holds a GetRezult until there is a result."""
        self._client, self._submit, self._lookup = f"callback:{site}", submit, lookup
        self._debts, self._clock = debts, clock
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._leaving = False

    def __len__(self) -> int:
        return len(self._under_way)

    def __contains__(self, row: int) -> bool:
        return row in self._under_way

    def drain(self) -> None:
        """The server stops: what it refuses now, it refuses for that, and no site should hear of it."""
        self._leaving = True

    async def give(self, command: Owed) -> None:
        """In the journal on return, or refused: those given one after the other keep their order at a device. One that
        the dialect stumbles over is in nobody's way."""
        if not self._leaving:
            await self._guarded(self._give(command))

    async def _give(self, command: Owed) -> None:
        answer = await self._answer(self._submit, command.request) if command.id else without_id(command)
        known = _read(answer)
        if _pending(known):
            self._spawn(command.row, self._wait(command.row, known.get("IdCommand")))
        elif not (self._leaving and known.get("NothingSent")):
            self._spawn(command.row, self._keep(command.row, answer))

    async def stop(self) -> None:
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _wait(self, row: int, id: Value) -> None:  # noqa: A002
        """Asks for the result and does not repeat the command: a repeat of one that failed would be a further try.

        `id`: as the dialect has read it; 1e3 has become 1000.
        """
        question = encode({"Command": "GetRezult", "IdCommand": id, "Timeout": _HOLD})
        while _pending(known := _read(await self._answer(self._lookup, question)).get("Rezult")):
            await self._clock.sleep(_PAUSE)
        await self._keep(row, encode(known))

    async def _keep(self, row: int, answer: bytes) -> None:
        while True:
            try:
                await self._debts.answer(row, answer)
            except JournalBroken as error:
                _LOG.error("%s: a result waits for the journal: %s", self._client, error)
                await self._clock.sleep(_PAUSE)
            else:
                return

    async def _answer(self, endpoint: Endpoint, body: bytes) -> bytes:
        call = Call(path="/execute/async", body=body, role=Role.USER, client=self._client)
        return (await endpoint(call)).body

    def _spawn(self, row: int, work: Coroutine[Any, Any, None]) -> None:
        task = self._under_way[row] = asyncio.get_running_loop().create_task(self._guarded(work))
        task.add_done_callback(lambda _: self._under_way.pop(row, None))

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception:  # noqa: BLE001  # the last line of defence: it is given again with the next question
            _LOG.exception("%s: a command was lost sight of", self._client)


def _read(body: bytes) -> dict[str, Value]:
    """An answer of the dialect, which is always an object."""
    answer: dict[str, Value] = json.loads(body, parse_float=Decimal)
    return answer


def _pending(answer: Value) -> bool:
    return isinstance(answer, dict) and answer.get("Status") in (1, 4)
