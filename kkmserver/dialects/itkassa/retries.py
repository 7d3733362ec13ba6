"""What has to be told to whom, and when it is tried next; kept over a restart. Source: spec/itkassa.md 10.3."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

import aiosqlite

from kkmserver.dialects.itkassa.statements import Statements

KEPT = timedelta(days=30)  # what is over, for the console


class Fate(StrEnum):
    """Of one callback; see retries.sql."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    ASIDE = "aside"
    LETTER = "letter"
    TOLD = "told"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """`attempts`: those that failed, of the callback or, in LETTER, of the letter. `status` 0: there was no answer."""

    job: str
    version: str
    organization: str
    body: bytes
    state: Fate
    attempts: int
    due: float  # seconds since 1970
    until: float
    status: int
    trouble: str
    created: float


def next_pause(pauses: Sequence[float], failed: int) -> float | None:
    """Seconds to the next attempt after so many have failed; None: that was the last one."""
    return pauses[failed] if failed < len(pauses) else None


_OWE = """
    INSERT INTO callback (job, version, organization, body, state, due, created)
    VALUES (:job, :version, :organization, :body, 'waiting', :due, :now)
    ON CONFLICT (job) DO UPDATE
    SET version = :version, body = :body, state = 'waiting', attempts = 0, due = :due, status = 0, trouble = ''
    WHERE version <> :version
"""
_NEXT = "SELECT * FROM callback WHERE state = ? AND organization = ? ORDER BY due, created, rowid LIMIT 1"
_NEXT_LETTER = "SELECT * FROM callback WHERE state = 'letter' ORDER BY due, rowid LIMIT 1"
_CHANGE = "UPDATE callback SET {} WHERE job = ? AND version = ?"
_FAILED = _CHANGE.format("attempts = attempts + 1, due = ?, status = ?, trouble = ?")
_GIVEN_UP = _CHANGE.format("state = 'letter', attempts = 0, due = ?, until = ?, status = ?, trouble = ?")
_OVER = _CHANGE.format("state = ?, trouble = ?, body = x''")
_LATER = _CHANGE.format("attempts = attempts + 1, due = ?")
_COUNTS = "SELECT state, count(*) AS many FROM callback WHERE organization = ? GROUP BY state"
_LAST_TROUBLE = """
    SELECT trouble FROM callback
    WHERE organization = ? AND trouble <> '' AND state NOT IN ('delivered', 'aside') ORDER BY created DESC LIMIT 1
"""


class Retries:
    """Every call raises StoreBroken. A change to a callback that has a newer version by now changes nothing."""

    def __init__(self, statements: Statements) -> None:
        self._sql = statements

    @classmethod
    async def prepared(cls, connection: aiosqlite.Connection) -> Self:
        return cls(await Statements.prepared(connection, "retries.sql"))

    async def owe(self, job: str, version: str, organization: str, body: bytes, now: datetime, pause: float) -> None:
        """Once for each version; `pause`: seconds before the first attempt."""
        seconds = now.timestamp()
        given = {"job": job, "version": version, "organization": organization, "body": body}
        await self._sql.named(_OWE, {**given, "due": seconds + pause, "now": seconds})

    async def organizations(self) -> list[str]:
        """Those with callbacks that wait."""
        rows = await self._sql.all("SELECT DISTINCT organization FROM callback WHERE state = 'waiting'")
        return [row["organization"] for row in rows]

    async def next(self, organization: str) -> Callback | None:
        """The one that is due first."""
        return _read(await self._sql.one(_NEXT, Fate.WAITING.value, organization))

    async def next_letter(self) -> Callback | None:
        return _read(await self._sql.one(_NEXT_LETTER))

    async def failed(self, one: Callback, due: datetime, status: int, trouble: str) -> None:
        await self._sql.do(_FAILED, due.timestamp(), status, trouble, one.job, one.version)

    async def give_up(self, one: Callback, now: datetime, until: datetime, status: int, trouble: str) -> None:
        """The letter is owed from now on."""
        await self._sql.do(_GIVEN_UP, now.timestamp(), until.timestamp(), status, trouble, one.job, one.version)

    async def later(self, one: Callback, due: datetime) -> None:
        """The letter was not sent."""
        await self._sql.do(_LATER, due.timestamp(), one.job, one.version)

    async def over(self, one: Callback, fate: Fate, trouble: str = "") -> None:
        await self._sql.do(_OVER, fate.value, trouble, one.job, one.version)

    async def counts(self, organization: str) -> dict[str, int]:
        """State -> how many."""
        return {row["state"]: row["many"] for row in await self._sql.all(_COUNTS, organization)}

    async def last_trouble(self, organization: str) -> str:
        row = await self._sql.one(_LAST_TROUBLE, organization)
        return row["trouble"] if row else ""

    async def forget(self, now: datetime) -> None:
        """What has been over for long."""
        sql = "DELETE FROM callback WHERE state NOT IN ('waiting', 'letter') AND created < ?"
        await self._sql.do(sql, (now - KEPT).timestamp())


def _read(row: dict[str, object] | None) -> Callback | None:
    return Callback(**row | {"state": Fate(str(row["state"]))}) if row else None  # type: ignore[arg-type]
