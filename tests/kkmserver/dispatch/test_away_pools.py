"""Held commands of pools and of blocked devices; and whatever happens to any of them."""

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import DeviceFaulty
from kkmserver.dispatch.job import Job
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import State
from tests.kkmserver.dispatch.held import FOREVER, goes, how, now, refused_at, state_of
from tests.kkmserver.dispatch.shop import Register, document
from tests.kkmserver.dispatch.till import Boss, Flaky, till
from tests.kkmserver.dispatch.wound import START, wound


async def _faulty(register: Register, text: str) -> None:
    raise DeviceFaulty("Сбой ФН.")


def test_a_pool_may_take_what_has_waited_long_enough() -> None:
    async def main() -> None:
        boss = Boss(takes={"b"})
        async with till(Flaky(gone=[(0, FOREVER)]), holds=True, foreman=boss) as one:
            await asyncio.sleep(1)
            await one.accept("a", hold=10, device=100)
            taken = await one.accept("b", hold=10, device=100)
            await one.until_final("a")
            await asyncio.sleep(1)
            assert [id for id, _ in boss.told] == ["a", "b"]  # noqa: A001
            assert all(verdict.failure and verdict.failure.may_run_again for _, verdict in boss.told)
            assert (taken.record.state, "b" in one.final) == (State.QUEUED, False)

    wound(main())


def test_a_pool_may_take_what_found_the_device_gone_or_broken() -> None:
    async def main() -> None:
        boss = Boss(takes={"gone", "broken"})
        async with till(Flaky(acts=[goes, _faulty]), holds=True, foreman=boss) as one:
            await asyncio.sleep(1)
            gone = await one.accept("gone", hold=100, device=100)
            await asyncio.sleep(1)
            assert (one.worker.jobs(), one.worker.waiting, one.worker.online) == ([], 0, False)
            await asyncio.sleep(25)
            await one.accept("broken", device=100)
            await asyncio.sleep(1)
            assert [id for id, _ in boss.told] == ["gone", "broken"]  # noqa: A001
            assert one.final == {}
            assert gone.record.member == 1  # requeuing it is the foreman's business

    wound(main())


def test_what_a_pool_does_not_take_waits_like_any_other() -> None:
    async def main() -> None:
        boss, register = Boss(), Flaky(acts=[goes])
        async with till(register, holds=True, foreman=boss) as one:
            await asyncio.sleep(1)
            await one.accept("a", hold=100, device=100)
            await asyncio.sleep(1)
            record = await one.journal.find("a")
            assert record
            assert (record.state, record.member) == (State.QUEUED, 0)
            await one.until_final("a")
            assert (one.final["a"][1].member, register.printed) == (1, ["a"])

    wound(main())


@pytest.mark.parametrize(("device", "member"), [(1, 0), (100, 1)])
def test_the_journal_hears_who_has_taken_it(device: int, member: int) -> None:
    async def main() -> None:
        async with till(Flaky()) as one:
            job = await one.accept("a", device=device)
            await one.until_final("a")
            record = await one.journal.find("a")
            assert record
            assert (record.member, job.record.member, record.device) == (member, member, 1)

    wound(main())


def test_blocked_while_a_command_is_in_hand() -> None:
    async def slowly(register: Register, text: str) -> None:
        await asyncio.sleep(10)
        register.printed.append(text)

    async def main() -> None:
        boss, register = Boss(takes={"pooled"}), Flaky(acts=[slowly])
        async with till(register, foreman=boss) as one:
            await one.accept("in hand", device=100)
            await one.accept("pooled", device=100)
            await one.accept("own")
            await one.accept("nobody's", device=100)
            await asyncio.sleep(1)
            one.worker.block("Нет бумаги.")
            await one.until_final("in hand", "own", "nobody's")
            assert register.begun == ["in hand", "own"]  # who names a blocked device means it
            refusal = one.final["nobody's"][1].failure
            assert refusal
            assert (refusal.code, refusal.may_run_again) == ("device_blocked", True)
            assert refusal.text == "Устройство № 1 «Касса 1»: временно не используется. Нет бумаги."
            assert "pooled" not in one.final

    wound(main())


def test_a_blocked_device_that_is_away_holds_nothing_of_its_pools() -> None:
    """Its pool knows whether another one can do it."""

    async def main() -> None:
        boss, register = Boss(takes={"pooled"}), Flaky(gone=[(0, FOREVER)])
        async with till(register, holds=True, foreman=boss) as one:
            await asyncio.sleep(1)
            one.worker.block("Нет связи.")
            await one.accept("pooled", hold=100, device=100)
            await one.accept("nobody's", hold=100, device=100)
            await one.accept("own", hold=10)
            await one.until_final("nobody's", "own")
            refused_at(one, "nobody's", 1)
            refused_at(one, "own", 11)
            assert (one.worker.jobs(), register.marks) == ([], [])

    wound(main())


def test_interrupted_by_a_restart_and_gone_when_it_is_to_begin_anew() -> None:
    async def main() -> None:
        class Fickle(Flaky):
            async def mark(self) -> str:
                await super().mark()
                if len(self.marks) == 2:  # the first is for the evidence
                    self.gone = [(now(), now() + 20)]
                self._reach()
                return "0"

        register, journal = Fickle(), MemoryJournal()
        async with till(register, journal=journal, holds=True) as one:
            entry = one.entry("a", "a", hold=60)
            record = await journal.accept(entry)
            await journal.start(record.row, "0", START)
            one.worker.add(Job(entry, document("a"), replace(record, state=State.RUNNING, mark="0")))
            await asyncio.sleep(5)
            assert await state_of(one, "a") is State.QUEUED
            await one.until_final("a")
            assert (register.settled, register.begun, register.printed) == (["a"], ["a"], ["a"])

    wound(main())


@pytest.mark.parametrize("device", [1, 100])
def test_what_a_restart_interrupted_on_a_blocked_device(device: int) -> None:
    """It is asked for; begun anew it is only where the device itself was meant."""

    async def main() -> None:
        register, journal = Flaky(), MemoryJournal()
        async with till(register, journal=journal, blocked="Нет бумаги.") as one:
            entry = one.entry("a", "a", device=device)
            record = await journal.accept(entry)
            await journal.start(record.row, "0", START, 1)
            started = replace(record, state=State.RUNNING, mark="0", started_at=START, member=1)
            one.worker.add(Job(entry, document("a"), started))
            await one.until_final("a")
            assert register.settled == ["a"]
            assert register.printed == (["a"] if device == 1 else [])
            assert how(one, "a")[1] is (State.DONE if device == 1 else State.FAILED)

    wound(main())


ACTS = st.lists(
    st.tuples(st.floats(0, 20), st.floats(0, 40), st.sampled_from(["own", "pool"])), min_size=1, max_size=12
)
GONE = st.lists(st.tuples(st.floats(0, 60), st.floats(0.1, 40)), max_size=4)


@given(ACTS, GONE)
def test_whatever_happens_all_are_done_in_order_or_refused_in_time(
    acts: list[tuple[float, float, str]], gone: list[tuple[float, float]]
) -> None:
    async def main() -> None:
        register = Flaky(gone=[(start, start + length) for start, length in gone])
        async with till(register, holds=True) as one:
            accepted: dict[str, tuple[float, float]] = {}
            for number, (pause, hold, whose) in enumerate(acts):
                await asyncio.sleep(pause)
                accepted[f"{number}"] = (now(), hold)
                await one.accept(f"{number}", hold=hold, device=1 if whose == "own" else 100)
            await one.until_final(*accepted, seconds=1000)
            done = [id for id, (_, record) in one.final.items() if record.state is State.DONE]  # noqa: A001
            assert register.printed == sorted(done, key=int)
            for id, (at, hold) in accepted.items():  # noqa: A001
                when, record = one.final[id]
                if record.state is not State.DONE:
                    # Not before its time was over; late only while the device was there when it was.
                    assert record.failure
                    assert record.failure.code == "device_offline"
                    assert when >= at + hold - 0.001

    wound(main())
