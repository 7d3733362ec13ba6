"""What a scanner gave -> the code that is on the goods. Source: spec/ffd.md 10.1."""

import re

from drivers.fiscal.keyboard import Typed, put_right

GS = "\x1d"

_GS_SPELLINGS = re.compile(r"\\u001d|\\x1d|<GS>|\{GS\}", re.IGNORECASE)
_PREFIXES = ("]d2", "]C1", "]Q3", "\xe8", GS)
_HUMAN = re.compile(r"\((01|21|91|92|93|240|8005|3103|17|11|10)\)")
_FIXED_LENGTH = frozenset({"01", "3103", "17", "11"})


def clean(code: str) -> str:
    """The bare code: 0x1D between its parts however it was spelled, no symbology prefix, Latin keys.

    Takes the human-readable form too: "(01)04600439931256(21)…".
    """
    return read(code).text


def read(code: str) -> Typed:
    """The bare code as `clean` gives it, with what was put right in it and what could not be."""
    typed = put_right(_bare(_spelled(code.strip(" \t\r\n"))))
    text = _bare(_spelled(typed.text))
    return Typed(_from_human(text) if text.startswith("(01)") else text, typed.remarks, typed.faults)


def _spelled(code: str) -> str:
    return _GS_SPELLINGS.sub(GS, code)


def _bare(code: str) -> str:
    while code.startswith(_PREFIXES):
        code = next(code.removeprefix(prefix) for prefix in _PREFIXES if code.startswith(prefix))
    return code


def _from_human(code: str) -> str:
    """Brackets off; 0x1D after parts of variable length, the last excepted."""
    _, *pieces = _HUMAN.split(code)
    parts = list(zip(pieces[::2], pieces[1::2], strict=True))
    joined = "".join(ai + value.strip(GS) + ("" if ai in _FIXED_LENGTH else GS) for ai, value in parts)
    return joined.removesuffix(GS)
