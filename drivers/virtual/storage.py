"""The virtual ФН: documents, counters and a secret in one SQLite file that survives a kill at any moment.

Blocking; one call at a time, in any thread. Another process may write to the same file at any moment: what is kept
in memory is the counters, for as long as nobody else has changed the file.
"""

import hashlib
import hmac
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from drivers.errors import OutcomeUnknown
from drivers.fiscal.counters import Totals
from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.model.outcome import FiscalDocument

_VERSION = 1
_KEEP_OPERATIONS, _SWEEP = 10_000, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """Where the ФН stands; the columns of table `counters` in their order. Sums are kopecks."""

    last_document: int = 0
    last_operation: int = 0
    shift: int = 0
    opened_at: datetime | None = None
    first_document: int = 0
    last_time: datetime | None = None
    receipts: int = 0
    drawer: int = 0
    cash_in: int = 0
    cash_in_count: int = 0
    cash_out: int = 0
    cash_out_count: int = 0
    shift_totals: Totals = field(default_factory=Totals)
    storage_totals: Totals = field(default_factory=Totals)
    registration: str = ""
    registered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """A document as the archive keeps it; `facts` and `slip` are packed by `archive`."""

    document: FiscalDocument
    tlv: bytes
    facts: str
    slip: bytes


@dataclass(frozen=True, slots=True)
class Operation:
    """One command that was done. `document` is the ФД number it left, if any."""

    number: int
    subject: str
    document: int | None
    answer: str


_COLUMNS = [column.name for column in fields(Counters)]
_SAVE = f"UPDATE counters SET {', '.join(f'{name} = ?' for name in _COLUMNS)} WHERE id = 1"  # noqa: S608 - own names
_LOAD = f"SELECT {', '.join(_COLUMNS)} FROM counters WHERE id = 1"  # noqa: S608 - own names


class Storage:
    """One ФН on disk. Methods raise sqlite3.Error when the disk fails.

    `looks_only`: beside the one that owns it, in any thread, unable to write; where there is no ФН yet it is a blank
    one in memory.
    """

    def __init__(self, path: Path, serial: str, *, looks_only: bool = False) -> None:
        self._db = _beside(path) if looks_only else _owned(path)
        self._known: tuple[int, Counters] | None = None  # data version, and the counters as they stood in it
        try:
            if not looks_only or not self._version():
                self._prepare(serial)
            self.serial, self._secret = self._identity()
        except BaseException:
            self._db.close()
            raise

    def _prepare(self, serial: str) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        with self.transaction():
            if not self._version():
                self._create(serial)

    def _version(self) -> int:
        """0 of a file that is new. Raises sqlite3.DatabaseError for one that a later program has written."""
        version = _version(self._db)
        if version not in (0, _VERSION):
            raise sqlite3.DatabaseError(f"version {version} of the file is newer than this program")
        return version

    def _create(self, serial: str) -> None:
        schema = files("drivers.virtual").joinpath(f"schema_v{_VERSION}.sql").read_text("utf-8")
        plain = "\n".join(line.split("--")[0] for line in schema.splitlines())
        for statement in plain.split(";"):
            self._db.execute(statement)
        self._db.execute("INSERT INTO identity VALUES (1, ?, ?)", (serial, secrets.token_bytes(32)))
        marks = ", ".join("?" for _ in _COLUMNS)
        self._db.execute(f"INSERT INTO counters VALUES (1, {marks})", _row(Counters()))  # noqa: S608 - only marks
        self._db.execute(f"PRAGMA user_version = {_VERSION}")

    def _identity(self) -> tuple[str, bytes]:
        serial, secret = self._db.execute("SELECT serial, secret FROM identity").fetchone()
        return serial, secret

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, on disk at the end. Raises OutcomeUnknown when the disk fails at the very end."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._roll_back()
            raise
        try:
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            raise OutcomeUnknown(f"Виртуальный ФН: сбой записи на диск ({error}). Проверьте место на диске.") from error

    def _roll_back(self) -> None:
        self._known = None
        if self._db.in_transaction:  # a full disk may have ended it already
            self._db.execute("ROLLBACK")

    def counters(self) -> Counters:
        """Inside a transaction nobody else can change them."""
        version = self._data_version()
        if self._known is None or self._known[0] != version:
            self._known = version, self._read_counters()
        return self._known[1]

    def _data_version(self) -> int:
        """Another number after every change by another connection. Source: SQLite, PRAGMA data_version."""
        version: int = self._db.execute("PRAGMA data_version").fetchone()[0]
        return version

    def _read_counters(self) -> Counters:
        row = dict(zip(_COLUMNS, self._db.execute(_LOAD).fetchone(), strict=True))
        for name in ("opened_at", "last_time", "registered_at"):
            row[name] = row[name] and datetime.fromisoformat(row[name])
        for name in ("shift_totals", "storage_totals"):
            row[name] = Totals.from_json(row[name]) if row[name] else Totals()
        return Counters(**row)

    def save(self, counters: Counters) -> None:
        """Inside a transaction."""
        self._db.execute(_SAVE, _row(counters))
        self._known = self._known and (self._known[0], counters)

    def sign(self, body: bytes) -> int:
        """ФПД of a document's TLV bytes: keyed, never 0. Source: spec/ffd.md 14."""
        digest = hmac.digest(self._secret, body, hashlib.sha256)
        return int.from_bytes(digest[:4], "big") or 1

    def add_document(self, stored: StoredDocument) -> None:
        """Inside a transaction. Raises sqlite3.IntegrityError if the number is taken."""
        document = stored.document
        self._db.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(document.number, document.form, document.shift, document.number_in_shift, document.sign),
                *(document.time.isoformat(), document.receipt_type, document.total, document.qr),
                *(stored.tlv, stored.facts, stored.slip),
            ),
        )

    def document(self, number: int) -> StoredDocument | None:
        row = self._db.execute("SELECT * FROM documents WHERE number = ?", (number,)).fetchone()
        return None if row is None else self._stored(*row)

    def _stored(
        self,
        number: int,
        form: int,
        shift: int,
        number_in_shift: int,
        sign: int,
        time: str,
        receipt_type: int | None,
        total: int | None,
        qr: str,
        tlv: bytes,
        facts: str,
        slip: bytes,
    ) -> StoredDocument:
        document = FiscalDocument(
            form=DocumentForm(form),
            number=number,
            sign=sign,
            time=datetime.fromisoformat(time),
            storage=self.serial,
            shift=shift,
            number_in_shift=number_in_shift,
            receipt_type=None if receipt_type is None else ReceiptType(receipt_type),
            total=total,
            qr=qr,
        )
        return StoredDocument(document=document, tlv=tlv, facts=facts, slip=slip)

    def add_operation(self, operation: Operation) -> None:
        """Inside a transaction; the oldest rows go, some at a time."""
        row = (operation.number, operation.subject, operation.document, operation.answer)
        self._db.execute("INSERT INTO operations VALUES (?, ?, ?, ?)", row)
        if operation.number % _SWEEP == 0:
            self._db.execute("DELETE FROM operations WHERE number <= ?", (operation.number - _KEEP_OPERATIONS,))

    def operations_after(self, number: int) -> list[Operation]:
        rows = self._db.execute("SELECT * FROM operations WHERE number > ? ORDER BY number LIMIT 100", (number,))
        return [Operation(*row) for row in rows]

    def close(self) -> None:
        self._db.close()


def _owned(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    return sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)


def _beside(path: Path) -> sqlite3.Connection:
    """Blank and in memory where there is no file, or one whose owner is only just making it."""
    if path.is_file():
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", timeout=5, isolation_level=None, uri=True)
        try:
            if _version(db):
                return db
        except BaseException:
            db.close()
            raise
        db.close()
    return sqlite3.connect(":memory:", isolation_level=None)


def _version(db: sqlite3.Connection) -> int:
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    return version


def _row(counters: Counters) -> tuple[object, ...]:
    return tuple(_cell(getattr(counters, name)) for name in _COLUMNS)


def _cell(value: object) -> object:
    match value:
        case datetime():
            return value.isoformat()
        case Totals():
            return value.to_json()
        case _:
            return value
