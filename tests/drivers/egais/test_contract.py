"""The driver against the emulator that was written from the same document, apart from it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from drivers.egais.driver import UtmDriver
from drivers.egais.emulator.faults import WELL, Faults
from drivers.egais.emulator.tcp import UtmEmulator
from drivers.errors import DeviceFaulty, DeviceOffline, EgaisRefused, KkmError, OutcomeUnknown
from drivers.model.document import ExciseStamp
from drivers.model.excise import Bottle, TellEgais
from drivers.ports import DeviceContext
from drivers.registry import load
from drivers.transports.connection import open_transport
from tests.clock import FakeClock

Test = Callable[[UtmDriver, UtmEmulator], Awaitable[None]]

MARKS = ("22N00000XOPN13MM66T0HVF311210140007544WHFEH8QVHTKXAJXRQJZ8K9YVSSSSSS", "A" * 150)
FSRAR = "030000000001"
form = pytest.mark.parametrize("form", ["cheque", "v3"])


def bottle(mark: str, price: int) -> Bottle:
    stamp = ExciseStamp(barcode=mark, ean="4601234567893", volume_litres=Decimal("0.5"))
    return Bottle(stamp=stamp, name="Вино «Изабелла» & Ко", price=price)


SALE = TellEgais(
    bottles=(bottle(MARKS[0], 45000), bottle(MARKS[1], 99900)),
    shift=12,
    receipt=5,
    inn="7705123456",
    kpp="770501001",
    register="00106700000001",
    organization='ООО "Лавка" <1>',
    address="Москва, Арбат, 1",
)


def run(tmp_path: Path, form: str, test: Test, faults: Faults = WELL, **options: Any) -> None:
    async def main() -> None:
        clock = FakeClock()
        async with asyncio.timeout(20), UtmEmulator(clock=clock, faults=faults) as utm:
            spec = load("utm")
            context = DeviceContext(7, "УТМ", tmp_path, clock, open_transport)
            built = spec.build(context, spec.options(url=utm.url, format=form, fsrar_id=FSRAR, **options))
            assert isinstance(built, UtmDriver)
            try:
                await test(built, utm)
            finally:
                await built.close()

    asyncio.run(main())


@form
def test_a_sale_and_its_return(tmp_path: Path, form: str) -> None:
    async def test(driver: UtmDriver, utm: UtmEmulator) -> None:
        slip = (await driver.execute(SALE)).excise
        (told,) = utm.told
        assert slip
        assert (slip.url, slip.sign) == (told.url, told.sign)
        await driver.execute(replace(SALE, is_return=True, receipt=6))
        sale, back = (each.cheque for each in utm.told)
        assert (sale.is_return, back.is_return) == (False, True)
        assert (sale.register, sale.shift, sale.number, back.number) == ("00106700000001", "12", "5", "6")
        assert sale.owner == ((FSRAR,) if form == "v3" else ("7705123456", "770501001"))
        assert sale.time.startswith("15.11.2026 15:30")
        assert [(each.mark, each.ean, each.price) for each in sale.bottles] == [
            (MARKS[0], "4601234567893", Decimal("450.00")),
            (MARKS[1], "4601234567893", Decimal("999.00")),
        ]
        assert back.bottles == sale.bottles
        assert utm.machine.stock.sold == set()

    run(tmp_path, form, test)


@form
def test_a_mark_is_not_sold_twice(tmp_path: Path, form: str) -> None:
    async def test(driver: UtmDriver, utm: UtmEmulator) -> None:
        await driver.execute(SALE)
        mark = await driver.mark()
        again = replace(SALE, receipt=6)
        with pytest.raises(EgaisRefused, match=MARKS[0]):
            await driver.execute(again)
        assert await driver.settle(again, mark) is None
        assert len(utm.told) == 1

    run(tmp_path, form, test)


@pytest.mark.parametrize(
    ("faults", "error"), [(Faults(refuses=True), EgaisRefused), (Faults(http_500=True), EgaisRefused)]
)
@form
def test_a_refusal_leaves_nothing_behind(tmp_path: Path, form: str, faults: Faults, error: type[KkmError]) -> None:
    async def test(driver: UtmDriver, utm: UtmEmulator) -> None:
        mark = await driver.mark()
        with pytest.raises(error):
            await driver.execute(SALE)
        assert await driver.settle(SALE, mark) is None
        utm.faults = WELL
        assert (await driver.execute(SALE)).excise

    run(tmp_path, form, test, faults)


@pytest.mark.parametrize(
    ("form", "faults"),
    [
        ("cheque", Faults(cut_answer=0)),
        ("cheque", Faults(cut_answer=200)),
        ("cheque", Faults(silent=True)),
        ("v3", Faults(cut_answer=40)),
        ("v3", Faults(garbage=b"\xff?")),
    ],
)
def test_a_lost_answer_is_unknown_though_it_was_told(tmp_path: Path, form: str, faults: Faults) -> None:
    async def test(driver: UtmDriver, utm: UtmEmulator) -> None:
        mark = await driver.mark()
        with pytest.raises(OutcomeUnknown):
            await driver.execute(SALE)
        assert len(utm.told) == 1
        with pytest.raises(OutcomeUnknown):
            await driver.settle(SALE, mark)

    run(tmp_path, form, test, faults, answer_timeout=0.5)


@form
def test_reset_before_it_has_heard_everything(tmp_path: Path, form: str) -> None:
    async def test(driver: UtmDriver, utm: UtmEmulator) -> None:
        with pytest.raises(OutcomeUnknown):
            await driver.execute(SALE)
        assert utm.told == []

    run(tmp_path, form, test, Faults(reset_after=200))


@form
def test_away_and_back(tmp_path: Path, form: str) -> None:
    async def test(driver: UtmDriver, utm: UtmEmulator) -> None:
        await utm.switch("power", on=False)
        mark = await driver.mark()
        with pytest.raises(DeviceOffline) as caught:
            await driver.execute(SALE)
        assert caught.value.nothing_sent
        assert await driver.settle(SALE, mark) is None
        await utm.switch("power", on=True)
        assert (await driver.execute(SALE)).excise

    run(tmp_path, form, test)


def test_state(tmp_path: Path) -> None:
    async def test(driver: UtmDriver, utm: UtmEmulator) -> None:
        assert (await driver.state()).online
        utm.faults = Faults(http_500=True)
        with pytest.raises(DeviceFaulty):
            await driver.state()
        utm.faults = WELL
        await utm.switch("power", on=False)
        with pytest.raises(DeviceOffline):
            await driver.state()

    run(tmp_path, "cheque", test)


@form
def test_an_answer_in_pieces(tmp_path: Path, form: str) -> None:
    async def test(driver: UtmDriver, utm: UtmEmulator) -> None:
        assert (await driver.execute(SALE)).excise
        assert len(utm.told) == 1

    run(tmp_path, form, test, Faults(answer_pause=0.0001))


def test_an_entrepreneur_without_kpp(tmp_path: Path) -> None:
    async def test(driver: UtmDriver, utm: UtmEmulator) -> None:
        await driver.execute(replace(SALE, inn="504404744207", kpp=""))
        assert utm.told[0].cheque.owner == ("504404744207",)

    run(tmp_path, "cheque", test)
