"""What the shared suite of registers does not try: paper that fails, codes that are polled, a ФН that is silent."""

import pytest

from drivers.atol_web.emulator.faults import Fault, Wire, Work
from drivers.errors import DeviceFaulty, OperatorNeeded, OutcomeUnknown, RequestRefused, WrongState
from drivers.model.command import OpenDrawer, PrintDocument, ReadState, XReport
from drivers.model.document import BarcodeLine, Cashier, Symbology, TextLine
from drivers.model.ffd import VatRate
from tests.contract.goods import goods, receipt, water
from tests.drivers.atol_web.bench import Bench, play

TEXT = PrintDocument((TextLine("раз"), TextLine("два")))


def test_a_receipt_whose_paper_failed_is_sold_once_and_finished_later() -> None:
    async def scene(bench: Bench) -> None:
        bench.web.inject(Fault(what=Work.NOT_PRINTED, command="sell"))
        outcome = await bench.done(receipt())
        assert "повторно" in outcome.message
        assert bench.sold == 1
        await bench.web.switch("paper", on=True)
        before = bench.times("continuePrint")
        await bench.done(receipt())
        assert (bench.sold, bench.times("continuePrint")) == (2, before + 1)
        await bench.done(receipt())
        assert bench.times("continuePrint") == before + 1

    play(scene)


def test_a_document_is_one_task() -> None:
    async def scene(bench: Bench) -> None:
        code = BarcodeLine(Symbology.AZTEC, "1")  # drawn here: the driver has no such kind
        await bench.done(PrintDocument((*TEXT.lines, code), copies=1))
        assert bench.times("nonFiscal") == 2
        assert bench.web.machine.roll.graphics == 2

    play(scene)


@pytest.mark.parametrize("code", [2, 5, 241])
def test_of_a_register_lost_in_the_middle_of_its_paper_nobody_knows(code: int) -> None:
    async def scene(bench: Bench) -> None:
        for command in (TEXT, XReport()):
            bench.web.inject(Fault(what=Work.ERROR, command=_TASKS[type(command)], code=code))
            await bench.refused(command, OutcomeUnknown)

    play(scene)


@pytest.mark.parametrize("command", [TEXT, XReport(), OpenDrawer()], ids=["text", "report", "drawer"])
def test_of_paper_that_fails_nobody_says_that_nothing_is_out(command: object) -> None:
    async def scene(bench: Bench) -> None:
        bench.web.inject(Fault(what=Work.ERROR, command=_TASKS[type(command)], code=44))
        error = await bench.refused(command, OperatorNeeded)  # type: ignore[arg-type]
        assert not error.nothing_sent

    play(scene)


_TASKS = {PrintDocument: "nonFiscal", XReport: "reportX", OpenDrawer: "openCashDrawer"}


def test_an_open_cover_is_said_before_anything_is_sent() -> None:
    async def scene(bench: Bench) -> None:
        await bench.web.switch("cover_open", on=True)
        for command in (receipt(), TEXT):
            error = await bench.refused(command, OperatorNeeded)
            assert error.nothing_sent
            assert "крышк" in error.text.lower()
        assert bench.times("sell") == bench.times("nonFiscal") == 0

    play(scene)


@pytest.mark.parametrize("polls", [0, 1, 5])
def test_a_code_is_asked_for_until_it_is_checked(polls: int) -> None:
    async def scene(bench: Bench) -> None:
        bench.web.machine.register.marks.polls = polls
        outcome = await bench.done(receipt(water()))
        assert [answer.result for answer in outcome.marking] == [15]
        assert bench.times("getMarkingCodeValidationStatus") == polls + 1
        assert bench.times("acceptMarkingCode") == 1

    play(scene)


def test_a_check_that_never_ends_is_called_off() -> None:
    async def scene(bench: Bench) -> None:
        bench.web.machine.register.marks.polls = 10_000
        error = await bench.refused(receipt(water()), WrongState)
        assert error.nothing_sent
        assert "интернет" in error.text
        assert bench.times("cancelMarkingCodeValidation") == 1
        bench.web.machine.register.marks.polls = 0
        await bench.done(receipt(water()))

    play(scene, marking_timeout=5)


def test_a_silent_storage_does_not_keep_the_register_from_printing() -> None:
    async def scene(bench: Bench) -> None:
        await bench.web.switch("storage_silent", on=True)
        await bench.done(TEXT)
        error = await bench.refused(receipt(), DeviceFaulty)
        assert error.nothing_sent
        assert bench.sold == 0
        assert (await bench.driver.mark()).startswith("fn=;fd=0;")

    play(scene)


def test_a_register_whose_storage_never_answered_prints_and_sells_once_it_does() -> None:
    async def scene(bench: Bench) -> None:
        await bench.web.switch("storage_silent", on=True)
        bench.restart()
        await bench.done(TEXT)
        await bench.refused(receipt(), DeviceFaulty)
        await bench.web.switch("storage_silent", on=False)
        assert (await bench.done(receipt())).document is not None

    play(scene)


def test_who_names_no_cashier_sells_under_the_name_of_the_settings() -> None:
    async def scene(bench: Bench) -> None:
        await bench.done(receipt(cashier=Cashier()))
        (name,) = bench.web.machine.till.storage.documents[-1].tags()[1021]
        assert name.decode("cp866").strip() == "Иванова"

    play(scene, operator="Иванова")


def test_a_rate_may_have_another_name() -> None:
    async def scene(bench: Bench) -> None:
        error = await bench.refused(receipt(goods(vat=VatRate.VAT_22)), RequestRefused)
        assert "taxes" in error.text or "НДС" in error.text
        assert bench.sold == 0

    play(scene, taxes={"22": "vat2022"})


def test_a_wrong_password_is_said() -> None:
    async def scene(bench: Bench) -> None:
        error = await bench.refused(ReadState(), WrongState)
        assert "password" in error.text

    play(scene, shift=False, login="a", password="b", emulator={"login": "kassa", "password": "secret"})


def test_a_register_is_chosen_by_its_name() -> None:
    async def scene(bench: Bench) -> None:
        second = bench.web.machine.devices["second"].register
        await bench.done(receipt())
        assert bench.sold == 0
        assert second.till.storage.documents[-1].type

    play(scene, device_id="second", emulator={"devices": ("first", "second")})


@pytest.mark.parametrize("what", [Wire.OTHER_FORM, Wire.EMPTY])
def test_answers_of_other_versions(what: Wire) -> None:
    """Names of errors of the other generation; no body of a POST."""

    async def scene(bench: Bench) -> None:
        method = "GET" if what is Wire.OTHER_FORM else "POST"
        bench.web.inject(Fault(what=what, method=method, times=None))
        await bench.done(receipt())
        assert bench.sold == 1

    play(scene, api="v2")
