"""The bank behind a virtual terminal: who has paid what, what was given back, and the totals of its day.

Its rules are those any bank has (general); real ones differ in detail. Blocking; one call at a time, in any thread.
"""

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from drivers.errors import CardDeclined
from drivers.model.card import CardAction, CardReference
from drivers.model.command import MoveCardMoney
from drivers.operations.sqlite_file import SqliteFile
from drivers.terminals.texts import roubles

_TAKEN = frozenset({CardAction.PAY, CardAction.CONFIRM})
_UNDOES = {
    CardAction.REFUND: _TAKEN,
    CardAction.CANCEL: _TAKEN | {CardAction.REFUND},
    CardAction.CANCEL_AUTHORISATION: frozenset({CardAction.AUTHORISE}),
    CardAction.REVERSE: _TAKEN | {CardAction.REFUND, CardAction.AUTHORISE},
}
_SAME_DAY = frozenset({CardAction.CANCEL, CardAction.REVERSE})
_COLUMNS = "id, till, day, action, amount, rrn, authorisation, card, receipt, time, original, given_back, confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """The columns of table `transactions` in their order."""

    id: int
    till: int
    day: int
    action: CardAction
    amount: int
    rrn: str
    authorisation: str
    card: str
    receipt: str
    time: datetime
    original: int | None
    given_back: int
    confirmed: bool

    @property
    def left(self) -> int:
        """Kopecks that can still be given back."""
        return self.amount - self.given_back


@dataclass(frozen=True, slots=True)
class Day:
    number: int
    closed_by: int | None
    closed_at: datetime | None


class Bank:
    """Methods raise sqlite3.Error or OSError when the disk fails, OutcomeUnknown when it does so at the very end."""

    def __init__(self, path: Path, card: str) -> None:
        """`card`: masked number of the card that everybody pays with."""
        self._card = card
        self._file = SqliteFile(path, "drivers.terminals/bank_v1.sql", _open_first_day)

    def move(self, till: int, command: MoveCardMoney, at: datetime) -> Transaction:
        """Raises CardDeclined."""
        with self._file.transaction():
            original = self._original(command)
            amount = command.amount or (original.left if original else 0)
            return self._add(till, command, amount, original, at)

    def told(self, till: int) -> Transaction | None:
        found = self._select("till = ?", (till,))
        return found[0] if found else None

    def find(self, reference: CardReference, amount: int = 0) -> Transaction | None:
        """The newest that fits; what was paid rather than what undoes it."""
        fits, values = _fitting(reference)
        originals = _originals()
        which = f"{fits} AND ? IN (0, amount) ORDER BY action IN ({originals}) DESC, id DESC LIMIT 1"
        found = self._select(which, (*values, amount))
        return found[0] if found else None

    def close_day(self, till: int, at: datetime) -> Day:
        with self._file.transaction():
            day = self.today()
            closing = "UPDATE days SET closed_by = ?, closed_at = ? WHERE day = ?"
            self._file.db.execute(closing, (till, at.isoformat(), day))
            self._file.db.execute("INSERT INTO days VALUES (?, NULL, NULL)", (day + 1,))
        return Day(day, till, at)

    def closed_by(self, till: int) -> Day | None:
        row = self._file.db.execute("SELECT day, closed_at FROM days WHERE closed_by = ?", (till,)).fetchone()
        return None if row is None else Day(row[0], till, datetime.fromisoformat(row[1]))

    def today(self) -> int:
        day: int = self._file.db.execute("SELECT max(day) FROM days").fetchone()[0]
        return day

    def of_day(self, day: int) -> list[Transaction]:
        return self._select("day = ? ORDER BY id", (day,))

    def by_id(self, number: int) -> Transaction:
        (found,) = self._select("id = ?", (number,))
        return found

    def close(self) -> None:
        self._file.close()

    def _original(self, command: MoveCardMoney) -> Transaction | None:
        """What `command` is about; None of a new one. Raises CardDeclined where the bank's rules forbid it."""
        if command.action is CardAction.CONFIRM:
            return self._hold(command)
        undoes = _UNDOES.get(command.action)
        if undoes is None or (command.action is CardAction.REFUND and not command.reference.known):
            return None
        found = self._meant(command.reference, undoes)
        if command.action in _SAME_DAY and found.day != self.today():
            raise CardDeclined("Банк отказал: день этой операции закрыт сверкой итогов. Оформите возврат.")
        if found.confirmed:
            raise CardDeclined("Банк отказал: преавторизация уже подтверждена. Отмените подтверждение.")
        if not found.left:
            raise CardDeclined("Банк отказал: по этой операции деньги уже возвращены.")
        if command.amount > found.left:
            raise CardDeclined(f"Банк отказал: вернуть можно не больше {roubles(found.left)} руб. этой операции.")
        return found

    def _hold(self, command: MoveCardMoney) -> Transaction:
        hold = self._meant(command.reference, frozenset({CardAction.AUTHORISE}))
        if hold.confirmed or not hold.left:
            raise CardDeclined("Банк отказал: эта преавторизация уже подтверждена или отменена.")
        if command.amount > hold.amount:
            raise CardDeclined(f"Банк отказал: преавторизация сделана только на {roubles(hold.amount)} руб.")
        return hold

    def _meant(self, reference: CardReference, actions: frozenset[CardAction]) -> Transaction:
        fits, values = _fitting(reference)
        kinds = ", ".join(f"'{action}'" for action in sorted(actions))
        found = self._select(f"{fits} AND action IN ({kinds}) ORDER BY id DESC LIMIT 1", values)
        if not found or not reference.known:
            raise CardDeclined("Банк отказал: такой операции нет. Проверьте RRN, код авторизации и номер чека.")
        return found[0]

    def _add(
        self, till: int, command: MoveCardMoney, amount: int, original: Transaction | None, at: datetime
    ) -> Transaction:
        number = 1 + self._file.db.execute("SELECT coalesce(max(id), 0) FROM transactions").fetchone()[0]
        rrn = _rrn(number, at)
        receipt = command.reference.receipt_number or (original.receipt if original else f"{number:04d}")
        row = (
            *(number, till, self.today(), command.action, amount, rrn, _code(rrn)),
            *(original.card if original else self._card, receipt, at.isoformat()),
            *(original.id if original else None, 0, False),
        )
        self._file.db.execute(f"INSERT INTO transactions VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608 - marks
        if original:
            self._mark(original, command.action, amount)
        return self.by_id(number)

    def _mark(self, original: Transaction, action: CardAction, amount: int) -> None:
        """What is left of the one that was undone, or confirmed; a refund that is undone gives its payment back."""
        if action is CardAction.CONFIRM:
            self._file.db.execute("UPDATE transactions SET confirmed = 1 WHERE id = ?", (original.id,))
            return
        more = "UPDATE transactions SET given_back = given_back + ? WHERE id = ?"
        self._file.db.execute(more, (amount, original.id))
        if original.action is CardAction.REFUND and original.original is not None:
            self._file.db.execute(more, (-amount, original.original))

    def _select(self, which: str, values: Sequence[object]) -> list[Transaction]:
        rows = self._file.db.execute(f"SELECT {_COLUMNS} FROM transactions WHERE {which}", values)  # noqa: S608 - ours
        return [_transaction(dict(zip(_COLUMNS.split(", "), row, strict=True))) for row in rows]


def _open_first_day(db: sqlite3.Connection) -> None:
    db.execute("INSERT INTO days VALUES (1, NULL, NULL)")


def _transaction(row: dict[str, object]) -> Transaction:
    row["action"] = CardAction(str(row["action"]))
    row["time"] = datetime.fromisoformat(str(row["time"]))
    row["confirmed"] = bool(row["confirmed"])
    return Transaction(**row)  # type: ignore[arg-type]


def _fitting(reference: CardReference) -> tuple[str, list[str]]:
    """Condition and values; everything that is told must fit, the card excepted: everyone masks it another way."""
    told = {"rrn": reference.rrn, "authorisation": reference.authorisation, "receipt": reference.receipt_number}
    given = {column: value for column, value in told.items() if value}
    return " AND ".join(["1", *(f"{column} = ?" for column in given)]), list(given.values())


def _originals() -> str:
    return ", ".join(f"'{action}'" for action in ("pay", "refund", "authorise", "confirm"))


def _rrn(number: int, at: datetime) -> str:
    """12 digits that grow: last digit of the year, day of the year, hour, our number (the usual form, general)."""
    return f"{at:%Y}"[-1] + f"{at:%j%H}{number % 1_000_000:06d}"


def _code(rrn: str) -> str:
    """6 digits."""
    return f"{int(hashlib.sha256(rrn.encode()).hexdigest(), 16) % 1_000_000:06d}"
