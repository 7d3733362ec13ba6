"""The register's clock against that of this computer."""

from datetime import UTC, datetime, timedelta

import pytest

from drivers.errors import OperatorNeeded
from drivers.model.command import OpenShift
from drivers.registers import receipt, shifts, wall_clock
from drivers.shtrih.emulator.tcp import ShtrihEmulator
from drivers.shtrih.register import ShtrihRegister
from drivers.shtrih.requests.status import Mode, full_status
from tests.clock import FakeClock
from tests.drivers.shtrih.visit import visit
from tests.drivers.virtual.shop import sale


def test_a_clock_that_is_right_is_no_news() -> None:
    async def scene(ours: ShtrihRegister, _: ShtrihEmulator) -> None:
        assert await wall_clock.check(ours) == ()

    visit(scene)


def test_a_clock_that_is_off_is_told_and_left_alone() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.advance(timedelta(minutes=10))
        (told,) = await wall_clock.check(ours)
        assert "спешат на" in told
        assert (await wall_clock.check(ours)) == (told,)

    visit(scene, FakeClock())


@pytest.mark.parametrize("apart", [timedelta(minutes=10), timedelta(days=3), timedelta(minutes=-10)])
def test_with_a_closed_shift_it_is_set_where_the_owner_wants_it(apart: timedelta) -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        ours.clock.advance(3600)  # type: ignore[attr-defined]  # some time after the registration of the ФН
        register.machine.advance(apart)
        (told,) = await wall_clock.check(ours)
        assert "установлено время" in told
        now = (await ours.session.ask(full_status(ours.session.operator))).time
        assert now is not None
        assert abs(now - ours.clock.local().replace(tzinfo=None)) <= timedelta(minutes=1)
        assert (await ours.session.status()).mode == Mode.SHIFT_CLOSED
        assert await wall_clock.check(ours) == ()

    visit(scene, FakeClock(), set_clock=True)


def test_within_a_shift_it_is_only_told() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await shifts.open_shift(ours, OpenShift())
        register.machine.advance(timedelta(minutes=10))
        await receipt.register_receipt(ours, sale())
        assert not {b"\x21", b"\x22"} & set(register.executed)
        assert "Закройте смену" in (await ours.state()).fault

    visit(scene, FakeClock(), set_clock=True)


def test_it_never_goes_back_before_the_last_document() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        ours.clock.advance(-7200)  # type: ignore[attr-defined]
        with pytest.raises(OperatorNeeded, match="позже времени на компьютере"):
            await wall_clock._set(ours)
        register.machine.advance(timedelta(hours=2, minutes=10))
        off, why = await wall_clock.check(ours)
        assert "спешат на 130 мин" in off
        assert "назад не переведены" in why

    visit(scene, FakeClock(), set_clock=True)


def test_shortly_before_midnight_the_new_day_is_awaited() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.advance(timedelta(days=2))
        await ours.set_clock(ours.now.replace(tzinfo=None))
        now = (await ours.session.ask(full_status(ours.session.operator))).time
        assert now is not None
        assert now.date() == ours.clock.local().date() == datetime(2026, 11, 16).date()  # noqa: DTZ001

    visit(scene, FakeClock(datetime(2026, 11, 15, 20, 59, 50, tzinfo=UTC)), set_clock=True)


def test_whoever_opens_a_shift_is_told() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.advance(timedelta(minutes=10))
        assert "спешат на" in (await ours.state()).fault
        outcome = await shifts.open_shift(ours, OpenShift())
        assert any("спешат на" in warning for warning in outcome.warnings)

    visit(scene, FakeClock())


def test_a_receipt_that_opens_the_shift_tells_too_and_the_next_one_does_not() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.advance(timedelta(minutes=10))
        assert any("спешат на" in warning for warning in (await receipt.register_receipt(ours, sale())).warnings)
        assert not any("спешат на" in warning for warning in (await receipt.register_receipt(ours, sale())).warnings)

    visit(scene, FakeClock())


def test_the_shift_is_opened_by_the_clock_that_was_set() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        ours.clock.advance(3600)  # type: ignore[attr-defined]
        register.machine.advance(timedelta(days=1))
        outcome = await shifts.open_shift(ours, OpenShift())
        assert outcome.document is not None
        assert abs(outcome.document.time - ours.clock.local()) <= timedelta(minutes=1)

    visit(scene, FakeClock(), set_clock=True)


@pytest.mark.parametrize("code", ["22", "23", "21"])
def test_a_clock_that_cannot_be_set_stops_no_shift(code: str) -> None:
    """Between 22h and 23h the register waits for the date to be confirmed."""

    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        ours.clock.advance(3600)  # type: ignore[attr-defined]
        register.machine.advance(timedelta(days=1))
        register.machine.troubles.refuse(0x33, code)
        outcome = await shifts.open_shift(ours, OpenShift())
        assert outcome.document is not None
        assert any("спешат на" in warning for warning in outcome.warnings)

    visit(scene, FakeClock(), set_clock=True)
