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
