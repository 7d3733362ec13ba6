"""What goes to displays: the example of spec/scales-displays.md 4, its table, and any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.displays.codec import DIALECTS, show
from drivers.displays.fitting import both
from drivers.displays.options import DisplayOptions, encoding_of, prelude_of
from drivers.errors import RequestRefused

TOTAL = "0C 1B 74 06 88 92 8E 83 8E" + " 20" * 15 + " 32 30 30 2E 30 30" + " 20" * 14
A, B = "41" + " 20" * 19, "42" + " 20" * 19


def test_the_example() -> None:
    """ИТОГО / 200.00 in cp866."""
    said = show(DIALECTS["escpos"], bytes.fromhex("1B 74 06"), "ИТОГО".encode("cp866"), b"200.00")
    assert said == bytes.fromhex(TOTAL)


@pytest.mark.parametrize(
    ("dialect", "raw"),
    [
        ("escpos", f"0C {A} {B}"),
        ("cd5220", f"0C 1B 51 41 {A} 0D 1B 51 42 {B} 0D"),
        ("dsp800", f"04 01 43 31 58 17 04 01 50 31 17 {A} 04 01 50 45 17 {B}"),
    ],
)
def test_dialects(dialect: str, raw: str) -> None:
    """By the table, by hand."""
    assert show(DIALECTS[dialect], b"", b"A", b"B") == bytes.fromhex(raw)  # type: ignore[index]


@given(st.binary(max_size=30), st.binary(max_size=30))
def test_no_text_is_a_command(top: bytes, bottom: bytes) -> None:
    said = show(DIALECTS["escpos"], b"", top, bottom)
    assert len(said) == 41
    assert not any(byte < 0x20 or byte == 0x7F for byte in said[1:])


@given(st.text(max_size=40), st.sampled_from(["cp866", "cp1251", "ascii", "utf-8"]))
def test_any_text_fits(text: str, encoding: str) -> None:
    top, bottom, said = both(text, "", encoding)
    assert len(top) <= 20
    assert all(char >= " " for char in top)
    assert encoding == "utf-8" or len(top.encode(encoding)) == len(top)
    assert not bottom
    assert len(said) <= 1


@pytest.mark.parametrize(
    ("text", "encoding", "shown", "warned"),
    [
        ("К ОПЛАТЕ", "cp866", "К ОПЛАТЕ", False),
        ("  150.00   " + " " * 30, "cp866", "  150.00", False),
        ("1234567890123456789012", "cp866", "12345678901234567890", True),
        ("две\r\nстроки\tи\u00a0всё", "cp866", "две строки и всё", False),
        ("150 ₽ «Сок»", "cp866", '150 р. "Сок"', False),
        ("Щука", "ascii", "Shchuka", False),
        ("Щавель щипаный свежий", "ascii", "Shchavel shchipanyi ", True),
        ("", "cp866", "", False),
    ],
)
def test_fitting(text: str, encoding: str, shown: str, warned: bool) -> None:
    top, bottom, said = both(text, text, encoding)
    assert (top, bottom) == (shown, shown)
    assert [warning.split()[0] for warning in said] == (["Верхняя", "Нижняя"] if warned else [])


def test_options() -> None:
    def prelude(**options: object) -> str:
        return prelude_of(DisplayOptions("tcp://h:1", **options)).hex()  # type: ignore[arg-type]

    assert prelude() == "1b7406"
    assert prelude(code_page_number=17) == "1b7411"
    assert prelude(dialect="cd5220") == prelude(dialect="dsp800") == ""
    assert prelude(dialect="cd5220", code_page_number=0, before="1b 63 52") == "1b74001b6352"
    with pytest.raises(RequestRefused, match="«1b6»"):
        prelude(before="1b6")


@pytest.mark.parametrize("name", ["utf-8", "utf-16", "cp037", "rot13", "hex", "idna", "нет", "", "gbk"])
def test_code_pages_that_are_none(name: str) -> None:
    with pytest.raises(RequestRefused, match="не подходит"):
        encoding_of(DisplayOptions("tcp://h:1", code_page=name))


@pytest.mark.parametrize("name", ["cp866", "CP1251", "koi8-r", "cp437", "latin-1"])
def test_code_pages(name: str) -> None:
    assert encoding_of(DisplayOptions("tcp://h:1", code_page=name))
    assert encoding_of(DisplayOptions("tcp://h:1", code_page=name, transliterate=True)) == "ascii"
