"""The display at its port and on a serial cable."""

import asyncio

import pytest

from drivers.displays.emulator.tcp import DisplayEmulator
from drivers.emulation.cable import SerialCable
from drivers.errors import DeviceOffline
from drivers.transports.serial_port import SerialSettings, SerialTransport


def test_what_is_shown_is_a_document_for_each_change() -> None:
    async def main() -> None:
        async with asyncio.timeout(10), DisplayEmulator() as display:
            _, writer = await asyncio.open_connection(display.host, display.port)
            writer.write(b"\x0c\x1bt\x06" + "Хлеб".encode("cp866").ljust(20) + b"45.00".ljust(20))
            await display.shows("Хлеб", "45.00")
            writer.write(b"\x0b")
            writer.write(b"\x0c\x99")
            await display.shows("Щ")
            *_, first, second = await display.printed(2)
            assert first.rows == ("Хлеб".ljust(20), "45.00".ljust(20))
            assert (second.number, second.rows[0].rstrip(), second.barcodes) == (first.number + 1, "Щ", [])
            assert second.png().startswith(b"\x89PNG")
            assert display.notes == []
            writer.write(b"\x1f\x99")
            await display.until(lambda: bool(display.notes))
            assert display.notes == ["Не понято: 1f 99"]
            writer.transport.abort()

    asyncio.run(main())


def test_without_power_nothing_is_shown() -> None:
    async def main() -> None:
        async with asyncio.timeout(10), DisplayEmulator() as display:
            _, writer = await asyncio.open_connection(display.host, display.port)
            writer.write(b"hello")
            await display.shows("hello")
            await display.switch("power", on=False)
            await display.shows("")
            with pytest.raises(ConnectionRefusedError):
                await asyncio.open_connection(display.host, display.port)
            await display.switch("power", on=True)
            _, again = await asyncio.open_connection(display.host, display.port)
            again.write(b"again")
            await display.shows("again")
            assert [document.rows[0].rstrip() for document in display.documents] == ["hello", "", "again"]
            for each in (writer, again):
                each.transport.abort()

    asyncio.run(main())


def test_a_serial_port_that_is_pulled_out() -> None:
    pytest.importorskip("pty", reason="pseudo terminals are a thing of POSIX systems")

    async def main() -> None:
        async with asyncio.timeout(10), DisplayEmulator() as display, SerialCable(display) as cable:
            port = SerialTransport(SerialSettings(port=str(cable.path)))
            await port.open()
            await port.write(b"\x0chello")
            await display.shows("hello")
            await cable.unplug()
            with pytest.raises(DeviceOffline):
                await port.write(b"\x0clost")
            await port.close()
            assert display.rows[0].rstrip() == "hello"

    asyncio.run(main())
