"""USB against a stand-in that has the shape of pyusb's device tree: no printer hangs on a test machine."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import usb.core
import usb.util

from drivers.errors import DeviceOffline
from drivers.transports.usb import UsbTransport


class Endpoint:
    bmAttributes = 2  # noqa: N815

    def __init__(self, address: int) -> None:
        self.bEndpointAddress = address
        self.taken = bytearray()
        self.waiting = b""
        self.busy = 0  # how many transfers time out first
        self.gone = False

    def write(self, data: bytes, timeout: int) -> int:
        if self.gone:
            raise usb.core.USBError("no device")
        if self.busy:
            self.busy -= 1
            raise usb.core.USBTimeoutError("timeout")
        self.taken += data[:100]  # a printer's buffer takes part of a transfer
        return len(data[:100])

    def read(self, size: int, timeout: int) -> bytes:
        if self.busy:
            self.busy -= 1
            raise usb.core.USBTimeoutError("timeout")
        return self.waiting[:size]


class Interface(list[Endpoint]):
    bInterfaceNumber = 0  # noqa: N815

    def __init__(self, kind: int, endpoints: list[Endpoint]) -> None:
        super().__init__(endpoints)
        self.bInterfaceClass = kind


class Device:
    def __init__(self, interface: Interface) -> None:
        self.interface, self.detached = interface, False

    def __iter__(self) -> Iterator[list[Interface]]:
        return iter([[self.interface]])

    def is_kernel_driver_active(self, number: int) -> bool:
        return True

    def detach_kernel_driver(self, number: int) -> None:
        self.detached = True


@pytest.fixture(autouse=True)
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("claim_interface", "release_interface", "dispose_resources"):
        monkeypatch.setattr(usb.util, name, lambda *_: None)


def transport_to(device: Device | None) -> UsbTransport:
    def find(**identity: Any) -> Device | None:
        assert identity == {"idVendor": 0x04B8, "idProduct": 0x0202}
        return device

    return UsbTransport(0x04B8, 0x0202, find=find)


def test_bytes_go_to_the_bulk_endpoint_of_the_printer_interface() -> None:
    out, inward = Endpoint(0x01), Endpoint(0x82)
    out.busy, inward.busy, inward.waiting = 2, 1, b"\x12"
    device = Device(Interface(7, [inward, out]))

    async def main() -> None:
        transport = transport_to(device)
        assert not transport.answers
        await transport.open()
        assert transport.answers
        await transport.write(bytes(range(250)) * 2)
        assert await transport.read(64) == b"\x12"
        out.gone = True
        with pytest.raises(DeviceOffline, match="04b8:0202"):
            await transport.write(b"x")
        await transport.close()
        with pytest.raises(DeviceOffline, match="не открыт"):
            await transport.write(b"x")

    asyncio.run(main())
    assert device.detached
    assert bytes(out.taken) == bytes(range(250)) * 2


@pytest.mark.parametrize(
    ("device", "words"),
    [
        (None, "не найдено"),
        (Device(Interface(3, [Endpoint(0x01)])), "не принтер"),
        (Device(Interface(7, [Endpoint(0x82)])), "нет канала"),
    ],
)
def test_what_is_no_printer(device: Device | None, words: str) -> None:
    async def main() -> None:
        with pytest.raises(DeviceOffline, match=words):
            await transport_to(device).open()

    asyncio.run(main())


def test_without_the_device_real_pyusb_says_so() -> None:
    async def main() -> None:
        with pytest.raises(DeviceOffline, match="libusb"):
            await UsbTransport(0xFFFF, 0xFFFE).open()

    asyncio.run(main())


def test_the_device_is_let_go_only_after_a_read_that_was_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when who closes does not wait for it."""
    order: list[str] = []
    begun, go_on, released = threading.Event(), threading.Event(), threading.Event()

    class Slow(Endpoint):
        def read(self, size: int, timeout: int) -> bytes:
            begun.set()
            go_on.wait(5)
            order.append("read")
            return b"late"

    def release(*_: object) -> None:
        order.append("released")
        released.set()

    monkeypatch.setattr(usb.util, "release_interface", release)

    async def main() -> None:
        transport = transport_to(Device(Interface(7, [Slow(0x82), Endpoint(0x01)])))
        await transport.open()
        reading = asyncio.create_task(transport.read(64))
        await asyncio.to_thread(begun.wait, 5)
        reading.cancel()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await transport.close()
        go_on.set()
        assert await asyncio.to_thread(released.wait, 5)

    asyncio.run(main())
    assert order == ["read", "released"]
