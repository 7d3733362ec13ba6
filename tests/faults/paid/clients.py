"""Eight tills, each of which repeats its sale blindly until the answer is final."""

import asyncio
import itertools
import random
from collections import Counter
from contextlib import suppress
from typing import Any

import httpx

from tests.faults.paid.shop import ADMIN, REFUSED, Kind, Sale

CLIENTS = 8
_PAUSE = 0.01  # seconds after an answer that is not final, or none
_CALLED_OFF_WITHIN = 5.0  # seconds; then it is, paid or not
_AWAY = -1  # instead of a `Status` of the API
_PAYING = 0.12  # seconds
_WITHIN = 120.0  # seconds for a sale, however often the server dies meanwhile

Answer = dict[str, Any]


def is_done(answer: Answer) -> bool:
    return bool(answer["Status"] == 0)


class Clients:
    """`final`: sale -> the answer after which its till is content. `unknown`: ids of those that it was unknown of.
    `answered`: set whenever the server has said anything.
    """

    def __init__(self, url: str) -> None:
        self.final: dict[Sale, Answer] = {}
        self.unknown: set[str] = set()
        self.answered = asyncio.Event()
        self.others: Counter[str] = Counter()  # what made them repeat -> how often
        self._url, self._numbers, self._closed = url, itertools.count(1), False

    def close(self) -> None:
        """No new sales."""
        self._closed = True

    async def run(self) -> None:
        """Until closed and content. Raises AssertionError."""
        async with asyncio.TaskGroup() as group:
            for _ in range(CLIENTS):
                group.create_task(self._till())

    async def _till(self) -> None:
        while not self._closed:
            sale = Sale(next(self._numbers))
            try:
                async with asyncio.timeout(_WITHIN), self._connection() as http, asyncio.TaskGroup() as group:
                    if sale.kind is Kind.CALLED_OFF:
                        group.create_task(_call_off(http, sale))
                    self.final[sale] = await self._final(http, sale)
            except TimeoutError as error:
                raise AssertionError(f"{sale.id} has no final answer after {_WITHIN:g} s: {self.others}") from error

    async def _final(self, http: httpx.AsyncClient, sale: Sale) -> Answer:
        while not _is_final(sale, answer := await self._asked(http, sale)):
            self.others[answer["Error"] or "running"] += 1
            if answer.get("Outcome") == "unknown":
                self.unknown.add(sale.id)
            await asyncio.sleep(_PAUSE)
        return answer

    async def _asked(self, http: httpx.AsyncClient, sale: Sale) -> Answer:
        answer = await _post(http, sale.request())
        if answer["Status"] != _AWAY:
            self.answered.set()
        return answer

    def _connection(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self._url, timeout=30, trust_env=False)


def _is_final(sale: Sale, answer: Answer) -> bool:
    """What is refused for another reason than its own, or not known, is worth a repeat."""
    planned = sale.kind in REFUSED and REFUSED[sale.kind] in answer["Error"]
    return is_done(answer) or (planned and answer.get("Outcome") == "refused")


async def _call_off(http: httpx.AsyncClient, sale: Sale) -> None:
    """While the terminal is at it, or a little later; nobody minds what comes of it."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_CALLED_OFF_WITHIN):
            while not await _is_paying(http, sale):
                await asyncio.sleep(_PAUSE)
    await asyncio.sleep(random.Random(sale.number).uniform(0, _PAYING))
    await _post(http, {"Command": "CancelCommand", "IdCommand": sale.id})


async def _is_paying(http: httpx.AsyncClient, sale: Sale) -> bool:
    try:
        row = await http.get(f"/journal/{sale.id}@card", auth=ADMIN)
    except httpx.TransportError:
        return False
    return row.status_code == 200 and row.json()["state"] != "queued"


async def _post(http: httpx.AsyncClient, body: dict[str, object]) -> Answer:
    try:
        response = await http.post("/Execute", json=body)
        response.raise_for_status()
        answer: Answer = response.json()
    except httpx.HTTPError as error:
        return {"Status": _AWAY, "Error": type(error).__name__}
    return answer
