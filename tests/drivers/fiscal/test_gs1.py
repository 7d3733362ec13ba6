"""Vectors: spec/ffd.md 10.1, spec/kkmserver.md 3.12 and the sample of GetGoodCodeData in public types of the API."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.fiscal import gs1

GS = "\x1d"
GTIN = "04600439931256"
KEY, LONG, LONGER = "8029", "A" * 43 + "=", "B" * 88
MILK = [("21", "JgXJ5.T"), ("93", "dGVz")]
WEIGHED = [*MILK, ("3103", "000150")]
SHIRT = [("21", "5(RkN8aYqLm16"), ("91", KEY), ("92", LONG)]
SHOE = [("21", "JgXJ5.T000001"), ("91", KEY), ("92", LONGER)]
BLOCK = [("21", "AbCdEf7"), ("8005", "145000"), ("93", "dGVz")]
COMPOSITIONS = [MILK, WEIGHED, SHIRT, SHOE, BLOCK]
SIGNS = st.sampled_from("!\"%&'()*+,-./0123456789:;<=>?ABCXYZ_abcxyz")


def written(elements: list[tuple[str, str]], separators: str) -> str:
    return f"01{GTIN}" + separators.join(number + value for number, value in elements)


def parsed(text: str) -> gs1.Parsed:
    found = gs1.parse(text)
    assert found is not None
    return found


@pytest.mark.parametrize("elements", COMPOSITIONS)
def test_with_separators(elements: list[tuple[str, str]]) -> None:
    assert parsed(written(elements, GS)) == gs1.Parsed((("01", GTIN), *elements))


@pytest.mark.parametrize("elements", COMPOSITIONS)
def test_without_separators(elements: list[tuple[str, str]]) -> None:
    found = parsed(written(elements, ""))
    assert found.elements == (("01", GTIN), *elements)
    assert found.names_goods
    assert found.faults == ()
    (remark,) = found.remarks
    assert "GS" in remark
    assert elements[0][1] in remark


def test_no_separator_is_due_behind_a_fixed_length() -> None:
    """What is lost is only told where something is."""
    dated = f"01{GTIN}21AB{GS}1726123110L1"
    assert parsed(dated) == gs1.Parsed((("01", GTIN), ("21", "AB"), ("17", "261231"), ("10", "L1")))
    assert parsed(f"01{GTIN}21AB1726123110L1").remarks != ()


@pytest.mark.parametrize("elements", [SHIRT, SHOE, BLOCK, WEIGHED])
def test_with_some_of_the_separators(elements: list[tuple[str, str]]) -> None:
    numbers = [number + value for number, value in elements]
    for first, second in product(("", GS), repeat=2):
        found = parsed(f"01{GTIN}" + numbers[0] + first + numbers[1] + second + numbers[2])
        assert found.elements == (("01", GTIN), *elements)


def test_a_separator_that_is_not_due_does_no_harm() -> None:
    assert parsed(f"01{GTIN}{GS}21JgXJ5.T{GS}93dGVz").elements == (("01", GTIN), *MILK)
    assert parsed(written(MILK, GS + GS) + GS).elements == (("01", GTIN), *MILK)
    assert parsed(written(SHIRT, "") + GS).elements == (("01", GTIN), *SHIRT)


def test_the_sample_of_the_api() -> None:
    found = parsed("01086912345678902113234246791707011910AX785910BC")
    assert found.human == "(01)08691234567890(21)1323424679(17)070119(10)AX785910BC"
    assert found.value("10") == "AX785910BC"
    assert found.value("99") == ""


@pytest.mark.parametrize(
    "elements",
    [
        [("21", "AB"), ("240", "2710"), ("17", "261231"), ("10", "L1"), ("91", "ee05")],
        [("17", "261231"), ("21", "AB"), ("10", "L1")],
        [("10", "L1"), ("21", "AB")],
    ],
)
def test_any_order_with_separators(elements: list[tuple[str, str]]) -> None:
    assert parsed(written(elements, GS)) == gs1.Parsed((("01", GTIN), *elements))


def test_two_readings_are_not_guessed() -> None:
    """Serial "A1726123110B" and batch, or serial "A" and a batch with another beginning: both are possible."""
    found = parsed(f"01{GTIN}21A17261231101726123110B")
    assert found.elements == (("01", GTIN),)
    assert not found.names_goods
    (fault,) = found.faults
    assert "«A»" in fault
    assert "«A1726123110»" in fault


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (f"01{GTIN}21", "нет серийного номера"),
        (f"01{GTIN}21{'a' * 21}", "длиннее 20"),
        (f"01{GTIN}21ab cd{GS}93dGVz", "« »"),
        (f"01{GTIN}21abяcd{GS}93dGVz", "«я»"),
        (f"01{GTIN}21ab\x07{GS}93dGVz", "U+0007"),
        (f"01{GTIN}21abc{GS}89zz", "(89)"),
        (f"01{GTIN}21abc{GS}8005ab", "(8005)"),
        (f"0104600439931255{'21abc'}{GS}93dGVz", "должна быть 6, а в коде 5"),
    ],
)
def test_faults_are_told(text: str, part: str) -> None:
    assert part in " ".join(parsed(text).faults)


def test_what_may_be_recorded_in_spite_of_a_fault() -> None:
    assert parsed(f"010460043993125521abc{GS}93dGVz").names_goods
    assert parsed(f"01{GTIN}21abc{GS}89zz").names_goods
    assert not parsed(f"01{GTIN}21ab cd").names_goods
    assert parsed(f"01{GTIN}10L1").names_goods
    assert not parsed("010460043993125510L1").names_goods


@pytest.mark.parametrize("text", ["", "4606453849072", f"02{GTIN}", "01123", f"21abc{GS}01{GTIN}", "01" + "٣" * 14])
def test_what_is_no_code_of_goods(text: str) -> None:
    assert gs1.parse(text) is None


@given(st.lists(SIGNS, min_size=1, max_size=20).map("".join))
def test_a_separated_serial_is_never_cut(serial: str) -> None:
    found = parsed(f"01{GTIN}21{serial}{GS}93dGVz")
    assert found.value("21") == serial
    assert found.value("93") == "dGVz"


@given(st.text(max_size=60).map(f"01{GTIN}".__add__) | st.text(SIGNS, max_size=60).map(f"01{GTIN}21".__add__))
def test_anything_behind_the_gtin(text: str) -> None:
    found = parsed(text)
    assert found.value("01") == GTIN
    assert not found.names_goods or len(found.value("21")) <= 20
