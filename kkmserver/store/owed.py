"""What sites are owed that give commands when they are asked: the results of these, until a site has them."""

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kkmserver.store.schema import queries
from kkmserver.store.serial import storable

_SQL = queries()


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A command of a site. `site`, `name` and `id` together are its key."""

    site: str
    name: str  # the command as its dialect spells it
    id: str  # IdCommand
    request: bytes  # b"" once it is answered
    answer: bytes | None = None  # None while it runs
    row: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """Within its site."""
        return self.name, self.id


class Debts(Protocol):
    """Futures and errors are those of kkmserver.store.record.Journal."""

    def owe(self, command: Owed) -> asyncio.Future[int]: ...  # its row; 0 where it is known already
    def answer(self, row: int, answer: bytes) -> asyncio.Future[None]: ...
    def acknowledge(self, rows: Sequence[int]) -> asyncio.Future[None]: ...  # all or none; one that is gone is gone
    async def unanswered(self, site: str) -> list[Owed]: ...  # in the order they were given
    async def answered(self, site: str, most: int) -> list[Owed]: ...  # oldest first


def owe(command: Owed, connection: sqlite3.Connection) -> int:
    values = (storable(command.site), storable(command.name), storable(command.id), command.request)
    done = connection.execute(_SQL["owe"], values)
    return done.lastrowid or 0 if done.rowcount else 0


def acknowledge(rows: Sequence[int], connection: sqlite3.Connection) -> None:
    connection.executemany(_SQL["acknowledge"], [(row,) for row in rows])


def unanswered(site: str, connection: sqlite3.Connection) -> list[Owed]:
    return [_owed(*row) for row in connection.execute(_SQL["unanswered"], (storable(site),))]


def answered(site: str, most: int, connection: sqlite3.Connection) -> list[Owed]:
    return [_owed(*row) for row in connection.execute(_SQL["answered"], (storable(site), most))]


def _owed(row: int, site: str, name: str, id: str, request: bytes, answer: bytes | None) -> Owed:  # noqa: A002
    return Owed(row=row, site=site, name=name, id=id, request=request, answer=answer)
