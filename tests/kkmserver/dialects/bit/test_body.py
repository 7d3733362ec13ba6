"""Codings of a body: the bytes decide."""

import json
from base64 import b64encode
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kkmserver.dialects.bit.body import Unreadable, commands
from kkmserver.dialects.bit.packet import read_again, steps
from kkmserver.dialects.bit.words import WORDS

TEXT = '[{"name":"X отчёт + 1","type":"kktXReport","data":{"a_1021":"И/в"}}]'
READ = [{"name": "X отчёт + 1", "type": "kktXReport", "data": {"a_1021": "И/в"}}]
ESCAPED = json.dumps(json.loads(TEXT)).replace("/", "\\/")


@pytest.mark.parametrize(
    "body",
    [
        TEXT.encode(),
        ESCAPED.encode(),
        b"\xef\xbb\xbf \r\n" + json.dumps(json.loads(TEXT), ensure_ascii=False, indent=4).encode(),
        quote(TEXT, safe="").encode(),
        quote_plus(TEXT, safe="!~*'()").encode(),
        b"json=" + quote_plus(TEXT).encode(),
        b"json=" + quote_plus(TEXT).encode() + b"&x=1",
        b"json=" + TEXT.encode(),
        b64encode(TEXT.encode()),
        b"\n".join([b64encode(TEXT.encode())[:40], b64encode(TEXT.encode())[40:]]),
        b64encode(quote(TEXT, safe="").encode()),
        TEXT.encode().hex().encode(),
        TEXT[1:-1].encode(),
    ],
)
def test_every_coding(body: bytes) -> None:
    assert commands(body) == READ


@pytest.mark.parametrize("body", [b"", b"[", b"%5B", b"deadbeef", b"json=", TEXT.encode()[:-1], b"\xff" * 9, b"[[]]"])
def test_no_packet(body: bytes) -> None:
    with pytest.raises(Unreadable):
        commands(body)


@pytest.mark.parametrize("end", range(1, len(TEXT.encode())))
def test_a_body_that_was_cut_may_go_on(end: int) -> None:
    with pytest.raises(Unreadable) as raised:
        commands(TEXT.encode()[:end])
    assert raised.value.cut


_TAGS = (1030, 1079, 1023, 1199, 1059, 1261, 1263, 1031, 1055, 1054, 2000, 1291, 1222, 1243)
_KEYS = st.sampled_from([f"x_{tag}" for tag in _TAGS]) | st.sampled_from(["purchases", "sum", "agent"]) | st.text()
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False).map(str) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)
_TYPES = st.sampled_from(sorted(WORDS)) | st.text()


@given(st.lists(st.fixed_dictionaries({"type": _TYPES, "data": _VALUES}), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_whatever_comes_can_be_answered(packet: list[dict[str, object]]) -> None:
    """A fault of a command is told; nothing else is raised. What is read is read again from the journal."""
    for step in steps(commands(json.dumps(packet).encode()), accept_failed=False):
        assert (step.command is None) == (step.wrong is not None)
        assert read_again(step.request).command == step.command


@pytest.mark.parametrize("sums", [("1e14", "1e14"), ("1", "1e-29"), ("-1", "1"), ("1", "-1"), ("1e400", "1")])
def test_sums_beyond_all_measure(sums: tuple[str, str]) -> None:
    line = {"n_1030": "Чай", "q_1023": sums[1], "t_1199": 6}
    for priced in ({**line, "p_1079": sums[0]}, {**line, "a_1043": sums[0]}):
        packet = [{"type": "kktReceiptFiscalization", "data": {"t_1054": 1, "1059": [priced]}}]
        (step,) = steps(commands(json.dumps(packet).encode()), accept_failed=False)
        assert step.wrong or step.command
