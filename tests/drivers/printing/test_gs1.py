import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import RequestRefused
from drivers.printing.gs1 import bracketed, element_string, elements, normalise, shown
from tests.drivers.printing import gs1_codes


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("\x1d0104600000000008215Abc\x1d93wxyz", "[01]04600000000008[21]5Abc[93]wxyz"),
        ("\x1d0104600000000008215Abc\x1d91EE06\x1d92dGVzdA==", "[01]04600000000008[21]5Abc[91]EE06[92]dGVzdA=="),
        ("\x1d01046000000000083103000500", "[01]04600000000008[3103]000500"),
        ("\x1d172611151012AB", "[17]261115[10]12AB"),
        ("\x1d21a\x1d8005112200\x1d93wxyz", "[21]a[8005]112200[93]wxyz"),
        ("\x1d05xyz", "[05]xyz"),  # unknown: repeated as it was scanned
    ],
)
def test_elements(content: str, parts: str) -> None:
    assert bracketed(content) == parts
    assert shown(content) == parts.replace("[", "(").replace("]", ")")


@pytest.mark.parametrize("content", ["", "чек 5", "01234", "https://example.org/?a=\x1d"])
def test_other_content_is_left_alone(content: str) -> None:
    assert normalise(content) == content


@pytest.mark.parametrize("content", ["\x1d", "]d2", "\x1dab12", "\x1d21", "\x1d21a\x1d\x1d93b", "\x1d21ж", "]d221[a]"])
def test_a_scanned_code_without_identifiers_is_refused(content: str) -> None:
    with pytest.raises(RequestRefused, match="Проверьте, что код считан целиком"):
        normalise(content)


@pytest.mark.parametrize(
    ("written", "raw"),
    [
        ("(01)04600000000008(21)5Abc(93)wxyz", "\x1d0104600000000008215Abc\x1d93wxyz"),
        ("[01]04600000000008[21]5(21)c[93]wxyz", "\x1d0104600000000008215(21)c\x1d93wxyz"),
        ("]C10104600000000008215Abc", "\x1d0104600000000008215Abc"),
        ("0104600000000008\x1d215Abc\x1d", "\x1d0104600000000008215Abc"),  # separators that are not due fall away
        ("(21)a(8005)112200(3103)000500(93)b", "\x1d21a\x1d8005112200\x1d3103000500" + "93b"),
        ("(00)376104250021234569(410)4606453849072(15)261115", "\x1d003761042500212345694104606453849072" + "15261115"),
        ("(253)4606453849072AB", "\x1d2534606453849072AB"),
        ("(8006)046000000000080102", "\x1d8006046000000000080102"),
        ("(03)04600000000008(716)A1", "\x1d0304600000000008716A1"),
        ("(423)643398(7250)19850630(7258)1/2", "\x1d423643398\x1d725019850630\x1d72581/2"),
    ],
)
def test_element_string(written: str, raw: str) -> None:
    assert element_string(written) == raw
    assert element_string(raw) == raw


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("(01)0460000000000", r"\(01\) неверно значение «0460000000000»: нужно 14 цифр"),
        ("(01)04600000000001", r"\(01\) контрольная цифра должна быть 8, а указана 1"),
        ("(00)376104250021234560", r"\(00\) контрольная цифра должна быть 9"),
        ("(02)0460000000000A", r"\(02\) неверно значение"),
        ("(410)4606453849073", r"\(410\) контрольная цифра должна быть 2"),
        ("(8003)04606453849073AB", r"\(8003\) контрольная цифра должна быть 2"),
        ("(21)", r"\(21\) неверно значение «»: нужно до 20 знаков"),
        ("(21)" + "a" * 21, r"\(21\)"),
        ("(21)a b", r"\(21\)"),
        ("(3103)00050", r"\(3103\).*нужно 6 цифр"),
        ("(3109)000500", "3109"),
        ("(05)1", "начинается с «05»"),
        ("(423)64", r"\(423\) неверно значение"),
        ("(03)04600000000001", r"\(03\) контрольная цифра должна быть 8"),
        ("(012)1", r"идентификатор \(012\)"),
        ("800511220093wxyz", r"\(8005\).*разделитель после него"),  # a separator is lacking
        ("(01", "в начале"),
        ("(x)(01)04600000000008", "в начале"),
        ("\x1d", "нет ни одного"),
        ("чек", "начинается с «чек»"),
    ],
)
def test_a_refusal_names_the_identifier(content: str, words: str) -> None:
    with pytest.raises(RequestRefused, match=words):
        element_string(content)


@given(gs1_codes.elements(most=200))
def test_every_way_of_writing_comes_to_the_same(found: list[tuple[str, str]]) -> None:
    raw = element_string(gs1_codes.spelled(found))
    assert raw == "\x1d" + gs1_codes.scan(found).decode()
    assert element_string(raw) == element_string(bracketed(raw)) == element_string(raw[1:]) == raw
    assert elements(raw) == found


@given(st.text(string.digits + "()[]\x1dAz ]d2\xe8", max_size=60) | st.text(max_size=60))
def test_anything_is_understood_once_and_for_all_or_refused(content: str) -> None:
    try:
        raw = element_string(content)
    except RequestRefused:
        return
    assert raw.startswith("\x1d")
    assert element_string(raw) == raw
