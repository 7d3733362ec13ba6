"""The keys of one register and what each has registered, on disk before any reply. Source: spec/ikkm.md 2.

Methods raise sqlite3.Error where the disk fails; nothing has changed then.
"""

import asyncio
import hashlib
import hmac
import os
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import astuple, fields
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

import aiosqlite

from kkmserver.dialects.ikkm.kept import CASH_KINDS, Operation, Sale, Shift

_BUSY_SECONDS = 5.0  # a backup tool may hold the file for a moment
_VERSION = 1


class KeyBook:
    """Made by `open`. `current` and `last` are what the disk has."""

    def __init__(self, db: aiosqlite.Connection, path: Path) -> None:
        self._db, self.path = db, path
        self._writing = asyncio.Lock()
        self._salt = b""
        self.current = ""
        self.last: Operation | None = None

    @classmethod
    async def open(cls, path: Path, first_key: str) -> Self:
        """`first_key` of the settings takes the place of the current key once; "" = one is made where there is none.

        Raises sqlite3.Error, OSError.
        """
        await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
        db = await aiosqlite.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            book = cls(db, path)
            await book._begin(first_key)
        except BaseException:
            await db.close()
            raise
        return book

    async def close(self) -> None:
        await self._db.close()

    def mark(self, key: str) -> str:
        """Stands for a key where everybody may read it, and cannot be turned back into it."""
        return hmac.new(self._salt, key.encode(), hashlib.sha256).hexdigest()[:20]

    async def consume(self, operation: Operation, sales: Sequence[Sale]) -> None:
        """It is registered under the current key; its `next_key` is current from now on."""
        marks = ", ".join("?" * len(fields(Operation)))
        names = ", ".join(field.name for field in fields(Operation))
        async with self._transaction():
            insert = f"INSERT INTO operation ({names}) VALUES ({marks})"  # noqa: S608 - own names
            place = (await self._db.execute(insert, astuple(operation))).lastrowid
            await self._db.executemany(
                "INSERT INTO sale (operation, name, quantity, price, amount) VALUES (?, ?, ?, ?, ?)",
                [(place, one.name, one.quantity, one.price, one.amount) for one in sales],
            )
            await self._db.execute("UPDATE register SET current = ?", (operation.next_key,))
        self.current, self.last = operation.next_key, operation

    async def fresh_key(self) -> str:
        """Never used before on this register."""
        while True:
            key = str(secrets.randbelow(90_000_000) + 10_000_000)
            if key != self.current and await self.operation(key) is None:
                return key

    async def renew(self, key: str = "") -> str:
        """Another current key, as a person sets it at the register; "" = one is made."""
        key = key or await self.fresh_key()
        async with self._transaction():
            await self._db.execute("UPDATE register SET current = ?", (key,))
        self.current = key
        return key

    async def operation(self, key: str) -> Operation | None:
        """What consumed `key`."""
        return next(iter(await self._operations("WHERE key = ?", key)), None)

    async def cheques(self, shift: int) -> list[Operation]:
        """In their order, cash in and out left out."""
        return [one for one in await self.operations(shift) if one.kind not in CASH_KINDS]

    async def operations(self, shift: int) -> list[Operation]:
        return await self._operations("WHERE shift = ? ORDER BY place", shift)

    async def last_cheque(self) -> Operation | None:
        found = await self._operations("WHERE kind NOT IN ('deposit', 'withdraw') ORDER BY place DESC LIMIT 1")
        return found[0] if found else None

    async def next_cash_number(self) -> int:
        """Of cash in and out, which a register does not number."""
        query = "SELECT count(*) FROM operation WHERE kind IN ('deposit', 'withdraw')"
        return int((await self._one(query))[0]) + 1

    async def sales(self, shift: int) -> list[Sale]:
        rows = await self._db.execute_fetchall(
            "SELECT sale.id, number, tax, name, quantity, price, amount FROM sale "
            "JOIN operation ON operation.place = sale.operation WHERE shift = ? ORDER BY sale.id",
            (shift,),
        )
        return [
            Sale(id=id_, number=number, tax=tax, name=name, quantity=quantity, price=price, amount=amount)
            for id_, number, tax, name, quantity, price, amount in rows
        ]

    async def shifts(self) -> list[Shift]:
        rows = await self._db.execute_fetchall(
            "SELECT number, opened, closed, cashier, sale, buy, sale_return, buy_return, drawer FROM shift "
            "ORDER BY number"
        )
        return [Shift.of_row(*row) for row in rows]

    async def shift(self, number: int) -> Shift | None:
        return next((one for one in await self.shifts() if one.number == number), None)

    async def add_shift(self, shift: Shift) -> None:
        """Those before it are closed by then, whoever has done it."""
        async with self._transaction():
            await self._db.execute("UPDATE shift SET closed = ? WHERE closed = ''", (shift.opened,))
            await self._db.execute(
                "INSERT OR IGNORE INTO shift VALUES (?, ?, '', ?, ?, ?, ?, ?, NULL)",
                (shift.number, shift.opened, shift.cashier, *shift.in_columns()),
            )

    async def close_shift(self, number: int, at: str, drawer: int) -> None:
        async with self._transaction():
            await self._db.execute("UPDATE shift SET closed = ?, drawer = ? WHERE number = ?", (at, drawer, number))

    async def _begin(self, first_key: str) -> None:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            await self._db.execute(f"PRAGMA {pragma}")
        if not (await self._one("PRAGMA user_version"))[0]:
            schema = (files("kkmserver.dialects.ikkm") / "schema.sql").read_text("utf-8")
            await self._db.executescript(f"BEGIN;\n{schema}\nPRAGMA user_version = {_VERSION};\nCOMMIT;")
        if not await self._one("SELECT 1 FROM register"):
            key = first_key or await self.fresh_key()
            values = (os.urandom(32), key, first_key)
            await self._db.execute("INSERT INTO register VALUES (1, ?, ?, ?)", values)
        self._salt, self.current, configured = await self._one("SELECT salt, current, configured FROM register")
        if first_key and first_key != configured:
            await self._configured(first_key)
        last = await self._operations("ORDER BY place DESC LIMIT 1")
        self.last = last[0] if last else None

    async def _configured(self, first_key: str) -> None:
        """The settings name another first key: so a person sets one. A consumed one stays consumed."""
        async with self._transaction():
            await self._db.execute("UPDATE register SET configured = ?", (first_key,))
            if await self.operation(first_key) is None:
                await self._db.execute("UPDATE register SET current = ?", (first_key,))
        (self.current,) = await self._one("SELECT current FROM register")

    async def _operations(self, where: str, *values: object) -> list[Operation]:
        names = [field.name for field in fields(Operation)]
        query = f"SELECT {', '.join(names)} FROM operation {where}"  # noqa: S608 - own names
        rows = await self._db.execute_fetchall(query, values)
        return [Operation(**dict(zip(names, row, strict=True))) for row in rows]

    async def _one(self, query: str) -> tuple[Any, ...]:
        """() where there is none."""
        rows = await self._db.execute_fetchall(query)
        return next((tuple(row) for row in rows), ())

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[None]:
        async with self._writing:
            await self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                await self._db.execute("COMMIT")
            except BaseException:
                await self._db.rollback()
                raise
