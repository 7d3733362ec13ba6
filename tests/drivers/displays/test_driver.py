"""A customer display at the end of a wire."""

import asyncio
import os
import pty
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from drivers.displays.driver import CustomerDisplay
from drivers.errors import DeviceOffline, NotSupported, RequestRefused
from drivers.model.command import ClearDisplay, OpenDrawer, ReadDisplay, ReadState, ShowOnDisplay
from drivers.model.outcome import DisplayAbilities, Outcome
from drivers.model.state import DeviceKind
from drivers.ports import DeviceContext
from drivers.registry import load
from drivers.transports.connection import open_transport
from tests.clock import FakeClock
from tests.drivers.displays.test_codec import TOTAL
from tests.drivers.scales.peers import Peer, Stuck, saying


def display(connection: str, **options: Any) -> CustomerDisplay:
    spec = load("display")
    built = spec.build(
        DeviceContext(5, "Дисплей", Path("unused"), FakeClock(), open_transport), spec.options(connection, **options)
    )
    assert isinstance(built, CustomerDisplay)
    return built


def told(scene: Callable[[CustomerDisplay], Awaitable[None]], **options: Any) -> list[bytes]:
    """What came over each connection."""

    async def main() -> list[bytes]:
        async with Peer(saying("")) as peer:
            await scene(display(peer.connection, **options))
        return [bytes(told) for told in peer.told]

    return asyncio.run(main())


def test_show_and_clear() -> None:
    async def scene(it: CustomerDisplay) -> None:
        assert await it.mark() == ""
        for _ in range(2):  # a repeat is harmless
            assert await it.execute(ShowOnDisplay("ИТОГО", "200.00")) == Outcome()
        assert await it.settle(ShowOnDisplay("ИТОГО", "200.00"), "") is None
        await it.execute(ClearDisplay())
        await it.close()

    assert told(scene) == [bytes.fromhex(TOTAL), bytes.fromhex(TOTAL), b"\x0c"]


def test_other_dialects() -> None:
    async def scene(it: CustomerDisplay) -> None:
        await it.execute(ShowOnDisplay("Щи", ""))
        await it.execute(ClearDisplay())

    shown, cleared = told(scene, dialect="dsp800", transliterate=True)
    assert cleared.hex(" ") == "04 01 43 31 58 17"
    assert shown == cleared + b"\x04\x01P1\x17" + b"Shchi".ljust(20) + b"\x04\x01PE\x17" + b" " * 20


def test_too_long_is_cut_with_a_warning() -> None:
    async def scene(it: CustomerDisplay) -> None:
        outcome = await it.execute(ShowOnDisplay("Масло сливочное 72,5%", "1" * 20))
        (warning,) = outcome.warnings
        assert "«Масло сливочное 72,5»" in warning

    (shown,) = told(scene)
    assert shown[4:] == "Масло сливочное 72,5".encode("cp866") + b"1" * 20


def test_what_it_cannot_do() -> None:
    async def scene(it: CustomerDisplay) -> None:
        with pytest.raises(NotSupported, match="QR") as caught:
            await it.execute(ShowOnDisplay("К оплате", "150.00", "https://example.org/p/1"))
        assert caught.value.device == "Дисплей"
        with pytest.raises(NotSupported, match="показывает текст"):
            await it.execute(OpenDrawer())
        assert (await it.execute(ReadDisplay())).display == DisplayAbilities(top=True, bottom=True, qr=False)

    assert told(scene) == []
    with pytest.raises(RequestRefused):
        display("tcp://127.0.0.1:9", code_page="utf-8")


def test_state() -> None:
    async def main() -> None:
        async with Peer(saying("")) as peer:
            it = display(peer.connection, dialect="cd5220")
            assert it.traits.kind is DeviceKind.DISPLAY
            state = (await it.execute(ReadState())).state
            assert state is not None
            assert (state.online, state.line_length) == (True, 20)
            assert state.model == "Дисплей покупателя CD5220"
        assert not (await it.state()).online
        with pytest.raises(DeviceOffline, match="отклонено") as caught:
            await it.execute(ClearDisplay())
        assert (caught.value.nothing_sent, caught.value.device) == (True, "Дисплей")
        assert peer.told == [b""]

    asyncio.run(main())


def test_serial_port_and_its_unplugging() -> None:
    async def main() -> None:
        master, slave = pty.openpty()
        it = display(f"serial://{os.ttyname(slave)}")
        assert await it.execute(ShowOnDisplay("ИТОГО", "200.00")) == Outcome()
        assert (await it.state()).online
        os.close(master)
        os.close(slave)
        with pytest.raises(DeviceOffline):
            await it.execute(ClearDisplay())
        assert not (await it.state()).online

    asyncio.run(main())


@pytest.mark.parametrize(
    ("at", "words"), [("open", "не отвечает"), ("write", "не принимает"), ("finish", "не принимает")]
)
def test_a_port_that_hangs(at: str, words: str) -> None:
    spec = load("display")
    context = DeviceContext(5, "Дисплей", Path("unused"), FakeClock(), lambda _: Stuck(at))
    it = spec.build(context, spec.options("serial://COM9", connect_timeout=0.05, timeout=0.05))
    with pytest.raises(DeviceOffline, match=words) as caught:
        asyncio.run(it.execute(ClearDisplay()))
    assert caught.value.nothing_sent
    assert asyncio.run(it.state()).online == (at != "open")
