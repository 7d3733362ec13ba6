"""Counters of the shift, from the registers of an emulated register."""

from drivers.model.command import CloseShift
from drivers.model.counters import CounterBlock
from drivers.model.document import Payments
from drivers.model.ffd import ReceiptType, VatRate
from drivers.registers import receipt, shifts
from drivers.shtrih.emulator.model import Quirks
from drivers.shtrih.emulator.tcp import ShtrihEmulator
from drivers.shtrih.register import ShtrihRegister
from tests.drivers.shtrih.visit import visit
from tests.drivers.virtual.shop import sale, tea


def test_two_sales_and_a_return() -> None:
    async def scene(ours: ShtrihRegister, _: ShtrihEmulator) -> None:
        await receipt.register_receipt(ours, sale(tea(10_000), tea(5_000, VatRate.VAT_10)))
        await receipt.register_receipt(ours, sale(tea(30_000), electronic=10_000, cash=50_000))
        await receipt.register_receipt(ours, sale(tea(1_100, VatRate.VAT_10), type=ReceiptType.SALE_RETURN))
        blocks, warnings = await ours.counters()
        sold, returned, *others = blocks
        assert sold == CounterBlock(
            shift=True,
            type=ReceiptType.SALE,
            count=2,
            total=45_000,
            payments=Payments(cash=35_000, electronic=10_000),
            vat={VatRate.VAT_10: 455, VatRate.NO_VAT: 40_000},
        )
        assert returned == CounterBlock(
            shift=True,
            type=ReceiptType.SALE_RETURN,
            count=1,
            total=1_100,
            payments=Payments(cash=1_100),
            vat={VatRate.VAT_10: 100},
        )
        assert [block.type for block in others] == [ReceiptType.PURCHASE, ReceiptType.PURCHASE_RETURN]
        assert {block.count for block in others} == {0}
        assert "за всё время" in warnings[0]
        assert len(warnings) == 1

    visit(scene)


def test_purchases_are_not_taken_for_returns() -> None:
    """The registers count in another order than the format."""

    async def scene(ours: ShtrihRegister, _: ShtrihEmulator) -> None:
        await receipt.register_receipt(ours, sale(tea(50_000)))
        await receipt.register_receipt(ours, sale(tea(700), type=ReceiptType.PURCHASE))
        found = {block.type: block.total for block in (await ours.counters())[0]}
        assert found[ReceiptType.PURCHASE] == 700
        assert found[ReceiptType.SALE_RETURN] == 0

    visit(scene)


def test_after_the_z_report_all_is_nought() -> None:
    async def scene(ours: ShtrihRegister, _: ShtrihEmulator) -> None:
        await receipt.register_receipt(ours, sale())
        await shifts.close_shift(ours, CloseShift())
        assert {block.total for block in (await ours.counters())[0]} == {0}

    visit(scene)


def test_taxes_that_are_not_kept_are_left_out() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await receipt.register_receipt(ours, sale())
        register.machine.troubles.refuse(0x33, "1A", skip=22)  # 16 departments, discounts, surcharges, payments
        sold = (await ours.counters())[0][0]
        assert (sold.total, sold.vat) == (10_000, {})

    visit(scene)


def test_rates_beyond_the_first_four_are_told_of() -> None:
    async def scene(ours: ShtrihRegister, _: ShtrihEmulator) -> None:
        await receipt.register_receipt(ours, sale(tea(12_200, VatRate.VAT_22), tea(1_100, VatRate.VAT_10)))
        blocks, warnings = await ours.counters()
        assert blocks[0].vat == {VatRate.VAT_10: 100}
        assert "по остальным ставкам" in warnings[1]
        assert "на 122.00 руб." in warnings[1]

    visit(scene, register={"quirks": Quirks(tax_rows=12)})
