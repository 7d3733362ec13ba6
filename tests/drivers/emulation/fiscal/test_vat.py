"""Source of the numbers: spec/ffd.md 5."""

import pytest

from drivers.emulation.fiscal import tlv, vat


@pytest.mark.parametrize(
    ("sum_", "taxes"), [(8990, (428, 588, 817, 1498, 1621)), (199, (9, 13, 18, 33, 36))], ids=["8990", "199"]
)
def test_the_tax_within_a_sum(sum_: int, taxes: tuple[int, ...]) -> None:
    assert tuple(vat.tax(code, sum_) for code in (7, 8, 2, 1, 11)) == taxes
    assert tuple(vat.tax(code, sum_) for code in (9, 10, 4, 3, 12)) == taxes
    assert [vat.tax(code, sum_) for code in vat.TURNOVERS] == [0, 0]


def test_the_real_receipt_of_2026() -> None:
    """807.30 at 22 %, nothing else: 1104 is there with 0, then the container."""
    assert vat.tax(11, 80730) == 14558
    assert vat.requisites({11: 14558}) == bytes.fromhex("5004010000 5b040f00 5f040b00 af0401000b 60040200de38")


def test_flat_requisites_and_the_container() -> None:
    parts = dict(tlv.parse(vat.requisites({1: 10, 6: 60, 5: 50, 12: 120, 7: 70})))
    assert {tag: raw.hex() for tag, raw in parts.items() if tag != 1115} == {1102: "0a", 1104: "32", 1105: "3c"}
    found = [dict(tlv.parse(raw)) for _, raw in tlv.parse(parts[1115])]
    assert found == [{1199: b"\x07", 1120: b"\x46"}, {1199: b"\x0c", 1120: b"\x78"}]


def test_no_rate_says_nothing() -> None:
    assert vat.requisites({}) == b""
