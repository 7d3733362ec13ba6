"""РНМ: spec/ffd.md, section 11."""

import pytest

from drivers.fiscal.rnm import is_registration_number, is_written_right, registration_number


@pytest.mark.parametrize(("text", "right"), [("0149060006035849", True), ("149060006035849", False), ("x" * 16, False)])
def test_sixteen_digits(text: str, *, right: bool) -> None:
    assert is_written_right(text) is right


def test_published_vector() -> None:
    assert registration_number(149060006, "504404744207", "0149060006000651") == "0149060006035849"
    assert is_registration_number("0149060006035849", "504404744207", "0149060006000651")
    assert is_registration_number("0149060006035849    ", "504404744207  ", "0149060006000651")


@pytest.mark.parametrize("number", ["0149060006035848", "149060006035849", "", "014906000603584x"])
def test_not_the_registration_number(number: str) -> None:
    assert not is_registration_number(number, "504404744207", "0149060006000651")


def test_impossible_registration_data() -> None:
    with pytest.raises(ValueError, match="ordinal"):
        registration_number(10**10, "504404744207", "1")
    assert not is_registration_number("0149060006035849", "504404744207", "1" * 21)
    assert not is_registration_number("0149060006035849", "504404744207", "ЗН-1")
