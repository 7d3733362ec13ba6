"""Sixteen clients of the HTTP API, each of which repeats its command blindly until the answer is final."""

import asyncio
import itertools
from collections import Counter
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Self

import httpx

from tests.faults.kills import shop
from tests.faults.kills.shop import Kind

CLIENTS = 16
_PAUSE = 0.01  # seconds after an answer that is not final, or none
_WITHIN = 60.0  # seconds for a command, however often the server dies meanwhile
_UNKNOWN = "Результат неизвестен:"
_AWAY, _DONE, _RUNS, _FAILED, _NOT_FOUND = -1, 0, 1, 2, 3  # all but the first as the API has them


@dataclass(frozen=True, slots=True)
class Answer:
    """Of the KkmServer API. `device`: who did it; `document`: number in its ФН."""

    status: int
    error: str
    device: int
    document: int

    @classmethod
    def of(cls, told: dict[str, Any]) -> Self:
        return cls(told["Status"], told["Error"], told.get("NumDevice", 0), told.get("CheckNumber", 0))

    @property
    def done(self) -> bool:
        return self.status == _DONE

    @property
    def unknown(self) -> bool:
        return self.status == _FAILED and self.error.startswith(_UNKNOWN)

    @property
    def final(self) -> bool:
        """What is neither done nor unknown is worth a repeat."""
        return self.done or self.unknown


class Forgotten(AssertionError):
    """The server had said that it has the command, and does not know it any more."""


class Clients:
    """`sent`: id -> what it was for. `final`: id -> the answer after which a client is content."""

    def __init__(self, port: int) -> None:
        self.sent: dict[str, Kind] = {}
        self.final: dict[str, Answer] = {}
        self.others: Counter[str] = Counter()  # what made them repeat -> how often
        self._url = f"http://127.0.0.1:{port}"
        self._kind: Kind | None = None
        self._round = 0
        self._closed = False

    def turn_to(self, kind: Kind) -> None:
        """What new commands are for from now on."""
        self._kind, self._round = kind, self._round + 1

    def close(self) -> None:
        """No new commands."""
        self._closed = True

    async def run(self) -> None:
        """Until closed and content. Raises Forgotten, AssertionError."""
        async with asyncio.TaskGroup() as group:
            for number in range(CLIENTS):
                group.create_task(self._client(number))

    async def repeat(self) -> dict[str, Answer]:
        """Everything once more, with the same ids."""
        left, answers = list(self.sent.items()), dict[str, Answer]()

        async def client() -> None:
            async with self._connection() as http:
                while left:
                    one, kind = left.pop()
                    answers[one] = await _post(http, "/Execute", shop.request(kind, one))

        async with asyncio.TaskGroup() as group:
            for _ in range(CLIENTS):
                group.create_task(client())
        return answers

    def _connection(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self._url, timeout=40, trust_env=False)

    async def _client(self, number: int) -> None:
        """Every other one is content to hear that its command was accepted, and asks for the result then."""
        async with self._connection() as http:
            for count in takewhile(lambda _: not self._closed, itertools.count(1)):
                assert self._kind
                one = f"r{self._round:04d}-{number:02d}-{count:04d}"
                self.sent[one] = self._kind
                command = _Command(http, one, shop.request(self._kind, one), "" if number % 2 else "/async")
                self.final[one] = await self._final(command)

    async def _final(self, command: "_Command") -> Answer:
        try:
            async with asyncio.timeout(_WITHIN):
                while not (answer := await command.ask()).final:
                    self.others[answer.error or "running"] += 1
                    await asyncio.sleep(_PAUSE)
        except TimeoutError as error:
            raise AssertionError(f"{command} has no final answer after {_WITHIN:g} s") from error
        return answer


class _Command:
    """In the hands of one client. `way`: of its first question, behind /Execute."""

    def __init__(self, http: httpx.AsyncClient, one: str, body: dict[str, object], way: str) -> None:
        self._http, self._id, self._body, self._way = http, one, body, way
        self._accepted = False

    def __str__(self) -> str:
        return f"{self._id} to {self._body['NumDevice']}"

    async def ask(self) -> Answer:
        """What the server says, if it is there. Raises Forgotten."""
        try:
            if not self._accepted:
                answer = await _post(self._http, f"/Execute{self._way}", self._body)
            else:
                question = {"Command": "GetRezult", "IdCommand": self._id, "Timeout": 30}
                answer = await _post(self._http, "/Execute", question)
        except httpx.HTTPError as error:
            return Answer(_AWAY, f"{type(error).__name__}", 0, 0)
        if self._accepted and answer.status == _NOT_FOUND:
            raise Forgotten(self._id)
        self._accepted = answer.status == _RUNS and self._way != ""
        return answer


async def _post(http: httpx.AsyncClient, path: str, body: dict[str, object]) -> Answer:
    """Raises httpx.HTTPError."""
    response = await http.post(path, json=body)
    response.raise_for_status()
    told = response.json()
    return Answer.of(told.get("Rezult", told))
