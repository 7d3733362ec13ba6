"""Numbers and the code page of spec/atol.md 4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.atol.emulator import text
from drivers.atol.emulator.numbers import bcd, read_bcd

OWN = {0x24: "№", 0xFC: "$", 0x27: "’", 0xF0: "Ё", 0xF1: "ё", 0xF2: "€", 0xFA: "‑"}


@pytest.mark.parametrize(("byte", "sign"), OWN.items())
def test_signs_that_differ_from_866(byte: int, sign: str) -> None:
    assert text.decoded(bytes([byte])) == sign
    assert text.encoded(sign) == bytes([byte])


def test_the_rest_is_866() -> None:
    assert text.encoded("Иванов") == bytes.fromhex("88 A2 A0 AD AE A2")
    assert text.encoded("中") == b"?"
    assert text.plain(b"\x24\xfc\xf2") == b"\xfc\x24?"


@given(st.integers(0, 10**10 - 1))
def test_bcd(value: int) -> None:
    assert read_bcd(bcd(value, 5)) == value
    assert bcd(value, 5).hex() == f"{value:010}"


@pytest.mark.parametrize("value", [-1, 100])
def test_what_is_no_bcd(value: int) -> None:
    with pytest.raises(ValueError, match="in 1"):
        bcd(value, 1)
    with pytest.raises(ValueError, match="no BCD"):
        read_bcd(b"\x1a")
