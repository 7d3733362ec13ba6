"""Jobs and settings of organisations, in an SQLite file of their own: what is told to a client is on disk before."""

import asyncio
import sqlite3
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import aiosqlite
from pydantic import TypeAdapter

from kkmserver.dialects.itkassa.job import Job, JobState, Result
from kkmserver.dialects.itkassa.statements import Statements
from kkmserver.dialects.itkassa.statements import StoreBroken as StoreBroken

_RESULT = TypeAdapter(Result)
_ADD = """
    INSERT INTO job (id, organization, register, device, commands, client, key, registry, created_at, updated_at,
                     state, result)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING
    RETURNING number
"""
_UNSETTLED = """
    SELECT * FROM job
    WHERE registry = ? AND key IN (SELECT key FROM registry_receipt WHERE state IN ('waiting', 'sent'))
    ORDER BY number
"""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an organisation has set about its callbacks; "" = not set. `callback_key` is a secret."""

    callback_key: str = ""
    error_email: str = ""
    test_url: str = ""
    result_url: str = ""


class Store:
    """One connection, one statement a transaction: what shares the file may use `connection` in the same manner.

    Every call raises StoreBroken.
    """

    def __init__(self, connection: aiosqlite.Connection, statements: Statements) -> None:
        self.connection = connection
        self._sql = statements

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Makes the file where there is none."""
        try:
            await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
            connection = await aiosqlite.connect(path, isolation_level=None)
            connection.row_factory = sqlite3.Row
            await connection.execute("PRAGMA journal_mode = WAL")
            await connection.execute("PRAGMA synchronous = FULL")
        except (sqlite3.Error, OSError) as error:
            raise StoreBroken(f"Файл {path} не открывается: {error}. Проверьте права на папку и место.") from error
        try:
            return cls(connection, await Statements.prepared(connection, "schema.sql"))
        except StoreBroken:
            await connection.close()
            raise

    async def close(self) -> None:
        await self.connection.close()

    async def add(self, job: Job) -> Job:
        """On disk on return, with its number; or the one that has its key already."""
        row = await self._sql.one(
            _ADD,
            *_values(job),
        )
        if row is not None:
            return replace(job, number=row["number"])
        known = await self.by_key(job.organization, job.key or "")
        assert known
        return known

    async def save(self, job: Job) -> None:
        """Its state and result; a new result is still to be told."""
        await self._sql.do(
            "UPDATE job SET state = ?, result = ?, updated_at = ?, told = 0 WHERE number = ?",
            job.state.value,
            _written(job.result),
            job.updated_at.isoformat(),
            job.number,
        )

    async def told(self, job: Job) -> None:
        """Its result is in the hands of whoever waits for finished jobs."""
        await self._sql.do(
            "UPDATE job SET told = 1 WHERE number = ? AND updated_at = ?", job.number, job.updated_at.isoformat()
        )

    async def by_id(self, organization: str, id: str) -> Job | None:  # noqa: A002
        return await self._job("SELECT * FROM job WHERE organization = ? AND id = ?", organization, id.lower())

    async def by_order(self, order: str) -> Job | None:
        """Whose step has that id in the journal."""
        return await self._job("SELECT * FROM job WHERE id = ?", order.partition(":")[0])

    async def by_key(self, organization: str, key: str) -> Job | None:
        return await self._job("SELECT * FROM job WHERE organization = ? AND key = ?", organization, key)

    async def unfinished(self) -> list[Job]:
        """In the order of their arrival."""
        return await self._jobs("SELECT * FROM job WHERE state = 'queued' ORDER BY number")

    async def unknown(self) -> list[Job]:
        return await self._jobs("SELECT * FROM job WHERE state = 'unknown' ORDER BY number")

    async def untold(self) -> list[Job]:
        return await self._jobs("SELECT * FROM job WHERE state IN ('done', 'unknown') AND NOT told ORDER BY number")

    async def unsettled(self, registry: str) -> list[Job]:
        """Those whose receipts have no outcome yet, see registry.sql."""
        return await self._jobs(_UNSETTLED, registry)

    async def forget(self, before: datetime) -> None:
        """Finished jobs that came earlier, with their keys."""
        await self._sql.do("DELETE FROM job WHERE state = 'done' AND told AND created_at < ?", before.isoformat())

    async def wishes(self, organization: str) -> Wishes:
        row = await self._sql.one(
            "SELECT callback_key, error_email, test_url, result_url FROM organization WHERE id = ?", organization
        )
        return Wishes(**row) if row else Wishes()

    async def wish(self, organization: str, wishes: Wishes) -> None:
        await self._sql.do(
            "INSERT OR REPLACE INTO organization (id, callback_key, error_email, test_url, result_url)"
            " VALUES (?, ?, ?, ?, ?)",
            organization,
            *asdict(wishes).values(),
        )

    async def _job(self, sql: str, *values: object) -> Job | None:
        row = await self._sql.one(sql, *values)
        return _read(row) if row else None

    async def _jobs(self, sql: str, *values: object) -> list[Job]:
        return [_read(row) for row in await self._sql.all(sql, *values)]


def _values(job: Job) -> tuple[object, ...]:
    return (
        job.id,
        job.organization,
        job.register,
        job.device,
        job.commands,
        job.client,
        job.key,
        job.registry,
        job.created_at.isoformat(),
        job.updated_at.isoformat(),
        job.state.value,
        _written(job.result),
    )


def _written(result: Result | None) -> str | None:
    return None if result is None else _RESULT.dump_json(result, exclude_defaults=True).decode()


def _read(row: dict[str, Any]) -> Job:
    del row["told"]
    moments = {name: datetime.fromisoformat(row[name]) for name in ("created_at", "updated_at")}
    result = _RESULT.validate_json(row["result"]) if row["result"] else None
    return Job(**row | moments | {"state": JobState(row["state"]), "result": result})
