"""The in-memory pair."""

import asyncio

import pytest

from drivers.errors import DeviceOffline
from drivers.transports.memory import pair


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
