"""Registries and their receipts, in the file of the jobs."""

import asyncio
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self
from uuid import UUID, uuid4, uuid5

import aiosqlite

from kkmserver.dialects.itkassa.registry_columns import Column
from kkmserver.dialects.itkassa.registry_file import Table
from kkmserver.dialects.itkassa.registry_receipts import Draft
from kkmserver.dialects.itkassa.statements import Statements
from kkmserver.store.serial import storable

DRAFTS_KEPT = timedelta(days=7)
_KEPT = timedelta(days=366)  # as jobs and their keys


class RegistryState(StrEnum):
    DRAFT = "draft"
    RUNNING = "running"
    CANCELLED = "cancelled"  # what had not begun is not printed
    OVER = "over"


class ReceiptState(StrEnum):
    """See registry.sql."""

    WAITING = "waiting"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """`columns`: one for each heading of its table. Moments are seconds since 1970, 0 = not yet."""

    id: str
    organization: str
    register: str  # creItemId
    name: str  # of the file
    who: str
    columns: tuple[Column | None, ...]
    paper: bool
    cash: bool
    state: RegistryState = RegistryState.DRAFT
    created: float
    started: float = 0
    ended: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A receipt of a started registry; `document` and `sign` are ФД and ФПД, `printed` the register's clock."""

    at: int
    key: str
    number: str
    places: tuple[int, ...]
    total: int  # kopecks
    contact: str
    state: ReceiptState
    job: str
    document: str
    sign: str
    printed: str
    error: str
    commands: str


_HEAD = "id, organization, register, name, who, state, columns, paper, cash, created, started, ended"
_ADD = """
    INSERT INTO registry (id, organization, register, name, who, source, columns, paper, cash, created)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_CHANGE = "UPDATE registry SET register = ?, columns = ?, paper = ?, cash = ? WHERE id = ? AND state = 'draft'"
_GIVEN = """
    SELECT one.value ->> 'key' AS key, one.value ->> 'number' AS number, one.value ->> 'places' AS places,
           one.value ->> 'total' AS total, one.value ->> 'contact' AS contact, one.value ->> 'digest' AS digest,
           one.value ->> 'commands' AS commands, one.key AS at
    FROM json_each(:receipts) AS one
"""
_ANOTHER = """
    EXISTS (
        SELECT 1 FROM registry_receipt AS other
        WHERE other.organization = :organization AND {} AND other.registry <> :registry
          AND other.state IN ('waiting', 'sent', 'done', 'unknown')
          AND other.registry IN (SELECT id FROM registry WHERE state <> 'draft' AND columns LIKE {})
    )
"""
_EARLIER = _ANOTHER.format("other.digest = given.digest", "'%'")
_SAME_NUMBER = _ANOTHER.format("other.number = given.number", """'%"number"%'""")
_MENDED = f"(:numbered AND NOT {_EARLIER} AND {_SAME_NUMBER})"
_FILL = f"""
    INSERT OR IGNORE INTO registry_receipt
        (registry, at, organization, key, number, places, total, contact, digest, commands, state, error)
    SELECT :registry, at, :organization, key, number, places, total, contact, digest, commands,
           iif(NOT :again AND {_EARLIER} OR NOT :mended AND {_MENDED}, 'earlier', 'waiting'),
           iif(NOT :mended AND {_MENDED}, :told, '')
    FROM ({_GIVEN}) AS given WHERE true
"""  # noqa: S608  # of texts in this file alone
_ALREADY = f"""
    SELECT number, {_MENDED} AS mended FROM ({_GIVEN}) AS given WHERE {_EARLIER} OR {_MENDED} ORDER BY at
"""  # noqa: S608  # the same
_LEFT_OUT = "Чек с этим номером уже напечатан с другим содержанием по другому реестру, этот не напечатан."
_BEGIN = """
    UPDATE registry SET state = 'running', started = ?, source = x'' WHERE id = ? AND state = 'draft'
"""
_SENT = "UPDATE registry_receipt SET state = 'sent', job = ? WHERE registry = ? AND at = ? AND state = 'waiting'"
_RESULT = """
    UPDATE registry_receipt SET state = ?, job = ?, document = ?, sign = ?, printed = ?, error = ? WHERE key = ?
"""
_CANCEL = "UPDATE registry_receipt SET state = 'cancelled' WHERE registry = ? AND state = 'waiting'"
_COUNTS = "SELECT state, count(*) AS many FROM registry_receipt WHERE registry = ? GROUP BY state"


class Registries:
    """Every call raises StoreBroken."""

    def __init__(self, statements: Statements) -> None:
        self._sql = statements

    @classmethod
    async def prepared(cls, connection: aiosqlite.Connection) -> Self:
        return cls(await Statements.prepared(connection, "registry.sql"))

    async def add(self, registry: Registry, table: Table) -> Registry:
        """On disk on return, with an id."""
        made = replace(registry, id=str(uuid4()), name=storable(registry.name))
        head = (made.id, made.organization, made.register, made.name, made.who)
        kept = (_packed(table), _dumped(made.columns), made.paper, made.cash, made.created)
        await self._sql.do(_ADD, *head, *kept)
        return made

    async def change(self, one: Registry) -> None:
        """Of a draft: where and how it is printed."""
        await self._sql.do(_CHANGE, one.register, _dumped(one.columns), one.paper, one.cash, one.id)

    async def find(self, id: str) -> Registry | None:  # noqa: A002
        row = await self._sql.one(f"SELECT {_HEAD} FROM registry WHERE id = ?", id)  # noqa: S608  # of this file alone
        return _registry(row) if row else None

    async def table(self, id: str) -> Table:  # noqa: A002
        """Of a draft."""
        row = await self._sql.one("SELECT source FROM registry WHERE id = ?", id)
        return _unpacked(row["source"]) if row and row["source"] else Table((), (), ())

    async def all(self, most: int) -> list[Registry]:
        """Newest first."""
        sql = f"SELECT {_HEAD} FROM registry ORDER BY created DESC LIMIT ?"  # noqa: S608  # the same
        return [_registry(row) for row in await self._sql.all(sql, most)]

    async def running(self) -> list[str]:
        """Ids of those that were started and are not over."""
        sql = "SELECT id FROM registry WHERE state IN ('running', 'cancelled') AND ended = 0 ORDER BY started"
        return [row["id"] for row in await self._sql.all(sql)]

    async def drop(self, id: str) -> None:  # noqa: A002
        """A draft."""
        await self._sql.do("DELETE FROM registry WHERE id = ? AND state = 'draft'", id)

    async def printed_earlier(self, one: Registry, drafts: Sequence[Draft]) -> tuple[list[str], list[str]]:
        """Numbers of those receipts that another registry has printed, or is about to: as they are, and otherwise."""
        rows = await self._sql.named(_ALREADY, await _given(one, drafts))
        same = [row["number"] for row in rows if not row["mended"]]
        return same, [row["number"] for row in rows if row["mended"]]

    async def begin(self, one: Registry, drafts: Sequence[Draft], now: datetime, *, again: bool, mended: bool) -> None:
        """Its receipts are on disk before it runs; `again`, `mended`: also those that `printed_earlier` tells."""
        await self._sql.do("DELETE FROM registry_receipt WHERE registry = ?", one.id)  # of a start that broke off
        how = {"again": again, "mended": mended, "told": _LEFT_OUT}
        await self._sql.named(_FILL, await _given(one, drafts) | how)
        await self._sql.do(_BEGIN, now.timestamp(), one.id)

    async def waiting(self, id: str, most: int) -> list[Receipt]:  # noqa: A002
        sql = "SELECT * FROM registry_receipt WHERE registry = ? AND state = 'waiting' ORDER BY at LIMIT ?"
        return [_receipt(row) for row in await self._sql.all(sql, id, most)]

    async def receipts(self, id: str, first: int = 0, most: int = -1, state: str = "") -> list[Receipt]:  # noqa: A002
        sql = "SELECT * FROM registry_receipt WHERE registry = ? AND ? IN (state, '') ORDER BY at LIMIT ? OFFSET ?"
        return [_receipt(row) for row in await self._sql.all(sql, id, state, most, first)]

    async def counts(self, id: str) -> dict[str, int]:  # noqa: A002
        """State -> how many."""
        return {row["state"]: row["many"] for row in await self._sql.all(_COUNTS, id)}

    async def sent(self, id: str, at: int, job: str) -> None:  # noqa: A002
        await self._sql.do(_SENT, job, id, at)

    async def result(self, key: str, state: ReceiptState, job: str = "", *told: str) -> None:
        """`told`: document, sign, printed, error."""
        document, sign, printed, error = told or ("", "", "", "")
        await self._sql.do(_RESULT, state.value, job, document, sign, printed, storable(error), key)

    async def cancel(self, id: str) -> None:  # noqa: A002
        await self._sql.do("UPDATE registry SET state = 'cancelled' WHERE id = ? AND state = 'running'", id)
        await self._sql.do(_CANCEL, id)

    async def end(self, id: str, now: datetime) -> None:  # noqa: A002
        sql = "UPDATE registry SET ended = ?, state = iif(state = 'running', 'over', state) WHERE id = ? AND ended = 0"
        await self._sql.do(sql, now.timestamp(), id)

    async def forget(self, now: datetime) -> None:
        """Drafts that nobody started, and what is older than the jobs are kept."""
        drafts, old = (now - DRAFTS_KEPT).timestamp(), (now - _KEPT).timestamp()
        sql = "DELETE FROM registry WHERE (state = 'draft' AND created < ?) OR (ended > 0 AND ended < ?)"
        await self._sql.do(sql, drafts, old)
        await self._sql.do("DELETE FROM registry_receipt WHERE registry NOT IN (SELECT id FROM registry)")


def key_of(registry: str, number: str) -> str:
    """The idempKey of a receipt."""
    return str(uuid5(UUID(registry), number))


async def _given(one: Registry, drafts: Sequence[Draft]) -> dict[str, object]:
    """To ask of them; in a thread: they may be thousands."""
    listed, numbered = await asyncio.to_thread(_listed, one, drafts), Column.NUMBER in one.columns
    return {"registry": one.id, "organization": one.organization, "numbered": numbered, "receipts": listed}


def _listed(one: Registry, drafts: Sequence[Draft]) -> str:
    return json.dumps(
        [
            {
                "key": key_of(one.id, draft.number),
                "number": storable(draft.number),
                "places": json.dumps(draft.rows),
                "total": draft.total,
                "contact": storable(draft.contact),
                "digest": draft.digest,
                "commands": storable(draft.commands),
            }
            for draft in drafts
        ]
    )


def _packed(table: Table) -> bytes:
    whole = [table.headings, table.rows, table.numbers]
    return zlib.compress(json.dumps(whole, ensure_ascii=False).encode("utf-8", "replace"), 1)


def _unpacked(content: bytes) -> Table:
    headings, rows, numbers = json.loads(zlib.decompress(content))
    return Table(tuple(headings), tuple(map(tuple, rows)), tuple(numbers))


def _dumped(columns: Sequence[Column | None]) -> str:
    return json.dumps(columns)


def _registry(row: dict[str, Any]) -> Registry:
    columns = tuple(Column(one) if one else None for one in json.loads(row["columns"]))
    flags = {"paper": bool(row["paper"]), "cash": bool(row["cash"])}
    return Registry(**row | flags | {"columns": columns, "state": RegistryState(row["state"])})


def _receipt(row: dict[str, Any]) -> Receipt:
    for name in ("registry", "organization", "digest"):
        del row[name]
    return Receipt(**row | {"places": tuple(json.loads(row["places"])), "state": ReceiptState(row["state"])})
