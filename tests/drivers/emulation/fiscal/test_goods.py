"""Marking codes as documents write them. Source: spec/ffd.md 10."""

import pytest

from drivers.emulation.fiscal.goods import Proof, recognised

CODE = b"010460043993125621JgXJ5.T"
TOBACCO = b"04606203086627ABCDEFGAB-Cxxxx"


@pytest.mark.parametrize(
    ("code", "kind", "tag", "text"),
    [
        (b"46064538", 0x4508, 1301, "46064538"),
        (b"4606453849072", 0x450D, 1302, "4606453849072"),
        (b"14606453849079", 0x490E, 1303, "14606453849079"),
        (b"RU-430302-AAA4050108", 0x5246, 1307, "RU-430302-AAA4050108"),
        (b"x" * 8 + b"E" * 23 + b"x" * 37, 0xC514, 1308, "E" * 23),
        (b"A" * 14 + b"b" * 136, 0xC51E, 1309, "A" * 14),
        (TOBACCO, 0x444D, 1305, "010460620308662721ABCDEFG"),
        (b"something else", 0x0000, 1300, "something else"),
    ],
)
def test_kinds_of_codes(code: bytes, kind: int, tag: int, text: str) -> None:
    goods = recognised(code)
    assert (goods.kind, goods.tag, goods.text) == (kind, tag, text)


@pytest.mark.parametrize(
    ("tail", "proof", "form"),
    [
        (b"\x1d91EE06\x1d92" + b"x" * 88, Proof.LONG, 2),
        (b"\x1d91EE06\x1d92" + b"x" * 44, Proof.SHORT, 4),
        (b"\x1d93abcd", Proof.SHORT, 5),
        (b"", Proof.NONE, 1),
    ],
)
def test_proofs_of_codes(tail: bytes, proof: Proof, form: int) -> None:
    goods = recognised(b"010460043993125621JgXJ5.T" + tail)
    assert (goods.proof, goods.form) == (proof, form)
