"""The wire: what it counts, what it remembers, what it writes down, and that the device never notices."""

import asyncio
import logging
import stat
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import DeviceOffline
from drivers.ports import Transport
from drivers.transports import wire_log
from drivers.transports.memory import MemoryTransport, pair
from drivers.transports.wire import Wire
from drivers.transports.wire_log import old
from tests.clock import FakeClock

FULL = Path("/dev/full")


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 10))


def tapped(wire: Wire) -> tuple[Transport, MemoryTransport]:
    host, device = pair()
    return wire.tapped(host), device


async def exchange(way: Transport, device: MemoryTransport, sent: bytes, answer: bytes) -> None:
    await way.write(sent)
    assert await device.read(1 << 20) == sent
    await device.write(answer)
    assert await way.read(1 << 20) == answer


def test_it_passes_everything_on_and_remembers_it() -> None:
    async def main() -> None:
        wire = Wire(FakeClock(), "Касса 1")
        way, device = tapped(wire)
        assert (way.answers, way.patience) == (True, 0.0)
        await way.open()
        await exchange(way, device, b"\x1b\x40", b"\x12")
        assert (wire.sent, wire.exchange()) == (2, ("> 1b 40", "< 12"))
        wire.begin()
        assert (wire.sent, wire.exchange()) == (0, ())
        await way.finish()
        await way.close()
        with pytest.raises(DeviceOffline):
            await device.read(1)

    run(main())


def test_a_write_that_fails_may_have_reached_the_device() -> None:
    async def main() -> None:
        wire = Wire(FakeClock(), "Касса 1")
        way, device = tapped(wire)
        await way.write(b"abc")
        await device.close()
        with pytest.raises(DeviceOffline):
            await way.write(b"late")
        assert (wire.sent, wire.exchange()) == (7, ("> 61 62 63", "> 6c 61 74 65"))

    run(main())


def test_all_transports_of_a_device_are_one_wire() -> None:
    async def main() -> None:
        wire = Wire(FakeClock(), "Касса 1")
        for data in (b"\x01", b"\x02"):
            way, _ = tapped(wire)
            await way.write(data)
        assert (wire.sent, wire.exchange()) == (2, ("> 01", "> 02"))

    run(main())


def test_only_the_last_and_only_beginnings_are_remembered() -> None:
    async def main() -> None:
        wire = Wire(FakeClock(), "Касса 1")
        way, _ = tapped(wire)
        for number in range(20):
            await way.write(bytes([number]))
        assert wire.exchange() == tuple(f"> {number:02x}" for number in range(12, 20))
        await way.write(bytes(1_000_000))
        assert wire.exchange()[-1] == "> " + "00 " * 64 + "… (1000000 bytes)"
        assert wire.sent == 1_000_020

    run(main())


def test_what_is_private_is_in_neither() -> None:
    async def main() -> None:
        wire = Wire(FakeClock(), "Касса 1")
        wire.hide(b"\x1e\x00\x00\x00")
        wire.keep(True)
        way, device = tapped(wire)
        # Where the shown part ends in the middle of a number, the number is known all the same.
        await exchange(way, device, b"\x1e\x00\x00\x00" + b" " * 54 + b"+79161234567", b"a@b.example")
        assert wire.exchange() == (
            "> " + "2a " * 4 + "20 " * 54 + "2a " * 6 + "… (70 bytes)",
            "< 2a 2a 2a 2a 2a 2a 2a 2a 70 6c 65",
        )
        shown = "\n".join(wire.lines())
        assert "|****" + " " * 54 + "**********67|" in shown
        assert "|********ple|" in shown
        assert b"916".hex(" ") not in shown

    run(main())
    with pytest.raises(ValueError, match="nothing"):
        Wire(FakeClock(), "Касса 1").hide(b"")


def test_the_wire_log_is_kept_on_demand(tmp_path: Path) -> None:
    file = tmp_path / "wire" / "1.log"
    clock = FakeClock()

    async def main() -> None:
        wire = Wire(clock, "Касса 1", file)
        way, device = tapped(wire)
        await way.open()
        await way.write(b"before")
        assert (wire.kept, wire.lines(), file.exists()) == (False, [], False)
        await device.read(10)
        wire.keep(True)
        clock.advance(0.012)
        await exchange(way, device, b"\x1bGAP!", b"\x12")
        await way.close()
        with pytest.raises(DeviceOffline):
            await way.write(b"\x00" * 600)
        wire.keep(False)
        assert not wire.kept
        await way.open()
        assert file.read_text("utf-8").splitlines() == wire.lines()
        assert wire.lines() == [
            "2026-11-15 15:30:00.000 * +0 ms журнал обмена включён, Касса 1, время 15.11.2026 UTC+0300",
            "2026-11-15 15:30:00.012 > +12 ms 1b 47 41 50 21  |.GAP!|",
            "2026-11-15 15:30:00.012 < +0 ms 12",
            "2026-11-15 15:30:00.012 * +0 ms соединение закрыто",
            "2026-11-15 15:30:00.012 > +0 ms " + "00 " * 511 + "00 … (600 bytes)",
            "2026-11-15 15:30:00.012 * +0 ms не записано: Соединение в памяти закрыто.",
            "2026-11-15 15:30:00.012 * +0 ms журнал обмена выключен",
        ]

    run(main())
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file.parent, file)] == [0o700, 0o600]


def test_a_later_log_goes_on_where_the_file_ended(tmp_path: Path) -> None:
    file = tmp_path / "1.log"
    for name in ("первый", "второй"):
        wire = Wire(FakeClock(), name, file)
        wire.keep(True)
        wire.keep(True)
        wire.close()
        assert not wire.kept
    first, second = file.read_text("utf-8").splitlines()
    assert "первый" in first
    assert "второй" in second


def test_memory_and_file_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire_log, "_LARGEST", 10_000)
    file = tmp_path / "1.log"

    async def main() -> None:
        wire = Wire(FakeClock(), "Касса 1", file)
        wire.keep(True)
        way, _ = tapped(wire)
        for number in range(1500):
            await way.write(number.to_bytes(2, "big"))
        wire.close()
        assert len(wire.lines()) == 1000
        assert wire.lines()[-1].endswith("05 db")

    run(main())
    newest = old(file).read_text("utf-8").splitlines() + file.read_text("utf-8").splitlines()
    assert newest[-1].endswith("05 db")
    numbers = [int(line[-5:].replace(" ", ""), 16) for line in newest]
    assert numbers == list(range(numbers[0], 1500))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.log", "1.log.1"]
    assert all(path.stat().st_size < 10_200 for path in tmp_path.iterdir())


@pytest.mark.skipif(not FULL.exists(), reason="/dev/full is a file of Linux")
def test_a_full_disk_ends_the_log_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        wire = Wire(FakeClock(), "Касса 1", FULL)
        wire.keep(True)
        assert not wire.kept
        way, device = tapped(wire)
        await exchange(way, device, b"\x05", b"\x06")
        assert wire.exchange() == ("> 05", "< 06")
        assert "кончилось место" in wire.lines()[-1]

    run(main())
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert "Касса 1: журнал обмена не пишется в /dev/full: кончилось место" in caplog.text


def test_a_folder_that_cannot_be_made_ends_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "wire").write_text("a file where the folder should be")
    wire = Wire(FakeClock(), "Касса 1", tmp_path / "wire" / "1.log")
    wire.keep(True)
    assert not wire.kept
    assert "журнал обмена не пишется" in caplog.text
