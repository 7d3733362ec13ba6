"""Somebody looks at the server: what he is told of commands and devices, and how often devices are asked for him."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from drivers.model.command import PrintDocument, ReadWeight, RegisterBottles, RegisterReceipt, XReport
from drivers.model.ffd import ShiftState
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import Traits
from kkmserver.dispatch.backoff import Backoff
from kkmserver.dispatch.news import News
from kkmserver.dispatch.order import Decision, Resolution
from kkmserver.dispatch.presence import Presence
from kkmserver.dispatch.selection import commands_of
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import Record, State
from tests.kkmserver.dispatch.pool_shop import POOL, Till, done, for_pool, offline, pooled
from tests.kkmserver.dispatch.shop import LabelPrinter, Register, labels, order, shop, until
from tests.kkmserver.dispatch.till import Flaky, till
from tests.kkmserver.dispatch.wound import START, LoopClock, wound
from tests.kkmserver.store.entries import entry


def unheard(record: Record) -> None: ...


async def lost(register: Register, text: str) -> None:
    raise RuntimeError("the answer was lost")


# Commands


def test_every_change_of_every_command_is_told() -> None:
    async def main() -> list[tuple[str, State]]:
        told: list[Record] = []
        async with shop(Register()) as dispatcher:
            await (await dispatcher.submit(order("before"))).wait(1)
            dispatcher.watch(told.append)
            await (await dispatcher.submit(order("a"))).wait(1)
            await until(lambda: told and told[-1].finished)
            dispatcher.watch(None)
            await (await dispatcher.submit(order("after"))).wait(1)
        return list(dict.fromkeys((record.entry.id, record.state) for record in told))

    assert asyncio.run(main()) == [("a", State.QUEUED), ("a", State.RUNNING), ("a", State.DONE)]


def test_labels_are_told_as_they_come_out() -> None:
    async def main() -> list[int]:
        told: list[Record] = []
        async with shop(LabelPrinter()) as dispatcher:
            dispatcher.watch(told.append)
            await (await dispatcher.submit(replace(order("a", "labels 3 1"), command=labels(3)))).wait(1)
        return sorted({record.progress.done for record in told if record.progress})

    assert asyncio.run(main()) == [0, 1, 2, 3]


def test_what_a_person_decides_is_told() -> None:
    async def main() -> list[State]:
        told: list[Record] = []
        register = Register(acts=[lost], settles=[RuntimeError("no word")] * 9)
        async with shop(register) as dispatcher:
            record = await (await dispatcher.submit(order("a"))).wait(2)
            assert record.state is State.UNKNOWN
            dispatcher.watch(told.append)
            await dispatcher.resolve("a", Resolution(decision=Decision.NOT_PRINTED, who="Admin"))
        return [record.state for record in told]

    assert asyncio.run(main()) == [State.FAILED]


def test_what_the_last_run_has_left_is_told_too() -> None:
    async def main() -> tuple[str, State]:
        told: list[Record] = []
        journal = MemoryJournal()
        await journal.accept(replace(entry("left", request="чек".encode()), dialect="test"))
        async with shop(Register(), journal=journal, start=False) as dispatcher:
            dispatcher.watch(told.append)
            await dispatcher.start()
            await until(lambda: told and told[-1].finished)
        return told[-1].entry.id, told[-1].state

    assert asyncio.run(main()) == ("left", State.DONE)


# Questions to devices


def asked(register: Flaky, since: float, until: float) -> int:
    return sum(since < moment <= until for moment in register.asked)


def test_an_idle_device_is_asked_more_often_while_somebody_looks() -> None:
    async def main() -> None:
        register, news = Flaky(), News()
        async with till(register, poll=10.0, poll_watched=1.0, watched=news) as one:
            await asyncio.sleep(35)
            assert register.asked == [0, 10, 20, 30]
            news.told = unheard
            one.worker.hurry()
            await asyncio.sleep(5.5)
            assert register.asked[4:] == [35, 36, 37, 38, 39, 40]
            news.told = None
            await asyncio.sleep(30)
            assert register.asked[10:] == [41, 51, 61]

    wound(main())


@pytest.mark.parametrize(("poll", "watched"), [(10.0, 0.0), (10.0, 20.0), (10.0, 10.0)])
def test_never_less_often_than_usual(poll: float, watched: float) -> None:
    async def main() -> None:
        register, news = Flaky(), News()
        news.told = unheard
        async with till(register, poll=poll, poll_watched=watched, watched=news) as one:
            one.worker.hurry()
            await asyncio.sleep(25)
            assert register.asked == [0, 10, 20]

    wound(main())


def test_who_is_away_blocked_or_no_printer_is_left_in_peace() -> None:
    async def main() -> None:
        for register, blocked in (
            (Flaky(gone=[(0, 1000)]), ""),
            (Flaky(), "Нет бумаги."),
            (Flaky(kind=DeviceKind.TERMINAL), ""),
        ):
            counts = []
            for news in (News(), News()):
                register.asked.clear()
                begun = asyncio.get_running_loop().time()
                register.gone = [(begun, begun + 1000)] if register.gone else ()
                async with till(register, poll_watched=0.1, watched=news, blocked=blocked) as one:
                    await asyncio.sleep(5)
                    news.told = unheard if counts else None
                    one.worker.hurry()
                    await asyncio.sleep(60)
                    counts.append(len(register.asked))
            assert counts[0] == counts[1]

    wound(main())


def test_commands_go_before_questions() -> None:
    async def main() -> None:
        register, news = Flaky(), News()
        news.told = unheard
        async with till(register, poll_watched=1.0, watched=news) as one:
            for id in "abc":  # noqa: A001
                await one.accept(id)
            await one.until_final("a", "b", "c")
            assert register.begun == ["a", "b", "c"]
            assert asked(register, 0, 0.4) == 0

    wound(main())


# Devices


def test_since_when_a_device_is_away() -> None:
    async def main() -> None:
        register = Flaky(gone=[(100, 200), (300, 400)])
        async with till(register) as one:
            seen: dict[float, datetime | None] = {}
            for _ in range(9):
                await asyncio.sleep(50)
                seen[asyncio.get_running_loop().time()] = one.worker.offline_since
            assert seen[50] is None
            assert seen[150] == START + timedelta(seconds=100)
            assert seen[250] is None
            second = seen[350]
            assert second is not None
            assert START + timedelta(seconds=300) <= second < START + timedelta(seconds=310)
            assert seen[450] is None

    wound(main())


def test_the_turn_of_a_pool_and_when_its_last_member_left() -> None:
    async def main() -> None:
        tills = [Till(), Till()]
        async with pooled(*tills) as dispatcher:
            await done(dispatcher, for_pool("a"), for_pool("b"), for_pool("c"))
            pool = dispatcher.devices()[-1]
            assert (pool.number, pool.turn, pool.offline_since) == (POOL, 1, None)
            tills[0].away = True
            await until(lambda: dispatcher.devices()[0].offline_since)
            assert dispatcher.devices()[-1].offline_since is None
            tills[1].away = True
            await until(lambda: dispatcher.devices()[1].offline_since)
            assert dispatcher.devices()[-1].offline_since == dispatcher.devices()[1].offline_since
            assert PrintDocument in dispatcher.devices()[-1].commands

    asyncio.run(main())


def test_since_when_a_member_is_blocked() -> None:
    async def main() -> None:
        bad, good = Till(faults=offline(sent=True)), Till()
        async with pooled(bad, good, block_after=1, unblock_by_probe=False) as dispatcher:
            await done(dispatcher, for_pool("a"))
            view = dispatcher.devices()[0]
            assert view.blocked
            assert view.blocked_since == dispatcher._clock.now()
            await dispatcher.switch(1, "", True)
            assert dispatcher.devices()[0].blocked_since is None

    asyncio.run(main())


def shift(state: ShiftState | None, number: int = 1, **told: datetime) -> DeviceState:
    return DeviceState(online=True, shift=state, shift_number=number, **told)


def test_since_when_a_shift_is_open() -> None:
    """Told by the device, or seen as it was opened; not known of one that was open when we came."""

    async def main() -> None:
        presence = Presence(Backoff(1, 1, lambda: 0.0), LoopClock().now)

        def saw(state: DeviceState) -> datetime | None:
            presence.saw(state)
            assert presence.state
            return presence.state.shift_since

        assert saw(shift(ShiftState.OPEN)) is None
        assert saw(shift(ShiftState.OPEN)) is None
        assert saw(shift(ShiftState.CLOSED)) is None
        await asyncio.sleep(60)
        assert saw(shift(ShiftState.OPEN, 2)) == START + timedelta(seconds=60)
        await asyncio.sleep(60)
        assert saw(shift(ShiftState.EXPIRED, 2)) == START + timedelta(seconds=60)
        assert saw(shift(ShiftState.OPEN, 3)) == START + timedelta(seconds=120)
        assert saw(shift(ShiftState.OPEN, 3, shift_since=START)) == START
        presence.saw(shift(ShiftState.CLOSED, 3))
        presence.lost("Нет связи.")
        assert saw(shift(ShiftState.OPEN, 4)) is None
        assert saw(shift(None)) is None
        assert saw(shift(ShiftState.OPEN, 4)) is None

    wound(main())


def test_what_a_device_can_do() -> None:
    told = Traits(kind=DeviceKind.REGISTER, type_id="t", model="t", commands=frozenset({XReport}))
    assert commands_of(told) == {XReport}
    plain = commands_of(Traits(kind=DeviceKind.RECEIPT_PRINTER, type_id="t", model="t"))
    assert PrintDocument in plain
    assert not plain & {RegisterReceipt, XReport, ReadWeight, RegisterBottles}
    assert commands_of(Traits(kind=DeviceKind.SCALES, type_id="t", model="t")) >= {ReadWeight}
