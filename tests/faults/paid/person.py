"""Somebody who settles what is unknown: looks at the page of the УТМ and at the report of the terminal, and says what
is there."""

import asyncio
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

from drivers.egais.emulator.tcp import UtmEmulator
from tests.faults.paid.shop import ADMIN, TERMINAL, Sale

_PAUSE = 0.05  # seconds
_OF_BANK = re.compile(r"(Оплата|Отмена операции|Возврат) +(\d+)\.(\d\d)")
_UNFINISHED = "queued,running,unknown"
_UNDOES = ("egais-undo", "card-undo", "card-refund")

Row = dict[str, Any]


def sale_of(row: str) -> str:
    """Id of the receipt that a row of the journal belongs to."""
    return row.partition("@")[0]


def step_of(row: str) -> str:
    """ "" = the receipt itself."""
    return row.partition("@")[2].partition(":")[0]


@dataclass(slots=True)
class Bank:
    """Kopecks -> how often they were taken and not given back; and how often they were ever taken."""

    left: Counter[int] = field(default_factory=Counter)
    taken: Counter[int] = field(default_factory=Counter)


class Person:
    """`seen`: receipts that the journal has listed as unknown. `settled`: how many steps of which kind."""

    def __init__(self, url: str, utm: UtmEmulator) -> None:
        self.seen: set[str] = set()
        self.settled: Counter[str] = Counter()
        self._http = httpx.AsyncClient(base_url=url, timeout=30, auth=ADMIN, trust_env=False)
        self._utm, self._goes = utm, False

    async def __aenter__(self) -> "Person":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def watch(self) -> None:
        """Until told to go, whoever kills the server meanwhile."""
        while not self._goes:
            with suppress(httpx.TransportError):
                await self._look()
            await asyncio.sleep(_PAUSE)

    def go(self) -> None:
        self._goes = True

    async def journal(self, state: str) -> list[Row]:
        rows: list[Row] = []
        while page := await self._page(state, rows):
            rows += page
        return rows

    async def unfinished(self, within: float) -> list[Row]:
        """What is neither done nor failed when so many seconds are over; slips are printed behind their receipts."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while await self.journal(_UNFINISHED):
                    await asyncio.sleep(_PAUSE)
        return await self.journal(_UNFINISHED)

    async def bank(self) -> Bank:
        """By the report of the terminal on the open day."""
        command = {"Command": "TerminalReport", "NumDevice": TERMINAL, "Detailed": True}
        answer = (await self._http.post("/Execute", json=command)).raise_for_status().json()
        assert answer["Status"] == 0, answer
        return _read(answer["Slip"])

    async def _look(self) -> None:
        rows = await self.journal(_UNFINISHED)
        self.seen.update(sale_of(row["id"]) for row in rows if row["state"] == "unknown")
        doubtful = _to_settle(rows)
        bank = await self.bank() if any(step_of(row).startswith("card") for row in doubtful) else Bank()
        for row in doubtful:
            await self._settle(row, bank)

    async def _settle(self, row: str, bank: Bank) -> None:
        """409: it was settled, and the server died before it had said so."""
        told = await self._http.post(f"/journal/{row}/resolve", json={"decision": self._decision(row, bank)})
        if told.status_code != 409:
            told.raise_for_status()
            self.settled[step_of(row)] += 1

    def _decision(self, row: str, bank: Bank) -> str:
        """What was to be undone and is not is given back once more. So is a receipt: it goes on from where it is."""
        sale, step = Sale.of(sale_of(row)), step_of(row)
        if not step:
            return "print_again"
        stands = sale.mark in self._utm.machine.stock.sold if step.startswith("egais") else bank.left[sale.amount] > 0
        if step in _UNDOES:
            return "print_again" if stands else "printed"
        return "printed" if stands else "not_printed"

    async def _page(self, state: str, seen: list[Row]) -> list[Row]:
        page: dict[str, Any] = {"state": state, "limit": 1000} | ({"before": seen[-1]["seq"]} if seen else {})
        found: list[Row] = (await self._http.get("/journal", params=page)).raise_for_status().json()
        return found


def _to_settle(rows: list[Row]) -> list[str]:
    """Steps that are unknown; of receipts those whose steps are all over: the server died before it went on."""
    unknown = [row["id"] for row in rows if row["state"] == "unknown"]
    under_way = {sale_of(row["id"]) for row in rows if step_of(row["id"])}
    return [row for row in unknown if step_of(row) or row not in under_way]


def _read(report: str) -> Bank:
    bank = Bank()
    for line in report.splitlines():
        if row := _OF_BANK.fullmatch(line):
            amount, is_payment = int(row[2]) * 100 + int(row[3]), row[1] == "Оплата"
            bank.left[amount] += 1 if is_payment else -1
            bank.taken[amount] += is_payment
    return bank
