"""The in-memory pair, and the recorder round it."""

import asyncio
import logging
from datetime import UTC, datetime

import pytest

from drivers.errors import DeviceOffline
from drivers.transports.memory import pair
from drivers.transports.recorder import Direction, Exchange, Recorder
from tests.clock import FakeClock


def test_what_one_writes_the_other_reads() -> None:
    async def main() -> None:
        host, device = pair()
        waiting = asyncio.create_task(device.read(2))
        await asyncio.sleep(0)
        await host.write(b"abc")
        first = await waiting
        assert (first, await device.read(10)) == (b"ab", b"c")
        await device.write(b"!")
        await host.close()
        assert await host.read(1) == b"!"
        with pytest.raises(DeviceOffline):
            await host.write(b"x")
        with pytest.raises(DeviceOffline):
            await device.read(1)
        with pytest.raises(DeviceOffline):
            await device.write(b"x")
        await host.open()
        await host.write(b"again")
        assert await device.read(10) == b"again"

    asyncio.run(main())


def test_the_recorder_keeps_and_logs_every_exchange(caplog: pytest.LogCaptureFixture) -> None:
    start = datetime(2026, 11, 15, 12, 30, tzinfo=UTC)

    async def main() -> None:
        host, device = pair()
        recorder = Recorder(host, FakeClock(start), "Касса 1")
        await recorder.open()
        assert recorder.answers
        await recorder.write(b"\x05")
        await device.write(b"\x06")
        assert await recorder.read(10) == b"\x06"
        assert recorder.exchanges == [
            Exchange(Direction.OUT, b"\x05", start),
            Exchange(Direction.IN, b"\x06", start),
        ]
        await recorder.write(bytes(1000))
        await recorder.finish()
        await recorder.close()
        with pytest.raises(DeviceOffline):
            await recorder.write(b"late")
        assert recorder.exchanges[-1].data == b"late"

    with caplog.at_level(logging.DEBUG, "drivers.transports.recorder"):
        asyncio.run(main())
    assert caplog.messages[:2] == ["Касса 1 > 05 0 ms", "Касса 1 < 06 0 ms"]
    assert caplog.messages[2].endswith("… (1000 bytes) 0 ms")


def test_the_recorder_forgets_the_oldest_over_a_megabyte() -> None:
    async def main() -> None:
        host, _ = pair()
        recorder = Recorder(host, FakeClock())
        for number in range(5):
            await recorder.write(bytes([number]) * 400_000)
        assert [exchange.data[0] for exchange in recorder.exchanges] == [3, 4]

    asyncio.run(main())
