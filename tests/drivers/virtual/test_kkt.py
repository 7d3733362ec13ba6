"""The virtual ККТ as its users see it: shifts, receipts, drawer, archive."""

import asyncio
import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from drivers import registry
from drivers.errors import DeviceFaulty, KkmError, NotSupported, RequestRefused, WrongState
from drivers.fiscal import qr, tlv
from drivers.model.card import CardAction
from drivers.model.command import (
    CashIn,
    CashOut,
    ClearDisplay,
    CloseShift,
    Command,
    ContinuePrint,
    FindTransaction,
    MoveCardMoney,
    OfdReport,
    OpenDrawer,
    OpenShift,
    PrintDocument,
    PrintLabels,
    PrintRuler,
    PrintTestPage,
    ReadDisplay,
    ReadDocument,
    ReadLineLength,
    ReadSlipPrinting,
    ReadState,
    ReadWeight,
    RegisterBottles,
    RegisterReceipt,
    SetTare,
    SettleTerminal,
    ShowOnDisplay,
    TellEgais,
    TerminalReport,
    XReport,
)
from drivers.model.document import BarcodeLine, Cashier, Payments, Symbology, TextLine
from drivers.model.ffd import DocumentForm, FfdVersion, ReceiptType, ShiftState, TaxSystem, VatRate
from drivers.model.state import DeviceState
from drivers.ports import HasTape
from drivers.virtual import pace
from drivers.virtual.kkt import VirtualKkt
from drivers.virtual.null import NullDevice, NullOptions
from drivers.virtual.options import VirtualKktOptions
from tests.clock import FakeClock
from tests.drivers.virtual.shop import CASHIER, context, run, sale, tea

VERSIONS = pytest.mark.parametrize("ffd", ["1.0", "1.05", "1.1", "1.2"])
OPEN = "Ошибка регистрации ( 60 : ККТ: Смена открыта – операция невозможна )"
NOT_OPEN = "Ошибка регистрации ( 61 : ККТ: Смена не открыта или смена превысила 24 часа – операция невозможна )"
DAY = 24 * 3600


async def refused(kkt: VirtualKkt, command: Command, kind: type[KkmError] = WrongState) -> KkmError:
    with pytest.raises(kind) as caught:
        await kkt.execute(command)
    assert caught.value.nothing_sent
    assert caught.value.device == "Касса 1"
    return caught.value


async def state(kkt: VirtualKkt) -> DeviceState:
    found = (await kkt.execute(ReadState())).state
    assert found is not None
    return found


def test_registry_knows_it() -> None:
    spec = registry.load("virtual-kkt")
    assert spec.options().ffd == "1.2"


@VERSIONS
def test_a_day(tmp_path: Path, ffd: str) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        opened = await kkt.execute(OpenShift(CASHIER))
        assert opened.document is not None
        assert (opened.document.form, opened.document.number, opened.document.shift) == (DocumentForm.OPEN_SHIFT, 2, 1)
        for number, kind in enumerate(ReceiptType, 1):
            done = await kkt.execute(sale(type=kind))
            assert done.document is not None
            assert (done.document.receipt_type, done.document.number_in_shift) == (kind, number)
            assert qr.PATTERN.fullmatch(done.document.qr)
            assert f"&s=100.00&fn=9999078900000001&i={done.document.number}&" in done.document.qr
            assert done.document.qr.endswith(f"&n={kind.value}")
        found = await state(kkt)
        assert (found.last_document, found.shift, found.cash) == (6, ShiftState.OPEN, 0)
        report = await kkt.execute(OfdReport(CASHIER))
        assert report.document is not None
        assert (report.document.form, report.document.number) == (DocumentForm.SETTLEMENT_STATE, 7)
        closed = await kkt.execute(CloseShift(CASHIER))
        assert closed.document is not None
        assert (closed.document.form, closed.document.number, closed.document.shift) == (DocumentForm.CLOSE_SHIFT, 8, 1)
        assert closed.document.qr.startswith("t=20261115T1530&fn=9999078900000001&i=8&fp=")
        assert "ВИРТУАЛЬНАЯ ККТ" in kkt.tape()[0].text()
        assert kkt.tape()[0].png().startswith(b"\x89PNG")

    run(tmp_path, scene, ffd=ffd)


@VERSIONS
def test_signed_documents_are_in_the_archive(tmp_path: Path, ffd: str) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale(tea(12_200, VatRate.VAT_22), tea(8_990, VatRate.VAT_10)))
        await kkt.execute(CloseShift())

    run(tmp_path, scene, ffd=ffd)
    with sqlite3.connect(tmp_path / "1" / "storage.sqlite3") as db:
        rows = db.execute("SELECT document, form, sign, tlv FROM steps WHERE document ORDER BY number").fetchall()
    db.close()
    assert [(number, form) for number, form, _, _ in rows] == [(1, 1), (2, 2), (3, 3), (4, 5)]
    for number, form, sign, data in rows:
        (document,) = tlv.parse(data)
        children = {child.tag: child for child in document.children()}
        assert document.tag == form
        assert children[1040].number() == number
        assert children[1077].raw == bytes(2) + sign.to_bytes(4, "big")


def test_registration_comes_first(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        found = await state(kkt)
        assert (found.fiscalized, found.last_document, found.shift) == (True, 1, ShiftState.CLOSED)
        assert (found.storage, found.ffd, found.line_length) == ("9999078900000001", FfdVersion.V1_05, 48)
        assert found.registration is not None
        assert found.registration.tax_systems == (TaxSystem.GENERAL, TaxSystem.PATENT)
        assert found.storage_since == datetime(2026, 11, 15, 12, 30, tzinfo=UTC)
        assert (await kkt.execute(ReadDocument(1))).copy is not None

    run(tmp_path, scene, ffd="1.05", tax_systems=[5, 0])


def test_changed_settings_are_registered_between_shifts(tmp_path: Path) -> None:
    async def first(kkt: VirtualKkt) -> None:
        await kkt.execute(OpenShift())

    async def second(kkt: VirtualKkt) -> None:
        during = await state(kkt)
        assert during.registration is not None
        assert (during.ffd, during.registration.place) == (FfdVersion.V1_05, "Касса 1")
        await kkt.execute(CloseShift())
        await kkt.execute(sale())
        after = await state(kkt)
        assert after.registration is not None
        assert (after.ffd, after.registration.place, after.last_document) == (FfdVersion.V1_2, "Зал", 6)
        report = await kkt.execute(ReadDocument(4))
        assert report.copy is not None
        assert report.copy.document.form is DocumentForm.REREGISTRATION

    run(tmp_path, first, ffd="1.05")
    run(tmp_path, second, ffd="1.2", place="Зал")


def test_recorded_texts_of_the_shift(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        for command in (CloseShift(), CashIn(100), CashOut(100)):
            error = await refused(kkt, command)
            assert (error.text, error.native) == (NOT_OPEN, 61)
        await kkt.execute(OpenShift())
        error = await refused(kkt, OpenShift())
        assert (error.text, error.native) == (OPEN, 60)

    run(tmp_path, scene)


def test_a_receipt_opens_the_shift(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        done = await kkt.execute(sale())
        assert done.document is not None
        assert (done.document.number, done.document.shift, done.document.number_in_shift) == (3, 1, 1)
        assert [sheet.title for sheet in kkt.tape()] == [
            "Чек прихода № 3",
            "Открытие смены № 2",
            "Отчёт о регистрации № 1",
        ]

    run(tmp_path, scene)


def test_24_hours(tmp_path: Path) -> None:
    clock = FakeClock()

    async def scene(kkt: VirtualKkt) -> None:
        assert (await state(kkt)).shift_since is None
        opened = clock.now()
        await kkt.execute(OpenShift())
        clock.advance(DAY)
        await kkt.execute(sale())
        clock.advance(1)
        expired = await state(kkt)
        assert (expired.shift, expired.shift_since) == (ShiftState.EXPIRED, opened)
        assert (await refused(kkt, sale())).text == NOT_OPEN
        assert (await refused(kkt, OpenShift())).text == OPEN
        await kkt.execute(CashIn(100))
        assert (await state(kkt)).last_document == 3
        await kkt.execute(CloseShift())
        done = await kkt.execute(sale())
        assert done.document is not None
        assert (done.document.shift, done.document.number_in_shift) == (2, 1)

    run(tmp_path, scene, clock)


def test_time_does_not_run_back_within_a_shift(tmp_path: Path) -> None:
    clock = FakeClock()

    async def scene(kkt: VirtualKkt) -> None:
        before = await kkt.execute(sale())
        clock.advance(-7200)
        after = await kkt.execute(sale())
        assert before.document is not None
        assert after.document is not None
        assert after.document.time == before.document.time

    run(tmp_path, scene, clock)


def test_the_vendor_sample_with_change(tmp_path: Path) -> None:
    """Quantity 3, price 100, amount 0.01, cash 800, card 0.01. Source: spec/ffd.md, end of section 6."""

    async def scene(kkt: VirtualKkt) -> None:
        row = replace(tea(1), quantity=Decimal(3), price=10_000)
        done = await kkt.execute(sale(row, cash=80_000, electronic=1))
        assert done.document is not None
        assert (done.payments, done.change) == (Payments(electronic=1), 80_000)
        assert "&s=0.01&" in done.document.qr
        assert (await state(kkt)).cash == 0
        rows = kkt.tape()[0].text().splitlines()
        assert "СДАЧА" + "=800.00".rjust(43) in rows
        assert "3 шт. * 0.00" + "=0.01".rjust(36) in rows

    run(tmp_path, scene)


def test_nothing_is_recorded_for_a_faulty_row(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        bad = sale(tea(), TextLine("ниже код"), BarcodeLine(Symbology.EAN13, "1254789547850"))
        error = await refused(kkt, bad, RequestRefused)
        assert "Строка 3" in error.text
        assert "Оплата" in (await refused(kkt, sale(cash=1), RequestRefused)).text
        found = await state(kkt)
        assert (found.last_document, found.shift) == (1, ShiftState.CLOSED)

    run(tmp_path, scene)


def test_drawer(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(OpenShift())
        await kkt.execute(CashIn(100_000))
        assert "В кассе 1000.00" in (await refused(kkt, CashOut(100_001), RequestRefused)).text
        for amount in (0, -1, 10**30):
            await refused(kkt, CashIn(amount), RequestRefused)
        await kkt.execute(CashOut(40_000))
        await kkt.execute(sale(tea(5_000), electronic=2_000))
        await kkt.execute(sale(tea(1_000), type=ReceiptType.SALE_RETURN))
        assert (await state(kkt)).cash == 62_000
        await kkt.execute(CloseShift())
        assert (await state(kkt)).cash == 62_000

    run(tmp_path, scene)


def test_return_over_the_drawer(tmp_path: Path) -> None:
    async def warns(kkt: VirtualKkt) -> None:
        done = await kkt.execute(sale(type=ReceiptType.SALE_RETURN))
        assert any("В кассе 0.00 руб." in warning for warning in done.warnings)

    async def refuses(kkt: VirtualKkt) -> None:
        await refused(kkt, sale(type=ReceiptType.SALE_RETURN), RequestRefused)
        assert (await state(kkt)).last_document == 1

    run(tmp_path / "warn", warns)
    run(tmp_path / "refuse", refuses, check_cash=True)


def test_not_fiscalized(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        fiscal: list[Command] = [sale(), OpenShift(), CloseShift(), OfdReport(), CashIn(1), CashOut(1)]
        for command in fiscal:
            assert "не фискализирована" in (await refused(kkt, command)).text
        for command in (PrintDocument((TextLine("привет"),)), XReport(), OpenDrawer(), PrintRuler(), ReadLineLength()):
            await kkt.execute(command)
        found = await state(kkt)
        assert (found.fiscalized, found.registration, found.last_document) == (False, None, 0)
        assert (await refused(kkt, ReadDocument(), RequestRefused)).text.startswith("Не удалось получить данные чека")
        assert len(kkt.tape()) == 3

    run(tmp_path, scene, fiscalized=False)


def test_no_paper(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(OpenShift(print_paper=False))
        await kkt.execute(sale(print_paper=False, client_address="buyer@example.com"))
        await kkt.execute(CloseShift(print_paper=False))
        assert len(kkt.tape()) == 1
        assert (await state(kkt)).last_document == 4

    run(tmp_path, scene)


def test_copies(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale(copies=2))
        first, second, original = kkt.tape()[:3]
        assert first.text() == second.text()
        assert first.text().splitlines()[0].strip() == "КОПИЯ"
        assert first.text().split("\n", 1)[1] == original.text()
        await kkt.execute(ReadDocument(3, copies=1))
        assert kkt.tape()[0].text() == first.text()
        await kkt.execute(sale(copies=10**9))
        assert len(kkt.tape()) == 20

    run(tmp_path, scene, tape_length=20)


@pytest.mark.parametrize("number", [-1, 99, 2**80])
def test_unknown_document(tmp_path: Path, number: int) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        error = await refused(kkt, ReadDocument(number), RequestRefused)
        assert error.text.startswith("Не удалось получить данные чека")

    run(tmp_path, scene)


def test_archive_copy_is_complete_after_a_restart(tmp_path: Path) -> None:
    async def first(kkt: VirtualKkt) -> None:
        receipt = sale(tea(12_200, VatRate.VAT_22), electronic=200, tax_system=TaxSystem.GENERAL).receipt
        receipt = replace(receipt, client_address="+79990000000", place="Зал")
        await kkt.execute(RegisterReceipt(receipt))

    async def second(kkt: VirtualKkt) -> None:
        copy = (await kkt.execute(ReadDocument())).copy
        assert copy is not None
        assert (copy.document.number, copy.document.total) == (3, 12_200)
        assert (copy.document.form, copy.document.receipt_type) == (DocumentForm.RECEIPT, ReceiptType.SALE)
        assert copy.payments == Payments(cash=12_000, electronic=200)
        assert [(row.name, row.quantity, row.amount, row.vat) for row in copy.rows] == [
            ("Чай", Decimal(1), 12_200, VatRate.VAT_22)
        ]
        assert (copy.cashier, copy.client_address, copy.place) == ("Петрова А.И.", "+79990000000", "Зал")
        assert (copy.tax_system, copy.sender_email) == (TaxSystem.GENERAL, "kassa@example.com")
        rows = copy.text.split("\r\n")
        assert "ИТОГ" + "=122.00".rjust(44) in rows
        assert "СУММА НДС 22%" + "=22.00".rjust(35) in rows
        assert max(map(len, rows)) <= 48

    run(tmp_path, first)
    run(tmp_path, second)


def test_it_is_the_same_storage_after_a_restart(tmp_path: Path) -> None:
    signs: list[str] = []

    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale())
        copy = (await kkt.execute(ReadDocument(3))).copy
        assert copy is not None
        signs.append(copy.document.qr)

    run(tmp_path, scene)
    run(tmp_path, scene)
    assert signs[0] == signs[1]


def test_signs_differ_between_registers(tmp_path: Path) -> None:
    signs: list[int] = []

    async def scene(kkt: VirtualKkt) -> None:
        done = await kkt.execute(sale())
        assert done.document is not None
        signs.append(done.document.sign)

    run(tmp_path / "a", scene)
    run(tmp_path / "b", scene)
    assert signs[0] != signs[1]


Report = type[OpenShift] | type[CloseShift] | type[XReport] | type[OfdReport]
REPORTS = pytest.mark.parametrize("report", [OpenShift, CloseShift, XReport, OfdReport])


@REPORTS
@pytest.mark.parametrize("cashier", [Cashier("я" * 65), Cashier("…" * 22), Cashier("К", "7" * 13)])
def test_a_cashier_that_does_not_fit_is_refused(tmp_path: Path, report: Report, cashier: Cashier) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        if report is CloseShift:
            await kkt.execute(OpenShift(CASHIER))
        before = await kkt.mark()
        said = (await refused(kkt, report(cashier), RequestRefused)).text
        assert said.startswith("Данные кассира: ")
        assert said.endswith("сократите")
        assert await kkt.mark() == before

    run(tmp_path, scene)


@REPORTS
def test_doubts_about_the_cashier_are_told_and_settled(tmp_path: Path, report: Report) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        if report is CloseShift:
            await kkt.execute(OpenShift(CASHIER))
        before, command = await kkt.mark(), report(Cashier("", "7707083894"))
        done = await kkt.execute(command)
        assert [text[:20] for text in done.warnings] == ["Данные кассира: ИНН ", "Не указан кассир: вп"]
        assert await kkt.settle(command, before) == done

    run(tmp_path, scene)


def test_a_register_of_ffd_1_0_records_no_inn_of_the_cashier(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        assert (await kkt.execute(OpenShift(Cashier("К", "7" * 13)))).warnings == ()

    run(tmp_path, scene, ffd="1.0")


@pytest.mark.parametrize("command", [sale(), OpenShift(CASHIER), OfdReport(CASHIER), CloseShift(CASHIER)])
def test_a_clock_beyond_the_format_is_refused(tmp_path: Path, command: Command) -> None:
    clock = FakeClock()

    async def scene(kkt: VirtualKkt) -> None:
        if isinstance(command, CloseShift):
            await kkt.execute(OpenShift(CASHIER))
        before = await kkt.mark()
        clock.advance(90 * 365 * DAY)
        assert "часах компьютера" in (await refused(kkt, command, RequestRefused)).text
        assert await kkt.mark() == before

    run(tmp_path, scene, clock)


def test_a_spoilt_file_is_a_faulty_device(tmp_path: Path) -> None:
    (tmp_path / "1").mkdir()
    (tmp_path / "1" / "storage.sqlite3").write_bytes(b"not a database, far from it" * 100)

    async def scene(kkt: VirtualKkt) -> None:
        assert "диск" in (await refused(kkt, sale(), DeviceFaulty)).text

    run(tmp_path, scene)


def test_a_full_disk_records_nothing_and_heals(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale())
        await kkt._ask(lambda one: limit(one.storage._db, 0))
        fits = 0
        with suppress(DeviceFaulty):
            while fits < 1000:
                await kkt.execute(sale())
                fits += 1
        await refused(kkt, sale(), DeviceFaulty)
        after = await state(kkt)
        assert (after.last_document, after.cash) == (3 + fits, 10_000 * (fits + 1))
        await kkt._ask(lambda one: limit(one.storage._db, 10**6))
        done = await kkt.execute(sale())
        assert done.document is not None
        assert done.document.number == after.last_document + 1

    def limit(db: sqlite3.Connection, pages: int) -> None:
        db.execute(f"PRAGMA max_page_count = {pages or 1}")  # never below what is in use

    run(tmp_path, scene)


class _Watched(FakeClock):
    """Looks at the ФН whenever somebody sleeps."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self.seen: list[int] = []

    async def sleep(self, seconds: float) -> None:
        with closing(sqlite3.connect(self._file)) as db:
            self.seen += db.execute("SELECT max(document) FROM steps").fetchone()
        await super().sleep(seconds)


def test_the_delay_comes_after_the_record_and_is_all_the_time_a_command_takes(tmp_path: Path) -> None:
    clock = _Watched(tmp_path / "1" / "storage.sqlite3")

    async def scene(kkt: VirtualKkt) -> None:
        done = await kkt.execute(sale())
        assert done.document is not None
        assert clock.seen == [done.document.number]
        assert clock.monotonic() == 2.5
        await kkt.state()
        with pytest.raises(WrongState):
            await kkt.execute(OpenShift(CASHIER))
        assert clock.monotonic() == 2.5

    run(tmp_path, scene, clock, delay=2.5)


def test_what_the_record_took_is_part_of_the_delay() -> None:
    clock = FakeClock()
    clock.advance(10)

    async def scene() -> None:
        await pace.last(2.5, 9.0, clock)
        assert clock.monotonic() == 11.5
        await pace.last(2.5, 9.0, clock)
        assert clock.monotonic() == 11.5

    asyncio.run(scene())


def test_another_program_on_the_same_storage_is_seen_at_once(tmp_path: Path) -> None:
    """As `kkmserver print-test` beside the server: what is kept in memory counts only while nobody else has written."""

    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale())
        mark = await kkt.mark()
        assert await kkt.mark() == mark

        other = VirtualKkt(context(tmp_path), VirtualKktOptions())
        assert await other.mark() == mark
        await other.execute(sale())
        await other.close()
        assert await kkt.mark() != mark
        done = await kkt.execute(sale())
        assert done.document is not None
        assert (done.document.number, done.document.number_in_shift) == (5, 3)  # after registration and opening
        assert (await kkt.state()).cash == 30_000

    run(tmp_path, scene)


def test_it_has_a_tape(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        assert isinstance(kkt, HasTape)
        done = await kkt.execute(PrintRuler())
        assert done.line_length == 32
        assert "12345678901234567890123456789012" in kkt.tape()[0].text()
        assert "Символов в строке: 32" in kkt.tape()[0].text()

    run(tmp_path, scene, dots=384)


def test_it_can_what_a_register_can(tmp_path: Path) -> None:
    others: list[Command] = [
        *(SettleTerminal(), TerminalReport(), FindTransaction(), ReadSlipPrinting()),
        *(ReadWeight(), SetTare(), ShowOnDisplay(), ClearDisplay(), ReadDisplay(), PrintTestPage()),
        *(TellEgais(bottles=()), RegisterBottles(sale().receipt), MoveCardMoney(action=CardAction.PAY, amount=1)),
    ]

    async def scene(kkt: VirtualKkt) -> None:
        for command in others:
            assert type(command) not in kkt.traits.commands
            await refused(kkt, command, NotSupported)
        left = set(get_args(Command)) - kkt.traits.commands - {type(command) for command in others}
        assert left == {PrintLabels}
        handlers = await kkt._ask(lambda one: set(one.register._handlers))
        assert handlers == kkt.traits.commands == NullDevice(context(tmp_path), NullOptions()).traits.commands

    run(tmp_path, scene)


def test_paper_that_never_ends_needs_no_going_on(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        mark = await kkt.mark()
        await kkt.execute(ContinuePrint())
        assert await kkt.mark() == mark
        assert len(kkt.tape()) == 1

    run(tmp_path, scene)
