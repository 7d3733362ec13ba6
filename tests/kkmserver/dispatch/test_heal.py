"""Links that heal: a device that is away is asked for ever, ever more seldom, and never in step with its neighbours."""

import asyncio
from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import DeviceFaulty, DeviceOffline, FrameError, OperatorNeeded, OutcomeUnknown
from drivers.model.ffd import ShiftState
from drivers.model.state import DeviceState
from kkmserver.dispatch.backoff import SPREAD, Backoff
from kkmserver.store.record import State
from tests.kkmserver.dispatch.shop import patient
from tests.kkmserver.dispatch.till import PATIENCE, Boss, Flaky, Till, till
from tests.kkmserver.dispatch.wound import wound

FOREVER = 10.0**9
DOUBLING = [0.5, 1, 2, 4, 8, 16, 30, 30]


def _sums(waits: list[float], start: float = 0.0) -> list[float]:
    return [start + sum(waits[:count]) for count in range(len(waits) + 1)]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_waits_double_and_chance_shortens_them(chances: list[float]) -> None:
    left = iter(chances)
    backoff = Backoff(0.5, 30, lambda: next(left))
    for number, chance in enumerate(chances):
        most = min(0.5 * 2**number, 30)
        assert backoff.next() == pytest.approx(most * (1 - SPREAD * chance))


def test_a_sign_of_life_begins_anew() -> None:
    backoff = Backoff(0.5, 30, lambda: 0.0)
    assert [backoff.next() for _ in range(3)] == [0.5, 1, 2]
    backoff.reset()
    assert backoff.next() == 0.5


def test_a_device_that_is_away_is_asked_for_ever() -> None:
    async def main() -> None:
        register = Flaky(gone=[(0, FOREVER)])
        async with till(register) as one:
            await asyncio.sleep(10_000)
            assert register.asked[: len(DOUBLING) + 1] == _sums(DOUBLING)
            assert 10_000 - register.asked[-1] <= 30
            assert (one.worker.online, one.worker.seen.is_set(), one.worker.state) == (False, True, None)

    wound(main())


def test_it_comes_back_and_goes_again() -> None:
    async def main() -> None:
        register = Flaky(gone=[(5, 12), (100, FOREVER)])
        async with till(register) as one:
            await asyncio.sleep(11)
            # Every 10 s while it is there. Found away at 10.
            assert register.asked == [0, 10, 10.5]
            state = one.worker.state
            assert state
            assert (one.worker.online, state.online, state.model) == (False, False, "test")
            await asyncio.sleep(2)
            assert register.asked == [0, 10, 10.5, 11.5, 13.5][: len(register.asked)]
            await asyncio.sleep(1)
            assert one.worker.online
            assert one.worker.state == register.snapshot
            await asyncio.sleep(200)
            later = [moment for moment in register.asked if moment >= 100]
            assert later[:4] == _sums(DOUBLING[:3], later[0])

    wound(main())


def test_fifty_behind_one_switch_do_not_knock_together() -> None:
    async def main() -> list[Flaky]:
        registers = [Flaky(gone=[(0, FOREVER)]) for _ in range(50)]

        async def one(number: int) -> None:
            async with till(registers[number], random=Random(number).random):
                await asyncio.sleep(600)

        await asyncio.gather(*(one(number) for number in range(50)))
        return registers

    registers = wound(main())
    assert all(20 <= len([moment for moment in one.asked if moment > 100]) <= 40 for one in registers)
    seconds = Counter(int(moment) for one in registers for moment in one.asked if moment > 100)
    assert max(seconds.values()) <= 12  # of 50; two or three is the mean


def test_a_command_still_tries_at_once() -> None:
    async def main() -> None:
        register = Flaky(gone=[(0, 1000)])
        async with till(register) as one:
            await asyncio.sleep(900)
            began = asyncio.get_running_loop().time()
            await one.accept("a")
            await one.until_final("a", seconds=0.1)
            when, record = one.final["a"]
            assert (when - began, record.state) == (pytest.approx(0, abs=0.02), State.FAILED)
            assert record.failure
            assert (record.failure.code, record.failure.text) == (
                "device_offline",
                "Нет связи с кассой. Проверьте кабель.",
            )
            await asyncio.sleep(1000.5 - asyncio.get_running_loop().time())
            await one.accept("b")
            await one.until_final("b", seconds=0.1)
            assert one.final["b"][1].state is State.DONE
            assert one.worker.online

    wound(main())


def test_commands_that_fail_do_not_put_the_question_off() -> None:
    async def main() -> None:
        register = Flaky(gone=[(0, FOREVER)])
        async with till(register) as one:
            for number in range(100):
                await one.accept(f"{number}")
                await asyncio.sleep(0.3)
            assert register.asked == _sums(DOUBLING)[1:6]

    wound(main())


def test_a_command_that_finds_it_gone_brings_the_next_question_forward() -> None:
    async def main() -> None:
        register = Flaky(gone=[(1, 3)])
        async with till(register) as one:
            await asyncio.sleep(1)
            await one.accept("a")
            await asyncio.sleep(2.2)
            assert register.asked == [0, 1.5, 2.5]
            await asyncio.sleep(2)
            assert one.worker.online

    wound(main())


def test_while_the_device_is_asked_for_a_lost_answer_its_pool_hears_of_it() -> None:
    async def gone_for_an_hour(register: Flaky, text: str) -> None:
        register.printed.append(text)
        register.gone = [(0, 3600)]
        raise OutcomeUnknown("Обрыв.")

    async def main() -> None:
        boss, register = Boss(), Flaky(acts=[gone_for_an_hour])  # type: ignore[list-item]
        async with till(register, foreman=boss) as one:
            await asyncio.sleep(1)
            job = await one.accept("a")
            await asyncio.sleep(100)
            assert job.record.state is State.RUNNING
            assert not one.worker.online
            assert one.worker.busy
            assert boss.troubles[-1] == "Нет связи с кассой. Проверьте кабель."
            assert len(boss.troubles) < 15
            await one.until_final("a")
            when, record = one.final["a"]
            assert (record.state, register.settled) == (State.DONE, ["a"])
            assert 3600 <= when <= 3631
            assert one.worker.online

    wound(main())


def test_the_device_may_have_its_own_pace() -> None:
    async def main() -> None:
        register = Flaky()
        async with till(register, poll=60):
            await asyncio.sleep(200)
            assert register.asked == [0, 60, 120, 180]

    wound(main())


def test_a_blocked_device_is_only_asked_how_it_is() -> None:
    async def main() -> None:
        register, boss = Flaky(), Boss()
        async with till(register, foreman=boss) as one:
            one.worker.probe_every = 3
            await asyncio.sleep(1)
            one.worker.block("Нет бумаги.")
            assert (one.worker.active, one.worker.switched_on, one.worker.blocked) == (False, True, "Нет бумаги.")
            await asyncio.sleep(9.5)
            assert register.asked == [0, 4, 7, 10]
            register.away = True
            await asyncio.sleep(9)
            assert register.asked[4:] == [13, 16, 19]
            assert register.printed == []
            register.away = False
            one.worker.unblock()
            assert one.worker.active
            await asyncio.sleep(11)
            assert register.asked[7:] == [19.5, 29.5]

    wound(main())


def test_a_device_that_is_switched_off_is_asked_nothing() -> None:
    async def main() -> None:
        register = Flaky(gone=[(0, FOREVER)])
        async with till(register) as one:
            await asyncio.sleep(1)
            one.worker.block("Нет связи.")
            one.worker.switch(active=False)
            await asyncio.sleep(1000)
            assert register.asked == [0, 0.5]
            register.gone = []
            one.worker.switch(active=True)
            await asyncio.sleep(1)
            assert register.asked == [0, 0.5, 1001]
            assert (one.worker.online, one.worker.active, one.worker.blocked) == (True, True, "")

    wound(main())


async def _state_of(one: Till, register: Flaky, **changes: object) -> str:
    register.snapshot = DeviceState(online=True, model="test")
    register.snapshot = replace(register.snapshot, **changes)  # type: ignore[arg-type]
    await asyncio.sleep(10)
    return one.worker.trouble


def test_what_keeps_it_from_working() -> None:
    async def main() -> None:
        register, boss = Flaky(), Boss()
        async with till(register, foreman=boss) as one:
            assert one.worker.trouble == ""
            await asyncio.sleep(1)
            assert await _state_of(one, register, paper_low=True, shift=ShiftState.OPEN) == ""
            assert await _state_of(one, register, paper_out=True) == "Нет бумаги."
            assert await _state_of(one, register, cover_open=True) == "Открыта крышка."
            assert await _state_of(one, register, fault="Нож застрял.") == "Нож застрял."
            assert "24 часов" in await _state_of(one, register, shift=ShiftState.EXPIRED)
            assert await _state_of(one, register, online=False) == "Нет связи с устройством."
            assert boss.troubles == [
                "",
                "",
                "Нет бумаги.",
                "Открыта крышка.",
                "Нож застрял.",
                "Смена открыта больше 24 часов, её надо закрыть.",
                "Нет связи с устройством.",
                *boss.troubles[7:],
            ]

    wound(main())


@pytest.mark.parametrize(
    ("error", "online"),
    [
        (OperatorNeeded("Нет бумаги"), True),
        (DeviceFaulty("ФН"), True),
        (FrameError("Мусор"), False),
        (OutcomeUnknown("?"), False),
        (DeviceOffline("нет"), False),
        (ZeroDivisionError("bug"), False),
    ],
)
def test_a_device_that_tells_no_state(error: Exception, online: bool) -> None:
    class Complains(Flaky):
        async def state(self) -> DeviceState:
            await super().state()
            raise error

    async def main() -> None:
        register, boss = Complains(), Boss()
        async with till(register, foreman=boss, patience=replace(PATIENCE, poll=1)) as one:
            await asyncio.sleep(0.2)
            assert (one.worker.online, one.worker.seen.is_set()) == (online, True)
            assert one.worker.trouble
            assert boss.troubles == [one.worker.trouble]
            await one.accept("a")
            await one.until_final("a")
            assert one.worker.online  # it has printed
            assert one.worker.trouble == ""

    wound(main())


def test_garbage_does_not_make_a_device_that_was_there_go_away() -> None:
    class Babbles(Flaky):
        async def state(self) -> DeviceState:
            if self.questions:
                raise FrameError("Мусор")
            return await super().state()

    async def main() -> None:
        async with till(Babbles(), patience=patient(poll=1)) as one:
            await asyncio.sleep(5)
            assert one.worker.online
            assert one.worker.trouble == "Мусор"

    wound(main())
