"""What a marking code is, and how a document writes it. Source: spec/ffd.md 10, spec/shtrih-m.md 3.8.

That a tobacco pack is written in 1.2 as GS1 with its GTIN and serial is inferred.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from drivers.emulation.fiscal import tlv

GS = "\x1d"
_GS1 = re.compile(r"01(?P<gtin>\d{14})21(?P<serial>[^\x1d]+)(?P<rest>.*)", re.DOTALL)
_TOBACCO = re.compile(r"(?P<gtin>\d{14})(?P<serial>.{7})(?P<price>.{4}).{4}", re.DOTALL)
_FUR = re.compile(r"[A-Z]{2}-\d{6}-[A-Z0-9]{10}")
_DIGITS = {8: (0x4508, 1301), 13: (0x450D, 1302), 14: (0x490E, 1303)}
_DATA_MATRIX, _FUR_KIND, _EGAIS_2, _EGAIS_3 = 0x444D, 0x5246, 0xC514, 0xC51E


class Proof(Enum):
    """How the end of a DataMatrix proves it."""

    NONE = auto()  # or no DataMatrix at all
    LONG = auto()  # 88 characters
    SHORT = auto()
    TOBACCO = auto()  # a pack's four


@dataclass(frozen=True, slots=True)
class Goods:
    """`kind` as 1162 begins; `tag` and `text` inside 1163."""

    kind: int
    tag: int
    text: str
    old: bytes  # what follows the kind in 1162
    proof: Proof = Proof.NONE
    form: int = 1  # tag 2100

    def requisite(self, *, old_format: bool) -> tuple[int, bytes]:
        if old_format:
            return 1162, self.kind.to_bytes(2, "big") + self.old
        return 1163, tlv.text(self.tag, self.text)


def recognised(code: bytes) -> Goods:
    text = code.decode("latin-1")
    if found := _GS1.fullmatch(text):
        gtin, serial, rest = found["gtin"], found["serial"], found["rest"]
        number = _number(gtin) + serial.encode("latin-1")
        return Goods(_DATA_MATRIX, 1305, f"01{gtin}21{serial}", number, *_tail(rest))
    if len(text) == 29 and (found := _TOBACCO.fullmatch(text)):
        gtin, serial = found["gtin"], found["serial"]
        old = _number(gtin) + (serial + found["price"]).encode("latin-1") + b"  "
        return Goods(_DATA_MATRIX, 1305, f"01{gtin}21{serial}", old, Proof.TOBACCO)
    return _other(text)


def _other(text: str) -> Goods:
    if _FUR.fullmatch(text):
        return Goods(_FUR_KIND, 1307, text, text.encode("latin-1"))
    if len(text) == 68:
        return Goods(_EGAIS_2, 1308, text[8:31], text[8:31].encode("latin-1"))
    if len(text) == 150:
        return Goods(_EGAIS_3, 1309, text[:14], text[:14].encode("latin-1"))
    if text.isdigit() and len(text) in _DIGITS:
        kind, tag = _DIGITS[len(text)]
        return Goods(kind, tag, text, _number(text), form=0)
    return Goods(0, 1300, text[:32], text[:30].encode("latin-1"), form=0)


def _tail(rest: str) -> tuple[Proof, int]:
    """And tag 2100, by the length of the proof at the end of the code."""
    proofs = {part[:2]: len(part) - 2 for part in rest.split(GS) if part}
    if "92" in proofs:
        return (Proof.LONG, 2) if proofs["92"] == 88 else (Proof.SHORT, 4)
    return (Proof.SHORT, 5) if "93" in proofs else (Proof.NONE, 1)


def _number(digits: str) -> bytes:
    return int(digits).to_bytes(6, "big")
