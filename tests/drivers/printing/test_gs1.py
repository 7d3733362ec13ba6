import pytest

from drivers.printing.gs1 import bracketed, normalise


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("\x1d0104600000000008215Abc\x1d93wxyz", "[01]04600000000008[21]5Abc[93]wxyz"),
        ("\x1d0104600000000008215Abc\x1d91EE06\x1d92dGVzdA==", "[01]04600000000008[21]5Abc[91]EE06[92]dGVzdA=="),
        ("\x1d01046000000000083103000500", "[01]04600000000008[31]03000500"),
        ("\x1d172611151012AB", "[17]261115[10]12AB"),
    ],
)
def test_elements(content: str, shown: str) -> None:
    assert bracketed(content) == shown


@pytest.mark.parametrize("content", ["", "чек 5", "01234", "https://example.org/?a=\x1d"])
def test_other_content_is_left_alone(content: str) -> None:
    assert normalise(content) == content
