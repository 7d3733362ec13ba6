"""Vectors: spec/ffd.md section 11."""

import pytest

from drivers.fiscal.inn import is_inn, is_kpp


@pytest.mark.parametrize(
    "inn",
    ["7707083893", "7728029110", "7841051711", "7728240240", "500100732259", "430601071197", "745111092402"],
)
def test_inn(inn: str) -> None:
    assert is_inn(inn)


@pytest.mark.parametrize(
    "inn",
    [
        *("7707083894", "500100732258", "500100732269", "987654321098", "0000000000", "000000000000"),
        *("", "77070838930", "770708389x", "7707083893 ", "٧٧٠٧٠٨٣٨٩٣"),
    ],
)
def test_not_an_inn(inn: str) -> None:
    assert not is_inn(inn)


@pytest.mark.parametrize(
    ("kpp", "valid"), [("782543005", True), ("7825AB005", True), ("7825ab005", False), ("1", False)]
)
def test_kpp(kpp: str, *, valid: bool) -> None:
    assert is_kpp(kpp) is valid
