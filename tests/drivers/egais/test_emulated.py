"""The driver against the emulator that was written without it."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from drivers.egais.driver import UtmDriver
from drivers.egais.emulator.faults import Faults
from drivers.egais.emulator.tcp import UtmEmulator
from drivers.errors import EgaisRefused, OutcomeUnknown
from tests.clock import FakeClock
from tests.drivers.egais.shop import MARK_68, MARK_150, device, sale, vodka

WITHIN = 20.0
FORMATS: list[dict[str, Any]] = [{}, {"format": "v3", "fsrar_id": "030000000000"}]


def play(
    folder: Path, scene: Callable[[UtmDriver, UtmEmulator], Awaitable[None]], options: dict[str, Any], faults: Faults
) -> None:
    async def main() -> None:
        async with asyncio.timeout(WITHIN), UtmEmulator(faults=faults, clock=FakeClock()) as utm:
            driver = device(folder, utm.url, **options)
            try:
                await scene(driver, utm)
            finally:
                await driver.close()

    asyncio.run(main())


@pytest.mark.parametrize("options", FORMATS)
def test_sold_once_returned_and_sold_again(tmp_path: Path, options: dict[str, Any]) -> None:
    async def scene(driver: UtmDriver, utm: UtmEmulator) -> None:
        bottles = (vodka(), vodka(MARK_150, price=100))
        slip = (await driver.execute(sale(*bottles))).excise
        (told,) = utm.told
        assert slip is not None
        assert (slip.url, slip.sign) == (told.url, told.sign)
        assert [bottle.mark for bottle in told.cheque.bottles] == [MARK_68, MARK_150]
        assert (told.cheque.shift, told.cheque.number, told.cheque.register) == ("7", "41", "0001")
        with pytest.raises(EgaisRefused, match="уже продана"):
            await driver.execute(sale(*bottles, receipt=42))
        await driver.execute(sale(*bottles, receipt=43, is_return=True))
        assert utm.told[-1].cheque.is_return
        await driver.execute(sale(*bottles, receipt=44))
        assert len(utm.told) == 3
        assert (await driver.state()).online

    play(tmp_path, scene, options, Faults())


@pytest.mark.parametrize("faults", [Faults(refuses=True), Faults(http_500=True)])
def test_it_refuses(tmp_path: Path, faults: Faults) -> None:
    async def scene(driver: UtmDriver, utm: UtmEmulator) -> None:
        with pytest.raises(EgaisRefused, match=r"УТМ не принимает чеки|Внутренняя ошибка УТМ"):
            await driver.execute(sale())
        assert not utm.told

    play(tmp_path, scene, {}, faults)


@pytest.mark.parametrize(
    "faults",
    [
        Faults(silent=True),
        Faults(cut_answer=0),
        Faults(cut_answer=120),
        Faults(garbage=b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n<"),
        Faults(reset_after=300),
    ],
)
def test_its_answer_is_lost(tmp_path: Path, faults: Faults) -> None:
    async def scene(driver: UtmDriver, utm: UtmEmulator) -> None:
        mark = await driver.mark()
        with pytest.raises(OutcomeUnknown):
            await driver.execute(sale())
        assert len(utm.told) <= 1
        with pytest.raises(OutcomeUnknown, match="чек № 41"):
            await driver.settle(sale(), mark)

    play(tmp_path, scene, {"answer_timeout": 0.2}, faults)


def test_an_answer_in_pieces(tmp_path: Path) -> None:
    async def scene(driver: UtmDriver, utm: UtmEmulator) -> None:
        assert (await driver.execute(sale())).excise is not None

    play(tmp_path, scene, {}, Faults(answer_pause=0.0001))
