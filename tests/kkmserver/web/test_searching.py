"""The search of a server whose devices change meanwhile."""

import asyncio
from dataclasses import replace
from ipaddress import ip_address

import pytest

from drivers.clock import SystemClock
from drivers.ports import Clock, Transport
from drivers.search import names
from drivers.search.offer import Found, Search
from drivers.search.ranges import Address, parse
from drivers.search.run import End
from drivers.transports.connection import open_transport
from kkmserver.config import Config, DeviceConfig
from kkmserver.web.searching import Searches
from tests.kkmserver.options_driver import Options
from tests.kkmserver.web.office import BOTH
from tests.kkmserver.web.running import settings

NOBODY: Config = replace(settings(BOTH), devices=())
NEWCOMER = replace(NOBODY, devices=(DeviceConfig(3, "Касса", "shtrih", Options("tcp://127.0.0.1:7778")),))
THERE = [parse("127.0.0.1")]


async def endless(transport: Transport, connection: str, clock: Clock) -> Found | None:
    await asyncio.Event().wait()
    return None


def offers() -> list[Search]:
    return [Search(tcp_ports=(7778,), probe=endless)]


def searches() -> Searches:
    return Searches(NOBODY, SystemClock(), open_transport, offers=offers)


def test_new_devices_end_a_search_that_does_not_know_them() -> None:
    async def main() -> None:
        desk = searches()
        for turns in (0, 3):  # before the task has begun, and while it asks
            begun = await desk.begin(THERE, serial=False, seconds=60)
            for _ in range(turns):
                await asyncio.sleep(0)
            desk.reload(NEWCOMER)
            async with asyncio.timeout(5):
                assert not await desk.stop() or begun.run.end
            assert begun.run.end is End.STOPPED
            desk.reload(NOBODY)

    asyncio.run(main())


def test_settings_with_the_same_devices_do_not_disturb_it() -> None:
    async def main() -> None:
        desk = searches()
        begun = await desk.begin(THERE, serial=False, seconds=60)
        desk.reload(replace(NOBODY, devices=()))
        await asyncio.sleep(0)
        assert not begun.run.end
        assert await desk.stop()
        assert begun.run.end is End.STOPPED

    asyncio.run(main())


def test_a_device_that_comes_while_it_is_planned_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        planning, go_on = asyncio.Event(), asyncio.Event()

        async def look_up(_: str) -> list[Address]:
            planning.set()
            await go_on.wait()
            return [ip_address("127.0.0.1")]

        monkeypatch.setattr(names, "look_up", look_up)
        desk = searches()
        begun = asyncio.create_task(desk.begin([parse("kassa")], serial=False, seconds=60))
        await planning.wait()
        desk.reload(NEWCOMER)
        go_on.set()
        async with asyncio.timeout(5):
            run = (await begun).run
        assert (run.total, [one.why for one in run.skipped]) == (0, ["уже настроено: устройство 3"])
        await desk.stop()

    asyncio.run(main())
