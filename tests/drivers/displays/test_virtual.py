"""The virtual display keeps what it shows."""

import asyncio
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from drivers import registry
from drivers.displays.virtual import VirtualDisplay, VirtualDisplayOptions
from drivers.errors import NotSupported, RequestRefused
from drivers.model.command import ClearDisplay, OpenDrawer, ReadDisplay, ReadState, ShowOnDisplay
from drivers.model.outcome import DisplayAbilities, Outcome
from drivers.ports import HasTape
from tests.drivers.virtual.shop import context


def test_screens(tmp_path: Path) -> None:
    async def main() -> None:
        display = VirtualDisplay(context(tmp_path), VirtualDisplayOptions(tape_folder=str(tmp_path / "screens")))
        assert isinstance(display, HasTape)
        assert display.tape() == []
        shown = ShowOnDisplay("К оплате", "150.00 ₽", "https://example.org/p/1")
        assert await display.settle(shown, await display.mark()) is None
        assert await display.execute(shown) == Outcome()
        (screen,) = display.tape()
        assert screen.text().splitlines() == ["К оплате", "150.00 ₽", "[QR https://example.org/p/1]"]
        outcome = await display.execute(ShowOnDisplay("Ж" * 21))
        assert "Ж" * 20 in outcome.warnings[0]
        assert display.tape()[0].text() == "Ж" * 20 + "\n\n"
        await display.execute(ClearDisplay())
        assert display.tape()[0].text() == "\n\n"
        assert display.tape()[0].png()
        assert len(display.tape()) == 3
        await display.close()
        picture = next((tmp_path / "screens").glob("*-000001.png"))
        with Image.open(picture) as image:
            (code,) = zxingcpp.read_barcodes(image.convert("L"))
        assert code.text == "https://example.org/p/1"

    assert registry.load("virtual-display").options is VirtualDisplayOptions
    asyncio.run(main())


def test_questions_and_refusals(tmp_path: Path) -> None:
    async def main() -> None:
        display = VirtualDisplay(context(tmp_path), VirtualDisplayOptions())
        assert (await display.execute(ReadDisplay())).display == DisplayAbilities(top=True, bottom=True, qr=True)
        state = (await display.execute(ReadState())).state
        assert state is not None
        assert (state.online, state.line_length) == (True, 20)
        with pytest.raises(NotSupported) as caught:
            await display.execute(OpenDrawer())
        assert caught.value.device == "Касса 1"
        with pytest.raises(RequestRefused, match=r"^QR-код для дисплея: "):
            await display.execute(ShowOnDisplay(qr="я" * 5000))
        assert display.tape() == []
        await display.close()

    asyncio.run(main())
