"""The driver as the server sees it: what it can do, shifts, reports, cash, state."""

import asyncio
from datetime import timedelta

import pytest

from drivers import registry
from drivers.emulation.frame_faults import Fault, Link
from drivers.errors import DeviceOffline, KkmError, NotSupported, OperatorNeeded, RequestRefused, WrongState
from drivers.model.command import (
    CashIn,
    CashOut,
    CloseShift,
    ContinuePrint,
    OfdReport,
    OpenDrawer,
    OpenShift,
    PrintDocument,
    PrintTestPage,
    ReadLineLength,
    ReadState,
    ReadWeight,
    XReport,
)
from drivers.model.document import TextLine
from drivers.model.ffd import DocumentForm, FfdVersion, ShiftState, TaxSystem
from drivers.ports import HasPreview
from drivers.shtrih.driver import SPEC, build
from drivers.shtrih.options import ShtrihOptions
from drivers.virtual.abilities import OF_REGISTER
from tests.drivers.shtrih.till import CASHIER, Till, play, sale


def test_it_can_do_what_registers_do() -> None:
    async def scene(till: Till) -> None:
        assert till.driver.traits.commands == OF_REGISTER
        assert till.driver.traits.type_id == "KkmStrihM"
        assert isinstance(till.driver, HasPreview)

    play(scene)


def test_it_is_offered() -> None:
    assert SPEC.options is ShtrihOptions
    assert SPEC.build is build


def test_what_is_not_for_registers() -> None:
    async def scene(till: Till) -> None:
        for command in (ReadWeight(), PrintTestPage()):
            with pytest.raises(NotSupported) as caught:
                await till.do(command)
            assert caught.value.device == "Касса 1"
        assert till.executed() == []

    play(scene)


def test_shifts() -> None:
    async def scene(till: Till) -> None:
        opened = (await till.do(OpenShift(CASHIER))).document
        with pytest.raises(WrongState, match="60 : ККТ: Смена открыта") as caught:
            await till.do(OpenShift(CASHIER))
        assert (caught.value.native, caught.value.nothing_sent) == (60, True)
        closed = (await till.do(CloseShift(CASHIER))).document
        with pytest.raises(WrongState, match="61 : ККТ: Смена не открыта") as caught:
            await till.do(CloseShift(CASHIER))
        assert (caught.value.native, caught.value.nothing_sent) == (61, True)
        assert opened is not None
        assert closed is not None
        assert (opened.form, opened.shift) == (DocumentForm.OPEN_SHIFT, 1)
        assert (closed.form, closed.shift) == (DocumentForm.CLOSE_SHIFT, 1)
        assert [document.sign for document in till.documents[-2:]] == [opened.sign, closed.sign]

    play(scene)


def test_shift_documents_name_the_cashier() -> None:
    async def scene(till: Till) -> None:
        await till.do(OpenShift(CASHIER))
        await till.do(CloseShift(CASHIER))
        for document in till.documents[-2:]:
            assert "Петрова А.И.".encode("cp866") in document.tlv

    play(scene)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        *((OpenShift(CASHIER), code) for code in ("FF41", "FF0C", "E0")),
        *((CloseShift(CASHIER), code) for code in ("FF42", "FF0C", "41")),
    ],
)
def test_a_shift_document_that_fails_can_be_made_then(command: OpenShift | CloseShift, code: str) -> None:
    async def scene(till: Till) -> None:
        if isinstance(command, CloseShift):
            await till.do(OpenShift(CASHIER))
        before = len(till.documents)
        till.refuse(0x33, code)
        with pytest.raises(KkmError) as caught:
            await till.do(command)
        assert caught.value.nothing_sent
        assert len(till.documents) == before
        await till.do(command)
        assert len(till.documents) == before + 1

    play(scene)


def test_getting_to_know_a_slow_register_goes_on_where_it_was_broken_off() -> None:
    """Names of fields are asked for once: at 4800 baud they take longer than a question may."""

    async def scene(till: Till) -> None:
        till.inject(Fault(what=Link.ANSWER_LATE, command="26", seconds=0.2))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.15):
                await till.driver.mark()
        asked = till.executed().count("2E")
        await till.driver.mark()
        assert till.executed().count("2E") == asked > 10

    play(scene)


def test_a_z_report_that_fails_leaves_nothing_in_the_storage() -> None:
    async def scene(till: Till) -> None:
        await till.do(OpenShift(CASHIER))
        till.refuse(0x33, "41")
        before = len(till.documents)
        with pytest.raises(KkmError):
            await till.do(CloseShift(CASHIER))
        assert till.executed()[-2:] == ["FF08", "FF01"], "it is dropped, and the ФН is asked once more"
        assert len(till.documents) == before

    play(scene)


def test_reports() -> None:
    async def scene(till: Till) -> None:
        await till.do(XReport(CASHIER))
        documents = len(till.documents)
        outcome = await till.do(OfdReport(CASHIER))
        assert outcome.document is not None
        assert outcome.document.form is DocumentForm.SETTLEMENT_STATE
        assert 1021 not in till.documents[-1].tags()
        assert len(till.documents) == documents + 1

    play(scene)


def test_cash() -> None:
    async def scene(till: Till) -> None:
        for refused in (CashIn(100), CashOut(100)):
            with pytest.raises(WrongState) as caught:
                await till.do(refused)
            assert caught.value.native == 61
        await till.do(OpenShift(CASHIER))
        await till.do(CashIn(10000))
        with pytest.raises(RequestRefused, match=r"В кассе 100\.00"):
            await till.do(CashOut(10001))
        await till.do(CashOut(2500))
        assert (await till.driver.state()).cash == 7500
        for amount in (0, -1, 10_000_000_000):
            with pytest.raises(RequestRefused):
                await till.do(CashIn(amount))

    play(scene)


def test_state() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        printed = len(till.lines)
        state = (await till.do(ReadState())).state
        assert state is not None
        assert state.online
        assert state.fiscalized
        assert state.registration is not None
        assert state.registration.inn == "7707083893"
        assert TaxSystem.SIMPLE_INCOME in state.registration.tax_systems
        assert state.ffd is FfdVersion.V1_05
        assert state.shift is ShiftState.OPEN
        assert (state.shift_number, state.cash, state.last_document) == (1, 24690, len(till.documents))
        assert state.storage == till.register.machine.storage.number
        assert state.serial == "0149060006000651"
        assert state.line_length == (await till.do(ReadLineLength())).line_length
        assert state.time is not None
        assert state.time.tzinfo is not None
        assert state.storage_until is not None
        assert (state.paper_out, state.fault) == (False, "")
        assert len(till.lines) == printed

    play(scene)


def test_state_without_paper_and_after_a_day() -> None:
    async def scene(till: Till) -> None:
        await till.do(OpenShift(CASHIER))
        till.register.machine.advance(timedelta(hours=25))
        till.register.machine.conditions.paper = False
        state = await till.driver.state()
        assert state.paper_out
        assert state.shift is ShiftState.EXPIRED

    play(scene)


def test_a_storage_that_does_not_answer_is_no_reason_to_be_away() -> None:
    async def scene(till: Till) -> None:
        till.register.machine.conditions.storage_silent = True
        state = await till.driver.state()
        assert state.online
        assert not state.fiscalized
        assert "ФН не отвечает" in state.fault

    play(scene)


def test_without_a_storage_it_prints_and_sells_nothing() -> None:
    async def scene(till: Till) -> None:
        await till.do(OpenShift(CASHIER))
        till.register.machine.conditions.storage_silent = True
        assert (await till.driver.mark()).startswith("fn=;fd=0;")
        await till.do(PrintDocument((TextLine("строка"),)))
        assert "строка" in till.lines
        await till.do(CashIn(100))
        documents = len(till.documents)
        for command in (sale(), CloseShift(CASHIER)):
            with pytest.raises(KkmError) as caught:
                await till.do(command)
            assert (caught.value.nothing_sent, caught.value.native) == (True, 0x30)
        assert len(till.documents) == documents
        till.register.machine.conditions.storage_silent = False
        await till.do(sale())

    play(scene)


def test_a_line_is_as_long_as_the_owner_says() -> None:
    async def scene(till: Till) -> None:
        assert (await till.do(ReadLineLength())).line_length == 40

    play(scene, columns=40)
    play(scene, columns=48, widths={1: 40})


def test_away_and_back() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        await till.register.cut_power()
        with pytest.raises(DeviceOffline) as caught:
            await till.driver.state()
        assert caught.value.device == "Касса 1"
        with pytest.raises(DeviceOffline) as caught:
            await till.do(sale())
        assert caught.value.nothing_sent
        await till.register.restore()
        await till.do(sale())
        assert len(till.receipts) == 2

    play(scene, connect_timeout=0.3)


def test_mark_and_state_change_nothing() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        before = len(till.executed())
        mark = await till.driver.mark()
        assert mark == await till.driver.mark()
        await till.driver.state()
        questions = {"10", "11", "1A", "1B", "1F", "2D", "2E", "6B", "FF01", "FF03", "FF09", "FF39", "FF3F", "FF40"}
        assert set(till.executed()[before:]) <= questions

    play(scene)


def test_no_paper() -> None:
    async def scene(till: Till) -> None:
        till.register.machine.conditions.paper = False
        for command in (sale(), PrintDocument((TextLine("строка"),)), XReport(CASHIER), OpenShift(CASHIER)):
            with pytest.raises(OperatorNeeded, match="бумаги") as caught:
                await till.do(command)
            assert caught.value.nothing_sent
        till.register.machine.conditions.paper = True
        await till.do(sale())
        assert len(till.receipts) == 1

    play(scene)


def test_go_on_where_nothing_was_interrupted() -> None:
    async def scene(till: Till) -> None:
        await till.do(ContinuePrint())
        await till.do(OpenDrawer())
        assert "B0" not in till.executed()

    play(scene)


def test_it_is_in_the_registry() -> None:
    """Once the lead has put it there."""
    if "shtrih" in registry.names():
        assert registry.load("shtrih") is SPEC
