"""What becomes of a batch when the printer fails. Whatever happens, no more is called printed than came out."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from drivers.errors import Cancelled, DeviceOffline, KkmError, OperatorNeeded, OutcomeUnknown
from drivers.labels.driver import LabelPrinter
from drivers.labels.emulator.faults import Faults
from drivers.labels.emulator.tcp import TcpLabelPrinter
from drivers.model.outcome import Progress
from tests.drivers.labels.printers import Reports, labels, printer
from tests.faults.wires import skipping

LANGUAGES = ("zpl", "tspl", "epl2", "cpcl")
PROVING = ("zpl", "tspl", "cpcl")
Talk = Callable[[LabelPrinter, TcpLabelPrinter], Awaitable[None]]


def talk_to(device: TcpLabelPrinter, language: str, talk: Talk, operator_timeout: float = 0.4) -> None:
    async def main() -> None:
        async with device, asyncio.timeout(20):
            driver = printer(
                language,
                device.connection,
                labels_ahead=10,
                status_timeout=0.15,
                timeout=0.4,
                operator_timeout=operator_timeout,
            )
            await talk(driver, device)
            await driver.close()

    skipping.run(main())


def broken(language: str, faults: Faults) -> tuple[KkmError, int]:
    """The error a batch of 50 ends with, and how many labels came out."""
    errors: list[KkmError] = []
    device = TcpLabelPrinter(language, faults=faults)

    async def talk(driver: LabelPrinter, _: TcpLabelPrinter) -> None:
        with pytest.raises(KkmError) as caught:
            await driver.execute(labels(50))
        errors.append(caught.value)

    talk_to(device, language, talk)
    return errors[0], len(device.labels)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "faults",
    [Faults(reset_after=20_000), Faults(stall_after=20_000), Faults(power_cut_after_labels=25)],
    ids=["reset", "stall", "power cut"],
)
def test_in_mid_batch(language: str, faults: Faults) -> None:
    error, printed = broken(language, faults)
    assert isinstance(error, OutcomeUnknown)
    assert not error.nothing_sent
    assert error.progress is not None
    assert error.progress.total == 50
    assert error.progress.done <= printed
    if language in PROVING:
        assert error.progress.done >= printed - 10  # a window at the most is in doubt
        assert f"напечатано {error.progress.done} из 50" in error.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("faults", [Faults(reset_after=0), Faults(stall_after=0)], ids=["reset", "stall"])
def test_before_the_first_label(language: str, faults: Faults) -> None:
    error, printed = broken(language, faults)
    assert printed == 0
    assert error.progress == Progress(0, 50)
    if faults.reset_after == 0:
        assert isinstance(error, DeviceOffline)
        assert error.nothing_sent


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "faults",
    [Faults(silent=True), Faults(garbage=b"~\xffxyz"), Faults(answer_delay=0.3)],
    ids=["silent", "garbage", "late"],
)
def test_answers_that_are_none(language: str, faults: Faults) -> None:
    device, reports = TcpLabelPrinter(language, faults=faults), Reports()

    async def talk(driver: LabelPrinter, _: TcpLabelPrinter) -> None:
        driver.watch(reports)
        outcome = await driver.execute(labels(15))
        assert outcome.progress == Progress(0, 15)
        assert "не сообщает" in outcome.warnings[0]
        await device.printed(15)

    talk_to(device, language, talk)
    assert reports == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("condition", ["paper_out", "head_open"])
def test_a_printer_that_is_not_ready(language: str, condition: str) -> None:
    device = TcpLabelPrinter(language)

    async def talk(driver: LabelPrinter, _: TcpLabelPrinter) -> None:
        await driver.execute(labels(1))
        await device.switch(condition, on=True)
        with pytest.raises(OperatorNeeded) as caught:
            await driver.execute(labels(5))
        assert caught.value.nothing_sent
        state = await driver.state()
        assert state.online
        assert state.paper_out or state.cover_open or state.fault

    talk_to(device, language, talk)
    assert len(device.labels) == 1


@pytest.mark.parametrize("language", PROVING)
def test_the_roll_ends_in_mid_batch_and_is_changed(language: str) -> None:
    device = TcpLabelPrinter(language, paper=14)

    async def talk(driver: LabelPrinter, _: TcpLabelPrinter) -> None:
        changing: list[asyncio.Task[None]] = []

        async def change_the_roll() -> None:
            await device.until(lambda: device.conditions["paper_out"])
            await device.load()

        reports = Reports(lambda _: changing or changing.append(asyncio.create_task(change_the_roll())))
        driver.watch(reports)
        outcome = await driver.execute(labels(30))
        assert outcome.progress == Progress(30, 30)
        assert reports == [Progress(10, 30), Progress(20, 30), Progress(30, 30)]

    talk_to(device, language, talk, operator_timeout=3600)
    assert len(device.labels) == 30


@pytest.mark.parametrize("language", PROVING)
def test_the_roll_ends_for_good_and_the_batch_is_taken_up_again(language: str) -> None:
    device = TcpLabelPrinter(language, paper=14)

    async def talk(driver: LabelPrinter, _: TcpLabelPrinter) -> None:
        with pytest.raises(OutcomeUnknown, match="11–20") as caught:
            await driver.execute(labels(30))
        assert caught.value.progress == Progress(10, 30)
        if language == "cpcl":
            return  # it has no command to drop what is left
        await device.load()
        outcome = await driver.execute(labels(30, first=15))
        assert outcome.progress == Progress(30, 30)
        assert len(device.labels) == 30

    talk_to(device, language, talk)


def test_cancelled_while_it_prints() -> None:
    device = TcpLabelPrinter("zpl")

    async def talk(driver: LabelPrinter, _: TcpLabelPrinter) -> None:
        driver.watch(Reports(lambda progress: progress.done == 20 and driver.cancel()))
        with pytest.raises(Cancelled, match="напечатано 20 из 1000"):
            await driver.execute(labels(1000))

    talk_to(device, "zpl", talk)
    assert len(device.labels) == 20
