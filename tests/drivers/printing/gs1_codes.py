"""Codes of GS1 that are right, worked out without the code under test."""

import string

from hypothesis import strategies as st

from drivers.model.document import Symbology

SAMPLES = {
    Symbology.EAN8: "96385074",
    Symbology.EAN13: "4606453849072",
    Symbology.UPCA: "036000291452",
    Symbology.ITF14: "14606453849079",
    Symbology.CODE39: "ABC-123",
    Symbology.CODE93: "Abc 9",
    Symbology.CODE128: "abcDEF1234567",
    Symbology.GS1_128: "(01)14606453849079(10)A-17",
    Symbology.QR: "t=20150720T1638&s=9999999.00",
    Symbology.PDF417: "12345DFG Proba pera, Print barcode 1234567890",
    Symbology.DATAMATRIX: "Чек №5",
    Symbology.GS1_DATAMATRIX: "]d20104600000000008215Abc!\x1d93wxyz",
    Symbology.AZTEC: "Билет 17",
}
_CHARACTERS = string.ascii_letters + string.digits + "!\"%&'*+,-./:;<=>?_"
Element = tuple[str, str]


def _with_check(digits: str) -> str:
    total = 3 * sum(map(int, digits[-1::-2])) + sum(map(int, digits[-2::-2]))
    return digits + str((10 - total % 10) % 10)


def _digits(length: int) -> st.SearchStrategy[str]:
    return st.text(string.digits, min_size=length, max_size=length)


def _text(most: int) -> st.SearchStrategy[str]:
    return st.text(_CHARACTERS, min_size=1, max_size=most)


_ELEMENT = st.one_of(
    st.tuples(st.just("00"), _digits(17).map(_with_check)),
    st.tuples(st.sampled_from(["01", "02"]), _digits(13).map(_with_check)),
    st.tuples(st.sampled_from(["11", "15", "17", "3103", "3922"]), _digits(6)),
    st.tuples(st.sampled_from(["410", "414"]), _digits(12).map(_with_check)),
    st.tuples(st.sampled_from(["10", "21", "240"]), _text(20)),
    st.tuples(st.just("8005"), _digits(6)),
    st.tuples(st.sampled_from(["91", "92", "93"]), _text(44)),
)
_NEEDS_NONE = ("00", "01", "02", "11", "15", "17", "3103", "410", "414")


def elements(most: int) -> st.SearchStrategy[list[Element]]:
    """Elements that take at most `most` characters with their separators."""
    return st.lists(_ELEMENT, min_size=1, max_size=5).filter(lambda found: len(scan(found)) <= most)


def spelled(found: list[Element]) -> str:
    return "".join(f"({number}){value}" for number, value in found)


def scan(found: list[Element]) -> bytes:
    """What a scanner tells: a separator after each value of variable length but the last."""
    parts = [number + value + ("" if number in _NEEDS_NONE else "\x1d") for number, value in found]
    return "".join(parts).removesuffix("\x1d").encode()
