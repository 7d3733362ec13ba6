"""Reading the body. Source: spec/kkmserver.md 1.4, 6 (quirks 17, 18)."""

import json
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkmserver.dialects.kkm.lenient import DEPTH, MENDABLE, MOST_PARTS, parse
from kkmserver.dialects.kkm.refusal import NotReadable


def refused(body: bytes) -> str:
    with pytest.raises(NotReadable) as caught:
        parse(body)
    assert caught.value.http == 400
    return caught.value.text


@pytest.mark.parametrize(
    "body",
    [
        '{"a": [1, 2]}',
        '\ufeff{"A": [1, 2]}',
        '{"a": [1, 2,], }',
        '{"a": [1, /* two */ 2, // end\n ], /* , */ }',
        '{/**/"a":[1,2]}//',
        '{"a"\u00a0: [1,\u00a02]}',
        '{"a": [1, 2], "b": null, "c": "", "d": "  "}',
        '{"a": 5, "A": [1, 2]}',
        '// {"a": 1}\r\n{"a": [1, 2]} /* open',
    ],
)
def test_lenient_forms(body: str) -> None:
    assert parse(body.encode()) == {"a": [1, 2]}


def test_an_empty_object_of_php_is_absent() -> None:
    """`json_encode` writes an empty array for it; anything but an empty array is still refused later."""
    assert parse(b'{"UserAttribute": [], "Rows": [{"AgentData": [], "EGAIS": []}], "a": []}') == {"rows": [{}], "a": []}
    assert parse(b'{"GoodCodeData": [1]}') == {"goodcodedata": [1]}


def test_text_that_looks_like_comments_or_commas_stays() -> None:
    text = '{"url": "http://x/*y*/", "comma": ",]", "quote": "\\"//", "nbsp": "a\u00a0b", }'
    assert parse(text.encode()) == {"url": "http://x/*y*/", "comma": ",]", "quote": '"//', "nbsp": "a\u00a0b"}


def test_numbers_are_exact() -> None:
    read = parse(b'{"a": 59.699999999, "b": 1e999999, "c": 12345678901234567890123, "d": -0}')
    assert read == {"a": Decimal("59.699999999"), "b": Decimal("1e999999"), "c": 12345678901234567890123, "d": 0}


def test_numbers_nobody_can_use_stay_text() -> None:
    long = "9" * 5000
    assert parse(f'{{"a": {long}, "b": 1e99999999999999999999}}'.encode()) == {"a": long, "b": "1e99999999999999999999"}


def test_line_ends_in_text_pass() -> None:
    assert parse(b'{"a": "x\r\ny\tz"}') == {"a": "x\r\ny\tz"}


def test_names_are_folded_at_every_level() -> None:
    assert parse(b'{"CheckStrings": [{"BarCode": {"BarCodeType": "QR"}}]}') == {
        "checkstrings": [{"barcode": {"barcodetype": "QR"}}]
    }


def test_lone_surrogates_become_a_replacement_character() -> None:
    read = parse(b'{"a": "x\\ud800y", "b": ["\\uDFFF"], "c": "\\ud83d\\ude00", "k\\ud801": 1}')
    assert read == {"a": "x\ufffdy", "b": ["\ufffd"], "c": "😀", "k\ufffd": 1}
    json.dumps(read, ensure_ascii=False).encode()


def test_faults_name_their_place() -> None:
    assert "строка 2, столбец 6" in refused(b'{\n"a": x}')
    assert "строка 3, столбец 1, там «]»" in refused(b'{"a": /* one\ntwo */ 1\n]')
    assert "строке 2, столбце 5" in refused(b'{"b": "NaN",\n"a":NaN}')
    assert "-Infinity" in refused(b'{"a": -Infinity}')
    assert "байт 8" in refused(b'{"a": "\xff"}')
    assert "пустое" in refused(b" \r\n")
    assert "пустое" in refused(b"\xef\xbb\xbf")
    assert "объектом" in refused(b"[1]")


@pytest.mark.parametrize("body", [b'{"a":' * 100_000, b"[" * 1_000_000, b'{"a":' + b"[" * 70 + b"]" * 70 + b"}"])
def test_depth_has_a_limit(body: bytes) -> None:
    refused(body)


def test_depth_counts_levels_not_brackets() -> None:
    deep = "[" * (DEPTH - 1) + "]" * (DEPTH - 1)
    assert "a" in parse(f'{{"a": {deep}, "b": [{"{}," * 500}{{}}]}}'.encode())
    refused(f'{{"a": [{deep}]}}'.encode())


@pytest.mark.parametrize(("piece", "last"), [(b"1,", b"1"), (b"{},", b"{}"), (b"[[[]]],", b"[]"), (b'"a",', b'"a"')])
def test_millions_of_tiny_values_are_not_even_read(piece: bytes, last: bytes) -> None:
    started = time.monotonic()
    text = refused(b'{"Command":"PrintDocument","CheckStrings":[' + piece * (MOST_PARTS + 1) + last + b"]}")
    assert str(MOST_PARTS) in text
    assert time.monotonic() - started < 0.5


def test_a_picture_is_no_crowd() -> None:
    assert parse(b'{"a": "' + b"iVBORw0KGgo" * 1_000_000 + b'"}')


HOSTILE = [b'"\\"', b'"', b"/*", b"//", b",", b", ", b",\n", b"/**/", b"\\", b'"a', b"\xc2\xa0"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_length_only(piece: bytes) -> None:
    """A megabyte that needs mending everywhere and never gets well; quadratic work would take hours."""
    started = time.monotonic()
    refused(b'{"a": ' + piece * (1_000_000 // len(piece)))
    assert time.monotonic() - started < 10


def test_beyond_a_size_only_strict_json_passes() -> None:
    padding = "x" * MENDABLE
    assert parse(f'{{"a": "{padding}"}}'.encode())["a"] == padding
    assert "столбец" in refused(f'{{"a": "{padding}",}}'.encode())


leaves = st.none() | st.booleans() | st.integers() | st.text()
documents = st.dictionaries(st.text(), st.recursive(leaves, lambda inner: st.lists(inner), max_leaves=10))


@given(documents)
def test_strict_json_is_read_as_the_standard_reads_it(document: dict[str, object]) -> None:
    text = json.dumps(document, ensure_ascii=False)
    lowered = {name.lower(): value for name, value in json.loads(text).items()}
    kept = {name: value for name, value in lowered.items() if value is not None and str(value).strip()}
    assert parse(text.encode()) == {**kept}


@given(documents)
def test_comments_and_trailing_commas_change_nothing(document: dict[str, object]) -> None:
    plain = json.dumps(document, indent=1)
    lines = plain.split("\n")
    decorated = "\n".join(f"{line} // x, ] }} \"'" for line in lines[:-1]) + "\n/* , */" + lines[-1]
    assert parse(decorated.encode()) == parse(plain.encode())
