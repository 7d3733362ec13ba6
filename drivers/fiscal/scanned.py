"""What a scanner gave -> the marking code that is printed on the goods. Source: spec/ffd.md 10.1."""

import re

GS = "\x1d"

_GS_SPELLINGS = re.compile(r"\\u001d|\\x1d|<GS>|\{GS\}", re.IGNORECASE)
_PREFIXES = ("]d2", "]C1", "]Q3", "\xe8", GS)
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_HUMAN = re.compile(r"\((01|21|91|92|93|8005|3103|17|10)\)")
_FIXED_LENGTH = frozenset({"01", "3103", "17"})

# A keyboard scanner types the keys of a Latin keyboard; in the Russian layout the same keys give other signs.
_LATIN_KEYS = str.maketrans(
    'ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬйцукенгшщзфывапролдячсмитьЖжЭэБбЮюХхЪъЁё.,?;:№"',
    "QWERTYUIOPASDFGHJKLZXCVBNMqwertyuiopasdfghjklzxcvbnm:;\"'<,>.{[}]~`/?&$^#@",
)


def wrong_layout(code: str) -> bool:
    """Whether the scanner typed in the Russian layout: codes hold no Cyrillic."""
    return _CYRILLIC.search(code) is not None


def clean(code: str) -> str:
    """The bare code: 0x1D between its parts however it was spelled, no symbology prefix, Latin keys.

    Takes the human-readable form too: "(01)04600439931256(21)…".
    """
    code = _GS_SPELLINGS.sub(GS, code.strip(" \t\r\n"))
    if wrong_layout(code):
        code = code.translate(_LATIN_KEYS)
    while code.startswith(_PREFIXES):
        code = next(code.removeprefix(prefix) for prefix in _PREFIXES if code.startswith(prefix))
    return _from_human(code) if code.startswith("(01)") else code


def _from_human(code: str) -> str:
    """Brackets off; 0x1D after parts of variable length, the last excepted."""
    _, *pieces = _HUMAN.split(code)
    parts = list(zip(pieces[::2], pieces[1::2], strict=True))
    joined = "".join(ai + value.strip(GS) + ("" if ai in _FIXED_LENGTH else GS) for ai, value in parts)
    return joined.removesuffix(GS)
