"""Commands that are held for a device that is away: they wait in order, each for its own time, and nothing is tried."""

import asyncio

import pytest

from drivers.errors import DeviceOffline, Fault, FrameError, OutcomeUnknown
from drivers.model.state import DeviceState
from kkmserver.store.record import Failure, State
from tests.kkmserver.dispatch.held import FOREVER, TICK, goes, how, now, refused_at, state_of
from tests.kkmserver.dispatch.shop import Register
from tests.kkmserver.dispatch.till import Flaky, till
from tests.kkmserver.dispatch.wound import wound


def test_they_wait_in_order_and_nothing_is_tried() -> None:
    async def main() -> None:
        register = Flaky(gone=[(0, 20)])
        async with till(register, holds=True) as one:
            await asyncio.sleep(1)
            for id in "abc":  # noqa: A001
                await one.accept(id, hold=60)
            await asyncio.sleep(18)
            assert (register.marks, one.final, one.worker.waiting) == ([], {}, 3)
            assert [job.record.state for job in one.worker.jobs()] == 3 * [State.QUEUED]
            await one.until_final("a", "b", "c")
            assert register.printed == ["a", "b", "c"]
            assert one.worker.online

    wound(main())


def test_each_is_refused_when_its_own_time_is_over() -> None:
    async def main() -> None:
        register = Flaky(gone=[(0, 45)])
        async with till(register, holds=True) as one:
            await asyncio.sleep(1)
            await one.accept("long", hold=100)
            await one.accept("short", hold=10)
            await one.accept("middle", hold=30.5)
            await one.until_final("long", "short", "middle")
            refused_at(one, "short", 11)
            refused_at(one, "middle", 31.5)
            assert how(one, "long")[1] is State.DONE
            assert register.begun == ["long"]

    wound(main())


def test_what_the_client_reads() -> None:
    async def main() -> None:
        register = Flaky(gone=[(0, FOREVER)])
        async with till(register, holds=True) as one:
            await asyncio.sleep(1)
            job = await one.accept("a", hold=30)
            record = await job.wait(100)
            assert record == one.final["a"][1] == await one.journal.find("a")
            assert record.started_at is None
            assert record.failure == Failure(
                code="device_offline",
                text="Устройство № 1 «Касса 1» не на связи, команда ждала 30 с и не выполнена: на устройство ничего не "
                "отправлено. Нет связи с кассой. Проверьте кабель.",
                fault=Fault.LINK,
                nothing_sent=True,
            )
            assert record.failure.may_run_again

    wound(main())


def test_who_would_not_wait_is_refused_at_once() -> None:
    async def main() -> None:
        register = Flaky(gone=[(0, FOREVER)])
        async with till(register, holds=True) as one:
            await asyncio.sleep(1)
            await one.accept("patient", hold=60)
            await asyncio.sleep(1)
            await one.accept("a", hold=0)
            await one.until_final("a")
            refused_at(one, "a", 2)
            failure = one.final["a"][1].failure
            assert failure
            assert failure.text.startswith("Устройство № 1 «Касса 1» не на связи, команда не выполнена: ")
            assert register.marks == []
            await one.until_final("patient")
            refused_at(one, "patient", 61)

    wound(main())


def test_one_that_comes_has_the_device_asked_at_once_but_not_by_each_of_many() -> None:
    async def main() -> None:
        register = Flaky(gone=[(0, 50)])
        async with till(register, holds=True) as one:
            await asyncio.sleep(55)  # asked at 31.5, and then at 61.5
            await one.accept("a", hold=1)
            await one.until_final("a")
            assert how(one, "a") == (pytest.approx(55, abs=TICK), State.DONE)
        away = Flaky(gone=[(0, FOREVER)])
        async with till(away, holds=True) as one:
            await asyncio.sleep(50)
            before = len(away.asked)
            for number in range(100):
                await one.accept(f"{number}", hold=60)
                await asyncio.sleep(0.01)
            assert len(away.asked) - before <= 3

    wound(main())


@pytest.mark.parametrize("holds", [False, True])
def test_only_where_the_settings_say_so(holds: bool) -> None:
    async def main() -> None:
        register = Flaky(gone=[(0, 5)])
        async with till(register, holds=holds) as one:
            await asyncio.sleep(1)
            await one.accept("a", hold=60)
            await one.until_final("a")
            assert how(one, "a")[1] is (State.DONE if holds else State.FAILED)

    wound(main())


@pytest.mark.parametrize("text", ["a", ""])
def test_who_finds_it_gonegoes_back_to_the_head(text: str) -> None:
    """Before the start is journalled; a command that only reads, too."""

    async def main() -> None:
        register = Flaky(gone=[(5, 25)])
        async with till(register, holds=True) as one:
            await asyncio.sleep(6)
            assert one.worker.online  # nobody has noticed yet
            await one.accept("a", hold=60, text=text)
            await one.accept("b", hold=60)
            await asyncio.sleep(1)
            assert not one.worker.online
            assert [job.entry.id for job in one.worker.jobs()] == ["a", "b"]
            assert len(register.marks) == bool(text)
            await one.until_final("a", "b")
            assert [how(one, id)[1] for id in "ab"] == [State.DONE, State.DONE]  # noqa: A001
            assert one.final["a"][0] <= one.final["b"][0]
            assert register.printed == [word for word in (text, "b") if word]

    wound(main())


def test_a_device_that_only_babbles_is_tried() -> None:
    """Nobody can tell whether it is away, so nothing is held for it."""

    class Babbles(Flaky):
        async def state(self) -> DeviceState:
            raise FrameError("Мусор")

    async def main() -> None:
        async with till(Babbles(), holds=True) as one:
            await asyncio.sleep(1)
            assert (one.worker.online, one.worker.trouble) == (False, "Мусор")
            await one.accept("a", hold=10)
            await one.until_final("a")
            assert how(one, "a") == (pytest.approx(1, abs=TICK), State.DONE)
            assert one.worker.online

    wound(main())


def test_one_that_was_started_but_not_sent_is_queued_again_on_disk() -> None:
    async def main() -> None:
        register = Flaky(acts=[goes])
        async with till(register, holds=True) as one:
            await asyncio.sleep(1)
            await one.accept("a", hold=60)
            await one.accept("b", hold=60)
            await asyncio.sleep(1)
            record = await one.journal.find("a")
            assert record
            assert (record.state, record.mark, record.started_at) == (State.QUEUED, "", None)
            assert one.worker.jobs()[0].record.state is State.QUEUED
            await one.until_final("a", "b")
            assert register.begun == ["a", "a", "b"]
            assert (register.printed, register.settled) == (["a", "b"], [])

    wound(main())


def test_one_that_has_waited_in_a_long_queue_hears_it_in_the_drivers_words() -> None:
    async def busy(register: Register, text: str) -> None:
        await asyncio.sleep(20)
        assert isinstance(register, Flaky)
        register.gone = [(0, FOREVER)]

    async def main() -> None:
        register = Flaky(acts=[busy])
        async with till(register, holds=True) as one:
            await one.accept("first", hold=1)
            await one.accept("a", hold=10)
            await one.accept("b", hold=100)
            await one.until_final("a")
            assert how(one, "first")[1] is State.DONE
            refused_at(one, "a", 20)
            failure = one.final["a"][1].failure
            assert failure
            assert failure.text == "Нет связи с кассой. Проверьте кабель."
            assert one.worker.waiting == 1
            await one.until_final("b")
            refused_at(one, "b", 100)

    wound(main())


def test_the_next_ones_time_ends_while_the_first_is_tried() -> None:
    """Nobody who waits hears late because the device takes its time not to answer."""

    async def silent() -> str:
        await asyncio.Event().wait()
        return ""

    async def main() -> None:
        register = Flaky(gone=[(1, 2)])
        async with till(register, holds=True) as one:
            await asyncio.sleep(1)
            await one.accept("first", hold=100)
            await asyncio.sleep(0.1)
            register.gone = []
            register.mark = silent  # type: ignore[method-assign]
            await one.accept("next", hold=10)
            await one.until_final("next")
            # Asked as "next" came it was there, so that may wait on; 30 s later it turns out to be away.
            refused_at(one, "next", 31.1)
            await one.until_final("first")
            assert 101 <= one.final["first"][0] <= 131  # it was being tried as its time ended
            assert one.final["first"][1].state is State.FAILED

    wound(main())


def test_their_time_ends_while_the_device_does_not_answer_the_status_question() -> None:
    class Hangs(Flaky):
        async def state(self) -> DeviceState:
            self.asked.append(now())
            if len(self.asked) > 1:
                await asyncio.Event().wait()
            raise DeviceOffline("нет")

    async def main() -> None:
        register = Hangs()
        async with till(register, holds=True) as one:
            await asyncio.sleep(2)
            assert register.asked == [0, 0.5]
            await one.accept("a", hold=5)
            await one.until_final("a")
            refused_at(one, "a", 7)

    wound(main())


def test_their_time_ends_while_the_device_is_asked_for_a_lost_answer() -> None:
    async def breaks(register: Register, text: str) -> None:
        assert isinstance(register, Flaky)
        register.printed.append(text)
        register.gone = [(0, 1000)]
        raise OutcomeUnknown("Обрыв.")

    async def main() -> None:
        register = Flaky(acts=[breaks])
        async with till(register, holds=True) as one:
            await asyncio.sleep(1)
            first = await one.accept("first", hold=10)
            await one.accept("next", hold=30)
            await one.until_final("next")
            refused_at(one, "next", 31)
            assert first.record.state is State.RUNNING  # it may have been printed: it is never just refused
            await one.until_final("first")
            assert (how(one, "first")[1], register.printed) == (State.DONE, ["first"])

    wound(main())


def test_it_comes_back_between_two_ends() -> None:
    async def main() -> None:
        register = Flaky(gone=[(0, 15)])
        async with till(register, holds=True) as one:
            await asyncio.sleep(1)
            await one.accept("a", hold=30)
            await one.accept("b", hold=10)
            await one.accept("c", hold=30)
            await one.until_final("a", "b", "c")
            assert [how(one, id)[1] for id in "abc"] == [State.DONE, State.FAILED, State.DONE]  # noqa: A001
            assert register.printed == ["a", "c"]
            await asyncio.sleep(100)  # and nothing of what was set to happen at 31 does

    wound(main())


def test_withdrawn_while_held() -> None:
    async def main() -> None:
        async with till(Flaky(gone=[(0, FOREVER)]), holds=True) as one:
            await asyncio.sleep(1)
            taken = await one.accept("taken", hold=10)
            back = await one.accept("back", hold=20)
            assert one.worker.withdraw(taken)
            assert one.worker.withdraw(back)
            assert not one.worker.withdraw(back)
            await asyncio.sleep(15)
            one.worker.put_back(back)
            await asyncio.sleep(100)
            refused_at(one, "back", 21)
            assert taken.record.state is State.QUEUED
            assert await state_of(one, "taken") is State.QUEUED

    wound(main())


def test_put_backgoes_by_the_order_of_acceptance_whatever_the_clock_said() -> None:
    async def main() -> None:
        async with till(Flaky(gone=[(0, FOREVER)]), holds=True) as one:
            await asyncio.sleep(1)
            jobs = []
            for id in "abcd":  # noqa: A001
                jobs.append(await one.accept(id, hold=1000))
                one.clock.shifted -= 3600
            for job in jobs:
                assert one.worker.withdraw(job)
                one.worker.put_back(job)
                assert one.worker.jobs() == jobs

    wound(main())
