"""Serial against a pseudo terminal: a real pyserial port whose other end is this test, by the loop and by threads."""

import asyncio
import os
import time
from pathlib import Path

import pytest

termios = pytest.importorskip("termios", reason="pseudo terminals are a thing of POSIX systems")

from drivers.errors import DeviceOffline  # noqa: E402
from drivers.transports.serial_port import SerialSettings, SerialTransport  # noqa: E402
from tests.drivers.transports.serial_line import Line, Run, begun, ended, hear, threads  # noqa: E402


def test_bytes_pass_unchanged_both_ways(run: Run, line: Line) -> None:
    every = bytes(range(256))

    async def main() -> None:
        transport = await line.opened()
        await transport.write(every)
        await transport.finish()
        assert await asyncio.to_thread(line.take, 256) == every
        os.write(line.master, every)
        assert await hear(transport, 256) == every
        await transport.close()

    run(main())


def test_more_than_the_port_holds(run: Run, line: Line) -> None:
    much = bytes(range(256)) * 400

    async def main() -> None:
        transport = await line.opened()
        taking = asyncio.create_task(asyncio.to_thread(line.take, len(much)))
        await transport.write(much)
        assert await taking == much
        await transport.close()

    run(main())


def test_questions_and_answers_in_turn(run: Run, line: Line) -> None:
    """A reading that finds the answer there already, and one that waits for it, many times."""

    async def main() -> None:
        transport = await line.opened()
        for number in range(200):
            await transport.write(b"?%03d" % number)
            reading = await begun(hear(transport, 4)) if number % 2 else None
            os.write(line.master, line.take(4))
            assert await (reading or hear(transport, 4)) == b"?%03d" % number
        await transport.close()

    run(main())


def test_no_more_is_read_at_once_than_was_asked_for(run: Run, line: Line) -> None:
    async def main() -> None:
        transport = await line.opened()
        reading = await begun(transport.read(3))
        os.write(line.master, b"abcde")
        first, second = await reading, await transport.read(1)
        assert len(first) <= 3
        assert len(second) == 1
        assert first + second + await hear(transport, 5 - len(first + second)) == b"abcde"
        await transport.close()

    run(main())


def test_what_comes_while_nobody_reads_waits(run: Run, line: Line) -> None:
    async def main() -> None:
        transport = await line.opened()
        for word in (b"early", b"later"):
            os.write(line.master, word)
            await asyncio.sleep(0.01)
            assert await hear(transport, 5) == word
        await transport.close()

    run(main())


def test_what_nobody_reads_does_not_keep_us_busy(run: Run, line: Line) -> None:
    async def main() -> None:
        transport = await line.opened()
        reading = await begun(transport.read(1))
        os.write(line.master, b"unread")
        await reading
        before = time.thread_time()
        await asyncio.sleep(0.1)
        assert time.thread_time() - before < 0.05
        await transport.close()

    run(main())


def test_a_cancelled_read_loses_nothing_and_lets_a_write_through(run: Run, line: Line) -> None:
    async def main() -> None:
        transport = await line.opened()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await transport.read(10)
        os.write(line.master, b"late")
        await transport.write(b"next")
        assert await asyncio.to_thread(line.take, 4) == b"next"
        assert await hear(transport, 4) == b"late"
        await transport.close()

    run(main())


def test_a_read_that_is_cancelled_as_its_bytes_come_loses_nothing(run: Run, line: Line) -> None:
    async def main() -> None:
        transport = await line.opened()
        for _ in range(50):
            reading = await begun(transport.read(10))
            os.write(line.master, b"word")
            await asyncio.sleep(0)
            reading.cancel()
            got = (await asyncio.gather(reading, return_exceptions=True))[0]
            before = got if isinstance(got, bytes) else b""
            assert before + await hear(transport, 4 - len(before)) == b"word"
        await transport.close()

    run(main())


def test_a_printer_that_takes_nothing_does_not_hold_us(run: Run, line: Line) -> None:
    """Nobody reads the other end: the system's buffer fills, the deadline ends the write, close returns."""

    async def main() -> None:
        transport = await line.opened()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await transport.write(bytes(1_000_000))
        with pytest.raises(DeviceOffline):  # half a write is behind us: only a fresh open helps
            await transport.write(b"more")
        await transport.close()
        await transport.open()
        await transport.close()

    run(main())
    ended(line.name)


def test_a_write_ends_when_the_port_would_take_more(run: Run, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a deadline for what comes next would have to reckon with all that the system holds for a slow line."""
    write = os.write

    def write_the_last(port: int, data: bytes) -> int:
        sent = write(port, data)
        termios.tcflow(line.slave, termios.TCOOFF)
        return sent

    async def main() -> None:
        transport = await line.opened()
        monkeypatch.setattr(os, "write", write_the_last)
        writing = await begun(transport.write(b"all of it"))
        assert await asyncio.to_thread(line.take, 9) == b"all of it"
        await asyncio.sleep(0.01)
        assert not writing.done()
        termios.tcflow(line.slave, termios.TCOON)
        await writing
        monkeypatch.undo()
        await transport.close()

    run(main())


def test_a_printer_that_stops_the_flow_holds_the_write_until_it_lets_go(run: Run, line: Line) -> None:
    async def main() -> None:
        transport = await line.opened()
        termios.tcflow(line.slave, termios.TCOOFF)
        held = await begun(transport.write(b"patience"))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(held), 0.05)
        termios.tcflow(line.slave, termios.TCOON)
        assert await asyncio.to_thread(line.take, 8) == b"patience"
        await held
        await transport.close()

    run(main())


def test_a_printer_that_holds_a_write_can_still_say_why(run: Run, line: Line) -> None:
    async def main() -> None:
        transport = await line.opened()
        assert transport.answers
        held = asyncio.create_task(transport.write(bytes(1_000_000)))
        os.write(line.master, b"\x18\x00\x0f\x00")
        assert await hear(transport, 4) == b"\x18\x00\x0f\x00"
        assert not held.done()
        held.cancel()
        with pytest.raises(asyncio.CancelledError):
            await held
        await transport.close()

    run(main())


def test_closing_ends_the_reading(run: Run, line: Line) -> None:
    async def main() -> None:
        transport = await line.opened()
        reading = await begun(transport.read(1))
        await transport.close()
        with pytest.raises(DeviceOffline, match="порт закрыт"):
            await reading
        with pytest.raises(DeviceOffline, match="не открыт"):
            await transport.finish()

    run(main())


def test_closing_ends_a_write_that_waits(run: Run, line: Line) -> None:
    async def main() -> None:
        transport = await line.opened()
        writing = await begun(transport.write(bytes(1_000_000)))
        await transport.close()
        with pytest.raises(DeviceOffline, match="порт закрыт"):
            await writing

    run(main())


def test_a_close_that_is_cancelled_closes_before_the_next_open(run: Run, line: Line) -> None:
    async def main() -> None:
        transport = await line.opened()
        for number in range(20):
            reading = await begun(transport.read(1))
            closing = await begun(transport.close())
            closing.cancel()
            await transport.open()
            assert isinstance((await asyncio.gather(reading, return_exceptions=True))[0], DeviceOffline)
            os.write(line.master, b"%02d" % number)
            assert await hear(transport, 2) == b"%02d" % number
        await transport.close()

    before = len(list(Path("/dev/fd").iterdir()))
    run(main())
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_a_port_that_does_not_exist(run: Run) -> None:
    async def main() -> None:
        transport = SerialTransport(SerialSettings(port="/dev/no-such-port"))
        with pytest.raises(DeviceOffline, match="порт /dev/no-such-port: такого файла или устройства нет"):
            await transport.open()
        with pytest.raises(DeviceOffline, match="не открыт"):
            await transport.read(1)

    run(main())
    ended("/dev/no-such-port")


def test_a_loop_that_can_watch_needs_no_thread_to_read_and_write(line: Line) -> None:
    async def main() -> None:
        transport = await line.opened()
        await transport.write(b"word")
        os.write(line.master, b"answer")
        assert await hear(transport, 6) == b"answer"
        assert len(threads(line.name)) == 1  # that opened it
        await transport.close()

    asyncio.run(main())
