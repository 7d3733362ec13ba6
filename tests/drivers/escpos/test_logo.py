"""The logo: drawn each time, or kept in the printer and sent once."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import OutcomeUnknown, RequestRefused
from drivers.escpos import graphics_commands
from drivers.escpos.driver import EscPosPrinter
from drivers.model.command import PrintDocument, PrintRuler
from drivers.model.document import TextLine
from drivers.printing import pictures
from tests.drivers.escpos.printers import START, drawn, printer
from tests.drivers.escpos.talking_printer import TalkingPrinter
from tests.pictures import LOGO_PNG

HELLO = PrintDocument((TextLine("x"),))
RASTER = drawn(pictures.load(LOGO_PNG, 576))
Talk = Callable[[TalkingPrinter, EscPosPrinter], Awaitable[None]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "logo.png").write_bytes(LOGO_PNG)
    return tmp_path


def run(talk: Talk, folder: Path, **options: Any) -> None:
    async def main() -> None:
        async with asyncio.timeout(20), TalkingPrinter() as paper:
            await talk(paper, made(paper, folder, **options))

    asyncio.run(main())


def made(paper: TalkingPrinter, folder: Path, **options: Any) -> EscPosPrinter:
    chosen = {
        "profile": "TM-T88V",
        "logo": "logo.png",
        "status_timeout": 0.15,
        "timeout": 0.3,
        "operator_timeout": 0.3,
    } | options
    return printer(paper.connection, home=folder, data=folder / "device", **chosen)


def test_the_logo_is_at_the_head_of_every_copy(folder: Path) -> None:
    path = folder / "out.bin"

    async def main() -> None:
        driver = printer(f"file://{path}", home=folder, logo="logo.png")
        await driver.execute(PrintDocument(HELLO.lines, copies=1))
        await driver.execute(PrintRuler())

    asyncio.run(main())
    assert path.read_bytes().startswith(START + RASTER)
    assert path.read_bytes().count(RASTER) == 2


def test_a_printer_that_can_keep_it_gets_it_once(folder: Path) -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        for _ in range(3):
            await driver.execute(HELLO)
        assert paper.asked.count("store") == 1
        assert paper.asked.count("keys") == 2  # before, and whether it got there
        (key,) = paper.keys
        assert bytes(paper.paper).count(graphics_commands.print_stored(key)) == 3
        assert b"\x1dv0" not in paper.paper
        assert key.isdigit()
        await made(paper, folder).execute(HELLO)  # after a restart of ours
        assert paper.asked.count("store") == 1

    run(talk, folder)


def test_an_exchanged_printer_gets_it_too(folder: Path) -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await driver.execute(HELLO)
        port = paper.port
        await paper.hang_up()
        await driver.state()
        paper.keys.clear()
        await paper.listen(port)
        await driver.execute(HELLO)
        assert paper.asked.count("store") == 2

    run(talk, folder)


def test_another_picture_is_sent_though_the_key_is_known(folder: Path) -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await driver.execute(HELLO)
        (folder / "device" / "logo").write_text("of another picture")
        await made(paper, folder).execute(HELLO)
        assert paper.asked.count("store") == 2

    run(talk, folder)


@pytest.mark.parametrize("options", [{"logo_store": "never"}, {"profile": "default"}])
def test_where_it_may_not_be_kept_it_is_drawn(folder: Path, options: dict[str, str]) -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        await driver.execute(HELLO)
        assert not {"store", "keys"} & set(paper.asked)
        assert b"\x1dv0" in paper.paper

    run(talk, folder, **options)


def test_a_printer_that_does_not_tell_its_keys_draws(folder: Path) -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.mute = {"keys"}
        await driver.execute(HELLO)
        assert "store" not in paper.asked
        assert b"\x1dv0" in paper.paper

    run(talk, folder)


def test_the_owner_may_trust_a_printer_that_says_nothing(folder: Path) -> None:
    path = folder / "out.bin"

    async def main() -> None:
        for _ in range(2):
            driver = printer(
                f"file://{path}", home=folder, data=folder / "device", logo="logo.png", logo_store="printer"
            )
            await driver.execute(HELLO)

    asyncio.run(main())
    sent = path.read_bytes()
    assert sent.count(b"\x1d(L") == 1 + 2
    assert b"\x1dv0" not in sent


def test_after_a_broken_job_nobody_knows_whether_it_got_there(folder: Path) -> None:
    async def talk(paper: TalkingPrinter, driver: EscPosPrinter) -> None:
        paper.stop_after = 60
        with pytest.raises(OutcomeUnknown):
            await driver.execute(PrintDocument(HELLO.lines * 30))
        assert not (folder / "device" / "logo").exists()

    run(talk, folder)


def test_bad_files_are_named_at_once(folder: Path) -> None:
    (folder / "text.png").write_text("no picture")
    for name, words in (("missing.png", "missing.png"), ("text.png", "text.png")):
        with pytest.raises(RequestRefused, match=words):
            printer("tcp://127.0.0.1:9", home=folder, logo=name)
    with pytest.raises(RequestRefused, match="уберите logo"):
        printer("tcp://127.0.0.1:9", home=folder, logo="logo.png", graphics="none")
