"""The file of the virtual ФН: older versions, other programs, a disk that fails."""

import asyncio
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from drivers.errors import DeviceFaulty, OutcomeUnknown, RequestRefused, WrongState
from drivers.fiscal import tlv
from drivers.fiscal.counters import Totals, TypeTotals
from drivers.model.command import CashIn, CashOut, CloseShift, Command, OpenShift, PrintRuler, ReadDocument, XReport
from drivers.model.document import Payments
from drivers.model.ffd import ReceiptType, VatRate
from drivers.virtual import storage_file
from drivers.virtual.counters import Counters
from drivers.virtual.kkt import VirtualKkt
from drivers.virtual.ledger import Overtaken, Step
from drivers.virtual.options import VirtualKktOptions
from drivers.virtual.storage import Storage
from tests.drivers.virtual.shop import context, run, sale, tea

V1 = Path(__file__).with_name("storage_v1.sql")
SERIAL = "9999078900000001"
FULL = Counters(
    last_document=7,
    opened_at=datetime(2026, 11, 15, 12, 30, tzinfo=UTC),
    drawer=-5,
    shift_totals=Totals({ReceiptType.SALE: TypeTotals(1, Payments(cash=5), 5, {VatRate.NO_VAT: 5})}),
)


def place(folder: Path) -> Path:
    return folder / "1" / "storage.sqlite3"


def old_file(folder: Path) -> dict[int, tuple[object, ...]]:
    """A file of version 1, and its documents."""
    place(folder).parent.mkdir()
    with closing(sqlite3.connect(place(folder))) as db:
        db.executescript(V1.read_text("utf-8"))
        return {row[0]: row for row in db.execute("SELECT * FROM documents")}


def documents(file: Path) -> dict[int, tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as db:
        columns = "document, form, shift, number_in_shift, sign, time, receipt_type, total, qr, tlv, facts, slip"
        return {row[0]: row for row in db.execute(f"SELECT {columns} FROM steps WHERE document IS NOT NULL")}


def test_an_older_file_keeps_everything(tmp_path: Path) -> None:
    before = old_file(tmp_path)
    with closing(Storage(place(tmp_path), "another")) as storage:
        counters = storage.counters()
        assert storage.serial == SERIAL
        assert (counters.last_document, counters.last_operation, counters.shift) == (6, 8, 2)
        assert (counters.drawer, counters.cash_in, counters.cash_out) == (40_493, 0, 7)
        assert counters.opened_at == counters.last_time == datetime(2026, 11, 15, 12, 37, tzinfo=UTC)
        assert counters.storage_totals.of(ReceiptType.SALE).total == 500
        assert counters.shift_totals.of(ReceiptType.SALE_RETURN).total == 10_000
        (envelope,) = tlv.parse(before[6][9])  # type: ignore[arg-type]
        unsigned = tlv.pack(envelope.tag, b"".join(tlv.pack(one.tag, one.raw) for one in envelope.children()[:-1]))
        assert storage.sign(unsigned) == before[6][4]
    assert documents(place(tmp_path)) == before
    with closing(sqlite3.connect(place(tmp_path))) as db:
        names = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        order = [document for (document,) in db.execute("SELECT document FROM steps ORDER BY number")]
    assert names == {"identity", "steps"}
    assert order == [None, 1, 2, 3, None, None, None, 4, 5, 6, None, None]  # the last one: how all stood


def test_marks_made_before_the_update_are_settled_after_it(tmp_path: Path) -> None:
    old_file(tmp_path)
    done: list[Command] = [PrintRuler(), sale(tea(500), cash=1000), CashIn(50_000), ReadDocument(3, copies=1)]

    async def scene(kkt: VirtualKkt) -> None:
        assert await kkt.mark() == "fd=6;op=8"
        for number, command in enumerate(done):
            outcome = await kkt.settle(command, f"fd=0;op={number}")
            assert outcome is not None
        receipt, copy = [await kkt.settle(done[at], f"fd=0;op={at}") for at in (1, 3)]
        assert receipt is not None
        assert receipt.document is not None
        assert (receipt.document.number, receipt.change) == (3, 500)
        assert copy is not None
        assert copy.document is None
        assert copy.copy is not None
        assert copy.copy.document.number == 3
        assert await kkt.settle(CashOut(7), "fd=6;op=8") is None
        sold = await kkt.execute(sale())  # the registration is the one that was in force
        assert sold.document is not None
        assert (sold.document.number, sold.document.number_in_shift) == (7, 2)

    run(tmp_path, scene)


def test_an_older_file_is_looked_at_as_it_is(tmp_path: Path) -> None:
    old_file(tmp_path)
    before = place(tmp_path).read_bytes()
    with closing(Storage(place(tmp_path), "", looks_only=True)) as storage:
        assert storage.counters().last_document == 6
        assert storage.document(6) is not None
    assert place(tmp_path).read_bytes() == before


def test_an_update_that_fails_leaves_the_older_file(tmp_path: Path) -> None:
    before = old_file(tmp_path)
    with closing(sqlite3.connect(place(tmp_path))) as db:
        db.execute("DROP TABLE counters")
    with pytest.raises(sqlite3.Error, match="counters"):
        Storage(place(tmp_path), "")
    with closing(sqlite3.connect(place(tmp_path))) as db:
        assert {row[0]: row for row in db.execute("SELECT * FROM documents")} == before


def test_a_file_of_a_later_program_is_refused(tmp_path: Path) -> None:
    Storage(place(tmp_path), SERIAL).close()
    with closing(sqlite3.connect(place(tmp_path))) as db:
        db.execute(f"PRAGMA user_version = {storage_file._VERSION + 1}")
    for looks_only in (False, True):
        with pytest.raises(sqlite3.DatabaseError, match="newer than this program"):
            Storage(place(tmp_path), SERIAL, looks_only=looks_only)


def test_counters_come_back_from_their_text() -> None:
    assert Counters.from_json(FULL.to_json(), step=3, registration="{}") == replace(FULL, step=3, registration="{}")
    assert Counters().to_json() == "{}"


def test_counters_of_another_program() -> None:
    assert Counters.from_json('{"drawer": 5, "unheard_of": [1]}', step=1, registration="") == Counters(step=1, drawer=5)
    for text in ("", "[]", '{"opened_at": 5}', '{"shift_totals": "x"}'):
        with pytest.raises(ValueError):  # noqa: PT011 - any text
            Counters.from_json(text, step=1, registration="")


def test_a_step_made_of_old_counters_is_not_taken(tmp_path: Path) -> None:
    with closing(Storage(place(tmp_path), SERIAL)) as mine, closing(Storage(place(tmp_path), SERIAL)) as other:
        old = mine.known
        other.append(Step(subject="theirs", answer="{}"), replace(other.known, drawer=1))
        with pytest.raises(Overtaken):
            mine.append(Step(subject="mine", answer="{}"), replace(old, drawer=2))
        assert mine.counters().drawer == 1
        after = mine.append(Step(subject="mine", answer="{}"), replace(mine.known, drawer=2))
        assert (after.step, after.last_operation) == (2, 2)
        with pytest.raises(Overtaken):  # even where the newest ones are known by now
            mine.append(Step(subject="mine", answer="{}"), old)
        assert [done.subject for done in other.steps_after(0)] == ["theirs", "mine"]
        assert [done.subject for done in other.steps_after(1)] == ["mine"]


def test_the_registration_is_kept_once(tmp_path: Path) -> None:
    with closing(Storage(place(tmp_path), SERIAL)) as storage:
        for registration in ("a", "a", "b", "b"):
            storage.append(Step(), replace(storage.known, registration=registration))
    with closing(Storage(place(tmp_path), SERIAL)) as storage:
        assert storage.counters().registration == "b"
        rows = storage._db.execute("SELECT registration FROM steps ORDER BY number")
        assert [one for (one,) in rows] == ["a", None, "b", None]


def test_a_command_is_done_again_when_another_program_was_quicker(tmp_path: Path) -> None:
    """What the register remembers is old by then: it must neither refuse by it nor count from it."""

    async def scene(kkt: VirtualKkt) -> None:
        await kkt.state()
        other = VirtualKkt(context(tmp_path), VirtualKktOptions())
        await other.execute(sale())
        sold = await kkt.execute(sale())
        assert sold.document is not None
        assert (sold.document.number, sold.document.number_in_shift) == (4, 2)
        await other.execute(CloseShift())
        with pytest.raises(WrongState):
            await kkt.execute(CashIn(100))
        await other.execute(OpenShift())
        await kkt.execute(CashIn(100))
        await other.execute(CashIn(300))
        await kkt.execute(CashOut(20_400))
        with pytest.raises(RequestRefused):
            await other.execute(CashOut(1))
        await kkt.execute(XReport())
        assert (await other.state()).cash == 0
        await other.close()

    run(tmp_path, scene)


def test_two_programs_at_once(tmp_path: Path) -> None:
    """Nothing is lost, nothing is counted twice, whoever is quicker."""
    receipts, done = 40, []

    async def shop() -> None:
        kkt = VirtualKkt(context(tmp_path), VirtualKktOptions())
        for _ in range(receipts):
            sold = await kkt.execute(sale(tea(1)))
            done.append(sold.document and (sold.document.number, sold.document.number_in_shift))
        await kkt.close()

    with closing(Storage(place(tmp_path), SERIAL)):
        both = [threading.Thread(target=asyncio.run, args=(shop(),)) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
    assert sorted(done) == [(number + 2, number) for number in range(1, 2 * receipts + 1)]
    with closing(Storage(place(tmp_path), SERIAL)) as storage:
        counters = storage.counters()
        assert (counters.receipts, counters.drawer, counters.last_operation) == (80, 80, 80)


@contextmanager
def no_longer_files(size: int) -> Iterator[None]:
    """Of this process: a write beyond it fails in the middle, with EFBIG."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(sys.platform == "win32", reason="knows no such limit")
def test_a_disk_that_fails_at_the_end_of_a_write_is_unknown_until_settled(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale())
        mark, wal = await kkt.mark(), place(tmp_path).with_name("storage.sqlite3-wal")
        with no_longer_files(wal.stat().st_size + 100), pytest.raises(OutcomeUnknown, match="Проверьте место"):
            await kkt.execute(sale())
        assert await kkt.settle(sale(), mark) is None
        assert await kkt.mark() == mark
        sold = await kkt.execute(sale())
        assert sold.document is not None
        assert sold.document.number == 4

    run(tmp_path, scene)


def test_a_file_that_another_program_keeps_locked_takes_nothing(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale())
        mark = await kkt.mark()
        await kkt._ask(lambda one: one.storage._db.execute("PRAGMA busy_timeout = 0"))
        with closing(sqlite3.connect(place(tmp_path), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(DeviceFaulty, match="locked") as refused:
                await kkt.execute(sale())
            assert refused.value.nothing_sent
        assert await kkt.mark() == mark
        await kkt.execute(sale())

    run(tmp_path, scene)
