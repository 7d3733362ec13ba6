"""10h, clocks, rates, letters: what a register wants before it sells. Source: spec/service-plus.md A1, A3, A8."""

from datetime import timedelta
from decimal import Decimal

import pytest

from drivers.errors import RequestRefused, WrongState
from drivers.model.command import CashIn, PrintDocument
from drivers.model.document import Cashier, Payments, TextLine
from drivers.model.ffd import VatRate
from drivers.pirit import rates
from tests.contract.asking import done, refused
from tests.contract.goods import goods, receipt
from tests.contract.pirit import PiritStand
from tests.drivers.pirit.shop import play, sent


def test_work_begins_once() -> None:
    async def scene(stand: PiritStand) -> None:
        await done(stand, receipt())
        assert len(sent(stand, "10")) == 1

    play(scene)


def test_and_again_after_the_power_was_gone() -> None:
    async def scene(stand: PiritStand) -> None:
        await stand.register.cut_power()
        await stand.register.restore()
        await done(stand, receipt())
        assert len(sent(stand, "10")) == 2

    play(scene)


def test_clocks_that_are_apart_are_told_and_stop_nothing() -> None:
    """0Bh: 10h was carried out all the same."""

    async def scene(stand: PiritStand) -> None:
        stand.register.machine.advance(timedelta(minutes=30))
        await stand.register.cut_power()
        await stand.register.restore()
        await done(stand, receipt())
        assert "спешат" in (await stand.driver.state()).fault

    play(scene)


def test_a_date_before_the_last_document_is_told() -> None:
    """0Ch: nothing can be sold, and the state is told nevertheless."""

    async def scene(stand: PiritStand) -> None:
        await stand.register.cut_power()
        await stand.register.restore()
        stand.register.machine.troubles.refuse(0x0C, "10", times=None)
        assert (await refused(stand, receipt(), WrongState)).native == 0x0C
        stand.register.machine.troubles.forget()
        await done(stand, receipt())

    play(scene)


def test_letters_beyond_the_code_page_are_replaced() -> None:
    async def scene(stand: PiritStand) -> None:
        await done(stand, receipt(goods("Мёд № 1")))
        assert stand.documents[-1].goods == ["Мед N 1"]

    play(scene)


def test_packet_mode_is_never_used() -> None:
    async def scene(stand: PiritStand) -> None:
        await done(stand, receipt())
        modes = [int(data.split(b"\x1c")[0]) for data in sent(stand, "30")]
        assert modes
        assert not any(mode & 0x10 for mode in modes)

    play(scene)


@pytest.mark.parametrize(
    ("name", "percent", "rate"),
    [
        ("НДС 20%", "20", VatRate.VAT_20),
        ("НДС 22%", "22.00", VatRate.VAT_22),
        ("НДС 5/105", "5.00", VatRate.VAT_5_105),
        ("НДС 10/110", "10", VatRate.VAT_10_110),
        ("НДС 0%", "0.00", VatRate.VAT_0),
        ("Без НДС", "0.00", VatRate.NO_VAT),
        ("", "0", VatRate.NO_VAT),
        ("НДС 18%", "18.00", None),
        ("НДС 20,5%", "20.5", None),
    ],
)
def test_a_rate_is_taken_by_its_name_and_per_cent(name: str, percent: str, rate: VatRate | None) -> None:
    assert rates.rate_of(name, Decimal(percent)) is rate


def test_a_rate_the_register_does_not_have_is_refused_by_name() -> None:
    async def scene(stand: PiritStand) -> None:
        error = await refused(stand, receipt(goods(vat=VatRate.VAT_7)), RequestRefused)
        assert 'taxes = { "7" = … }' in error.text

    play(scene)


def test_unless_the_settings_tell_its_index() -> None:
    async def scene(stand: PiritStand) -> None:
        await done(stand, receipt(goods(vat=VatRate.VAT_7)))
        (row,) = stand.documents[-1].all(1059)
        assert row.child(1199).number() == VatRate.VAT_10, "the emulator has 10 % there"

    play(scene, taxes={"7": 1})


def test_it_multiplies_by_itself_so_not_a_kopeck_may_differ() -> None:
    """Three for a hundred roubles, a discount on goods by weight."""

    async def scene(stand: PiritStand) -> None:
        rows = (
            goods("Чай", 10_000, quantity=3, price=3_500),
            goods("Сыр", 9_999, quantity=Decimal("7.777"), price=1_300, measure=11),
        )
        outcome = await done(stand, receipt(*rows, paid=Payments(cash=19_999)))
        assert outcome.document is not None
        assert outcome.document.total == stand.documents[-1].total == 19_999
        amounts = [row.child(1043).number() for row in stand.documents[-1].all(1059)]
        assert sum(amounts) == 19_999
        assert sum(amounts[:2]) == 10_000

    play(scene)


def test_a_rate_that_cannot_be_read_is_the_only_one_that_is_missing() -> None:
    async def scene(stand: PiritStand) -> None:
        await stand.driver.close()
        stand.register.machine.settings.put(41, 1, "x")
        await done(stand, receipt())
        await refused(stand, receipt(goods(vat=VatRate.VAT_10)), RequestRefused)

    play(scene)


def test_names_that_grow_on_their_way_fit() -> None:
    async def scene(stand: PiritStand) -> None:
        await done(stand, CashIn(100, Cashier("…" * 20)))
        await done(stand, PrintDocument((TextLine("раз"),)))
        await refused(stand, CashIn(100, Cashier("Петрова", "1" * 100)), RequestRefused)

    play(scene, operator="…" * 60)
