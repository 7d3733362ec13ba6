"""Shifts, reports and the link of the virtual register of Kazakhstan."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from drivers.model.command import (
    CashIn,
    CashOut,
    CloseShift,
    OpenShift,
    ReadCounters,
    XReport,
)
from drivers.model.ffd import ReceiptType, ShiftState
from drivers.virtual.kazakh import VirtualKkmKz
from tests.clock import FakeClock
from tests.drivers.virtual.kazakh_shop import CASHIER, ON_TOP, deal, made, refused, run, state_of


def test_a_shift_of_24_hours(tmp_path: Path) -> None:
    clock = FakeClock()

    async def scene(register: VirtualKkmKz) -> None:
        await refused(register, CloseShift(CASHIER), -7)
        await register.execute(deal(100))
        clock.advance(timedelta(hours=24).total_seconds())
        await register.execute(deal(100))
        clock.advance(1)
        assert (await state_of(register)).shift is ShiftState.EXPIRED
        for command in (deal(100), CashIn(100), CashOut(100)):
            await refused(register, command, -3)
        await register.execute(XReport(CASHIER))
        await register.execute(CloseShift(CASHIER))
        assert register.tape()[0].title == "Z-отчёт №1"
        outcome = await register.execute(deal(100))
        assert (made(outcome).number, made(outcome).shift, made(outcome).number_in_shift) == (3, 2, 1)

    run(tmp_path, scene, clock)


def rows_of(register: VirtualKkmKz) -> list[str]:
    return [" ".join(row.split()) for row in register.tape()[0].text().splitlines()]


def test_reports_count_the_shift_and_all_time(tmp_path: Path) -> None:
    async def scene(register: VirtualKkmKz) -> None:
        await register.execute(deal(112_000))
        await register.execute(CloseShift(CASHIER))
        await register.execute(CashIn(30_000, CASHIER))
        await register.execute(deal(11_200, electronic=11_200))
        await register.execute(deal(100_000, tax=ON_TOP))
        await register.execute(deal(1_120, type=ReceiptType.SALE_RETURN))
        await register.execute(CashOut(5_000, CASHIER))
        await register.execute(XReport(CASHIER))
        told = rows_of(register)
        for row in (
            *("ПРОДАЖА: 2 =1212.00", "НАЛИЧНЫЕ =1100.00", "КАРТА =112.00"),
            *("В ТОМ ЧИСЛЕ НДС 12% =12.00", "В ТОМ ЧИСЛЕ Сбор 10% =100.00"),
            *("ВОЗВРАТ ПРОДАЖИ: 1 =11.20", "В ТОМ ЧИСЛЕ НДС 12% =1.20", "ПОКУПКА: 0 =0.00"),
            *("ВНЕСЕНИЙ 1 =300.00", "ИЗЪЯТИЙ 1 =50.00", "НАЛИЧНЫХ В КАССЕ =2458.80"),
            *("ПРОДАЖА: НА НАЧАЛО СМЕНЫ =1120.00", "ПРОДАЖА: ВСЕГО =2332.00"),
        ):
            assert row in told
        await register.execute(CloseShift(CASHIER))
        closed = rows_of(register)
        assert closed[closed.index("ПРОДАЖА: 2 =1212.00") :] == told[told.index("ПРОДАЖА: 2 =1212.00") :]

    run(tmp_path, scene)


def test_counters_of_the_shift_and_of_all_time(tmp_path: Path) -> None:
    async def scene(register: VirtualKkmKz) -> None:
        for amount in (100, 250):
            await register.execute(deal(amount))
            await register.execute(CloseShift(CASHIER))
        told = (await register.execute(ReadCounters())).counters
        sales = [(block.shift, block.count, block.total) for block in told if block.type is ReceiptType.SALE]
        assert sales == [(True, 1, 250), (False, 2, 350)]

    run(tmp_path, scene)


def test_offline_it_works_for_72_hours(tmp_path: Path) -> None:
    clock = FakeClock()

    async def scene(register: VirtualKkmKz) -> None:
        await register.execute(deal(100))
        await register.switch_link(online=False)
        for _ in range(3):
            await register.execute(deal(100))
            assert "АВТОНОМНЫЙ РЕЖИМ" in register.tape()[0].text()
            await register.execute(CloseShift(CASHIER))
            clock.advance(timedelta(hours=24).total_seconds())
        state = await state_of(register)
        assert (state.unsent, state.fault) == (3, "")
        assert state.unsent_since == clock.local() - timedelta(hours=72)
        assert "не передано документов: 3" in state.ofd_error
        clock.advance(1)
        await refused(register, deal(100), -4)
        await refused(register, CashIn(100), -4)
        assert "72 часов" in (await state_of(register)).fault
        await register.switch_link(online=True)
        assert made(await register.execute(deal(100))).number == 5
        state = await state_of(register)
        assert (state.unsent, state.unsent_since, state.ofd_error, state.fault) == (0, None, "", "")

    run(tmp_path, scene, clock)


def test_the_link_is_as_the_settings_say_when_it_is_opened(tmp_path: Path) -> None:
    async def offline(register: VirtualKkmKz) -> None:
        await register.execute(deal(100))
        assert (await state_of(register)).unsent == 1

    async def still_offline(register: VirtualKkmKz) -> None:
        assert (await state_of(register)).unsent == 1

    async def online(register: VirtualKkmKz) -> None:
        assert (await state_of(register)).unsent == 0

    run(tmp_path, offline, link="offline")
    run(tmp_path, still_offline, link="offline")
    run(tmp_path, online)


def test_blocked_by_the_operator(tmp_path: Path) -> None:
    async def scene(register: VirtualKkmKz) -> None:
        await refused(register, deal(0, cash=0), -117)  # before anything else is looked at
        await refused(register, CashIn(100), -117)
        assert "код 17" in (await state_of(register)).fault
        await register.execute(XReport(CASHIER))

    run(tmp_path, scene, refusal=17)


def test_another_cashier(tmp_path: Path) -> None:
    async def scene(register: VirtualKkmKz) -> None:
        await register.execute(OpenShift(CASHIER))
        other = replace(CASHIER, name="Серикова Б.")
        error = await refused(register, deal(100, cashier=other), -11)
        assert CASHIER.name in error.text
        await register.execute(deal(100))
        await register.execute(CloseShift(other))
        await register.execute(deal(100, cashier=other))

    run(tmp_path, scene, one_cashier=True)
