"""VAT rates by the tax table of the register. Source: spec/shtrih-m.md 3.7, 11; table 6 of a ШТРИХ-НАНО-Ф, C.3.664."""

import pytest

from drivers.model.ffd import VatRate
from drivers.shtrih import vat_codes

OLD = (2000, 1000, 0, 0, 2000, 1000)
NEW = (2000, 1000, 0, 0, 2000, 1000, 500, 700, 500, 700, 2200, 2200)
RAISED = (2200, 1000, 0, 0, 2200, 1000, 500, 700, 500, 700)


@pytest.mark.parametrize(
    ("rate", "byte"),
    [
        (VatRate.VAT_20, 0x01),
        (VatRate.VAT_10, 0x02),
        (VatRate.VAT_0, 0x04),
        (VatRate.NO_VAT, 0x08),
        (VatRate.VAT_20_120, 0x10),
        (VatRate.VAT_10_110, 0x20),
        (VatRate.VAT_5, 0x81),
        (VatRate.VAT_7, 0x82),
        (VatRate.VAT_5_105, 0x84),
        (VatRate.VAT_7_107, 0x90),
        (VatRate.VAT_22, 0xCB),
        (VatRate.VAT_22_122, 0xCC),
    ],
)
def test_bytes(rate: VatRate, byte: int) -> None:
    assert vat_codes.byte_of(rate, NEW) == byte
    assert vat_codes.row_of(rate, NEW) == vat_codes.ROWS[rate]


@pytest.mark.parametrize("rate", [VatRate.VAT_5, VatRate.VAT_7_107, VatRate.VAT_22, VatRate.VAT_22_122])
def test_a_rate_beyond_the_table_is_not_guessed(rate: VatRate) -> None:
    assert vat_codes.byte_of(rate, OLD) is None


def test_a_table_whose_first_row_was_raised() -> None:
    assert vat_codes.byte_of(VatRate.VAT_22, RAISED) == 0x01
    assert vat_codes.byte_of(VatRate.VAT_22_122, RAISED) == 0x10
    assert vat_codes.byte_of(VatRate.VAT_20, RAISED) is None
    assert vat_codes.byte_of(VatRate.VAT_20_120, RAISED) is None


def test_rates_without_tax_stand_in_their_rows_alone() -> None:
    zeros = (0, 0, 0, 0, 0, 0)
    assert vat_codes.byte_of(VatRate.VAT_0, zeros) == 0x04
    assert vat_codes.byte_of(VatRate.NO_VAT, zeros) == 0x08
    assert vat_codes.byte_of(VatRate.NO_VAT, ()) is None


def test_a_byte_from_the_settings_wins() -> None:
    assert vat_codes.byte_of(VatRate.VAT_22, OLD, {11: 0x77}) == 0x77
    assert vat_codes.byte_of(VatRate.VAT_20, OLD, {11: 0x77}) == 0x01


def test_taxes_stand_in_the_places_of_their_rows() -> None:
    sums = {VatRate.VAT_20: 10, VatRate.NO_VAT: 30, VatRate.VAT_10_110: 40}
    assert vat_codes.taxes(sums, OLD, 6) == (10, 0, 0, 30, 0, 40)
    assert vat_codes.taxes({VatRate.VAT_22: 5}, RAISED, 6) == (5, 0, 0, 0, 0, 0)


def test_taxes_that_have_no_place() -> None:
    assert vat_codes.taxes({VatRate.VAT_22: 5}, NEW, 6) is None
    assert vat_codes.taxes({VatRate.VAT_22: 5}, NEW, 12) == (0,) * 10 + (5, 0)
    assert vat_codes.taxes({VatRate.VAT_5: 5}, OLD, 12) is None
