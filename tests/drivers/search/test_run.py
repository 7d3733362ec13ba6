"""A search under way: its deadlines, what it tells, and that nothing stays open."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from drivers.clock import SystemClock
from drivers.errors import DeviceOffline
from drivers.ports import Clock, Transport
from drivers.search import run as run_module
from drivers.search.offer import Found, Probe, Search
from drivers.search.places import Place, Way, serial_places
from drivers.search.run import End, Run, Skipped
from drivers.transports.connection import open_transport
from tests.clock import FakeClock

OFFER = Search(speeds=(9600, 4800), probe=lambda *_: pytest.fail("asked"))
REGISTER = Found(driver="d", connection="c", model="Касса")


@dataclass
class Wires:
    """Every transport there is; those that are open."""

    absent: str = ""  # connections with this in them cannot be opened
    opened: list[str] = field(default_factory=list)
    open_now: set[str] = field(default_factory=set)
    most: int = 0

    def open_transport(self, connection: str) -> Transport:
        return _Wire(self, connection)


class _Wire:
    answers, patience = True, 0.0

    def __init__(self, wires: Wires, name: str) -> None:
        self._wires, self._name = wires, name

    async def open(self) -> None:
        if self._wires.absent and self._wires.absent in self._name:
            raise DeviceOffline(f"{self._name}: нет прав")
        self._wires.opened.append(self._name)
        self._wires.open_now.add(self._name)
        self._wires.most = max(self._wires.most, len(self._wires.open_now))

    async def write(self, data: bytes) -> None: ...

    async def read(self, size: int) -> bytes:
        await asyncio.Event().wait()
        raise AssertionError

    async def finish(self) -> None: ...

    async def close(self) -> None:
        self._wires.open_now.discard(self._name)


async def silent(transport: Transport, connection: str, clock: Clock) -> Found | None:
    await transport.open()
    await transport.read(1)
    return None


async def stranger(transport: Transport, connection: str, clock: Clock) -> Found | None:
    await transport.open()
    await asyncio.sleep(0)
    return None


async def register(transport: Transport, connection: str, clock: Clock) -> Found | None:
    await transport.open()
    return REGISTER


async def faulty(transport: Transport, connection: str, clock: Clock) -> Found | None:
    await transport.open()
    raise ZeroDivisionError


def place(name: str, *probes: Probe) -> Place:
    return Place(name, name, tuple(Way(f"{name} {number}", probe) for number, probe in enumerate(probes)))


def searched(
    places: list[Place], seconds: float = 10.0, wires: Wires | None = None, taken: dict[str, int] | None = None
) -> tuple[Run, Wires]:
    wires = wires or Wires()

    async def main() -> Run:
        run = Run(places, taken or {}, wires.open_transport, FakeClock(), seconds=seconds)
        await run.go()
        return run

    return asyncio.run(main()), wires


def test_until_somebody_is_recognised() -> None:
    run, wires = searched([place("tcp 1", stranger, register, silent), place("tcp 2", stranger)])
    assert (run.found, run.skipped, run.end) == ([REGISTER], [], End.DONE)
    assert (run.asked, run.total) == (4, 4)
    assert sorted(wires.opened) == ["tcp 1 0", "tcp 1 1", "tcp 2 0"]
    assert not wires.open_now


def test_a_place_of_the_settings_is_not_touched() -> None:
    run, wires = searched([place("serial 1", register), place("tcp 2", register)], taken={"serial 1": 7})
    assert run.skipped == [Skipped("serial 1", "уже настроено: устройство 7")]
    assert (run.total, len(run.found), wires.opened) == (1, 1, ["tcp 2 0"])


def test_a_serial_port_that_cannot_be_opened_is_told() -> None:
    run, _ = searched([place("serial 1", stranger, stranger), place("tcp 1", stranger)], wires=Wires(absent="1 "))
    assert run.skipped == [Skipped("serial 1", "serial 1 1: нет прав")]
    assert (run.end, run.asked) == (End.DONE, 3)


def test_a_port_that_is_no_name_is_told() -> None:
    """`--port ""`."""

    async def main() -> Run:
        run = Run(serial_places([""], [OFFER]), {}, open_transport, FakeClock(), seconds=10)
        await run.go()
        return run

    (skipped,) = asyncio.run(main()).skipped
    assert "не указан порт" in skipped.why


def test_one_speed_that_a_port_cannot_do_is_nothing_to_tell() -> None:
    run, _ = searched([place("serial 1", stranger, stranger)], wires=Wires(absent="1 0"))
    assert run.skipped == []


def test_a_faulty_driver_spoils_one_place(caplog: Any) -> None:
    run, wires = searched([place("tcp 1", faulty, register), place("tcp 2", register)])
    assert (run.found, run.end) == ([REGISTER], End.DONE)
    assert [one.place for one in run.skipped] == ["tcp 1"]
    assert "ZeroDivisionError" in caplog.text
    assert not wires.open_now


def test_the_time_of_all_is_over_first() -> None:
    loop_time: list[float] = []

    async def main() -> tuple[Run, Wires]:
        wires, loop = Wires(), asyncio.get_running_loop()
        places = [place(f"tcp {number}", silent) for number in range(300)]
        run = Run([*places, place("tcp r", register)], {}, wires.open_transport, SystemClock(), seconds=0.2)
        begun = loop.time()
        await run.go()
        loop_time.append(loop.time() - begun)
        return run, wires

    run, wires = asyncio.run(main())
    assert 0.19 < loop_time[0] < 2
    assert (run.end, run.found, run.asked) == (End.TIME, [], 0)
    assert not wires.open_now
    assert wires.most == 64


def test_stopped() -> None:
    async def main(run: Run) -> None:
        task = asyncio.ensure_future(run.go())
        while not run.found:
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()

    wires = Wires()
    run = Run([place("a", silent), place("b", register)], {}, wires.open_transport, SystemClock(), seconds=60)
    asyncio.run(main(run))
    assert (run.end, run.found) == (End.STOPPED, [REGISTER])
    assert not wires.open_now


def test_every_change_is_told() -> None:
    told: list[tuple[int, int, str]] = []

    async def main() -> None:
        run = Run([place("a", stranger, register)], {}, Wires().open_transport, SystemClock(), seconds=60)
        run.changed = lambda: told.append((run.asked, len(run.found), run.end))
        await run.go()

    asyncio.run(main())
    assert told == [(1, 0, ""), (2, 1, ""), (2, 1, "done")]


def test_nothing_to_ask() -> None:
    run, _ = searched([])
    assert (run.end, run.asked, run.total) == (End.DONE, 0, 0)


def test_a_way_has_a_deadline_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "_PER_WAY", 0.05)
    run, wires = searched([place("tcp 1", silent, register)])
    assert (run.found, run.end) == ([REGISTER], End.DONE)
    assert not wires.open_now


def test_what_does_not_close_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stuck(_Wire):
        async def close(self) -> None:
            await asyncio.Event().wait()

    wires = Wires()
    wires.open_transport = lambda connection: Stuck(wires, connection)  # type: ignore[method-assign]
    monkeypatch.setattr(run_module, "_CLOSING", 0.05)
    assert searched([place("tcp 1", register)], wires=wires)[0].end is End.DONE
