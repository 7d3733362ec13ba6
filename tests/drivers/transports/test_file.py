"""Files, pipes and device nodes."""

import asyncio
import os
from pathlib import Path

import pytest

from drivers.errors import DeviceOffline
from drivers.transports.file import FileTransport


def test_jobs_are_appended(tmp_path: Path) -> None:
    path = tmp_path / "paper.bin"

    async def main() -> None:
        transport = FileTransport(path)
        for job in (b"one", b"two" * 100_000):
            await transport.open()
            await transport.write(job)
            await transport.close()
        with pytest.raises(DeviceOffline, match="не открыт"):
            await transport.write(b"x")
        with pytest.raises(DeviceOffline, match="только принимает"):
            await transport.read(1)

    asyncio.run(main())
    assert path.read_bytes() == b"one" + b"two" * 100_000


def test_a_pipe_passes_more_than_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "printer"
    os.mkfifo(path)
    job = bytes(range(256)) * 2000  # a pipe holds 64 KiB

    async def main() -> None:
        transport = FileTransport(path)
        with pytest.raises(DeviceOffline):  # nobody at the other end
            await transport.open()
        reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        await transport.open()
        os.set_blocking(reader, True)

        def drain() -> bytes:
            with os.fdopen(reader, "rb") as stream:
                return stream.read()

        taken = asyncio.create_task(asyncio.to_thread(drain))
        await transport.write(job)
        await transport.close()
        assert await taken == job

    asyncio.run(main())


@pytest.mark.parametrize("path", ["/dev/no-such-printer", "/no/such/folder/file", "/tmp"])
def test_what_cannot_be_opened_is_named(path: str) -> None:
    async def main() -> None:
        with pytest.raises(DeviceOffline) as caught:
            await FileTransport(Path(path)).open()
        assert path in caught.value.text
        assert not Path("/dev/no-such-printer").exists()

    asyncio.run(main())


def test_a_full_disk_is_offline() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")

    async def main() -> None:
        transport = FileTransport(Path("/dev/full"))
        await transport.open()
        with pytest.raises(DeviceOffline, match="оборвалась"):
            await transport.write(b"x")
        await transport.close()

    asyncio.run(main())


def test_a_plain_file_and_a_pipe_never_answer(tmp_path: Path) -> None:
    async def main() -> None:
        transport = FileTransport(tmp_path / "paper.bin")
        assert not transport.answers
        await transport.open()
        assert not transport.answers
        with pytest.raises(DeviceOffline, match="только принимает"):
            await transport.read(1)
        await transport.close()

    asyncio.run(main())


def test_a_device_that_can_be_read_answers() -> None:
    """/dev/zero has an answer at once, /dev/null never one: both are character devices that take bytes."""
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no /dev/zero")

    async def main() -> None:
        transport = FileTransport(Path("/dev/zero"))
        await transport.open()
        assert transport.answers
        await transport.write(b"x")
        assert await transport.read(3) == b"\0\0\0"
        await transport.close()
        assert not transport.answers
        nothing = FileTransport(Path("/dev/null"))
        await nothing.open()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await nothing.read(1)
        await nothing.close()

    asyncio.run(main())


def test_a_terminal_is_no_printer_that_answers() -> None:
    pty = pytest.importorskip("pty", reason="pseudo terminals are a thing of POSIX systems")
    master, slave = pty.openpty()

    async def main() -> None:
        transport = FileTransport(os.ttyname(slave))
        await transport.open()
        assert not transport.answers
        await transport.close()

    try:
        asyncio.run(main())
    finally:
        os.close(slave)
        os.close(master)


def test_a_device_is_never_made(tmp_path: Path) -> None:
    """As \\\\.\\LPT1 on a system without one."""
    name = str(tmp_path / "LPT1")

    async def main() -> None:
        with pytest.raises(DeviceOffline, match="LPT1"):
            await FileTransport(name, device=True).open()

    asyncio.run(main())
    assert not Path(name).exists()


def test_the_end_of_a_job_waits_until_a_device_has_taken_it(tmp_path: Path) -> None:
    """As usblp, which drops its last transfer when it is closed too early; here a full pipe plays the device."""
    path = tmp_path / "lp0"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    async def main() -> None:
        transport = FileTransport(path, device=True)
        await transport.open()
        await transport.write(bytes(65536))  # all that a pipe holds
        finished = asyncio.create_task(transport.finish())
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await asyncio.shield(finished)
        assert len(os.read(reader, 65536)) == 65536
        async with asyncio.timeout(2):
            await finished
        await transport.write(b"more")
        os.close(reader)
        with pytest.raises(DeviceOffline, match="не приняв"):
            await transport.finish()
        await transport.close()

    asyncio.run(main())


def test_why_it_cannot_be_opened_is_told_in_russian() -> None:
    async def main() -> None:
        with pytest.raises(DeviceOffline, match="такого файла или устройства нет"):
            await FileTransport("/dev/no-such-printer").open()

    asyncio.run(main())
