"""Statements on the connection that all tables of this API share: one a transaction, errors in words."""

import sqlite3
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Self

import aiosqlite


class StoreBroken(Exception):
    """The disk did not take it; the text says what to do."""


class Statements:
    """Every call raises StoreBroken. What a statement changes is on disk on return."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    @classmethod
    async def prepared(cls, connection: aiosqlite.Connection, schema: str) -> Self:
        """`schema`: name of the .sql file beside this one."""
        made = cls(connection)
        script = (files("kkmserver.dialects.itkassa") / schema).read_text("utf-8")
        try:
            await connection.executescript(script)
        except sqlite3.Error as error:
            raise _broken(error) from error
        return made

    async def all(self, sql: str, *values: object) -> list[dict[str, Any]]:
        return await self.named(sql, values)

    async def named(self, sql: str, values: Mapping[str, object] | tuple[object, ...]) -> list[dict[str, Any]]:
        """Fetched to the end, or what the statement changes would not be committed."""
        try:
            async with self._connection.execute(sql, values) as cursor:
                return [dict(row) for row in await cursor.fetchall()]
        except sqlite3.Error as error:
            raise _broken(error) from error

    async def one(self, sql: str, *values: object) -> dict[str, Any] | None:
        rows = await self.all(sql, *values)
        return rows[0] if rows else None

    async def do(self, sql: str, *values: object) -> None:
        await self.all(sql, *values)


def _broken(error: sqlite3.Error) -> StoreBroken:
    return StoreBroken(f"Файл заданий не пишется или не читается: {error}. Проверьте диск сервера.")
