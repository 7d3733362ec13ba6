"""GS1 element strings: which part of a scanned code belongs to which application identifier."""

import re

GS = "\x1d"
_MARKS = ("]d2", "]C1", "]Q3", "\xe8", GS)  # what scanners put in the place of a leading FNC1; spec/ffd.md 10.1
_MARKING = re.compile(r"01[0-9]{14}21[^\x1d]+\x1d")  # a code of «Честный ЗНАК» whose leading FNC1 got lost

# First two digits -> length of identifier and data where no separator follows. Source: GS1 General Specifications,
# list of pre-defined length application identifiers.
_FIXED = {
    **dict.fromkeys(("00",), 20),
    **dict.fromkeys(("01", "02", "03"), 16),
    **dict.fromkeys(("04",), 18),
    **dict.fromkeys(("11", "12", "13", "14", "15", "16", "17", "18", "19"), 8),
    **dict.fromkeys(("20",), 4),
    **dict.fromkeys(("31", "32", "33", "34", "35", "36"), 10),
    **dict.fromkeys(("41",), 16),
}


def normalise(content: str) -> str:
    """A code of GS1 gets exactly one leading GS in place of FNC1; any other content is returned as it is."""
    for mark in _MARKS:
        if content.startswith(mark):
            return GS + content.removeprefix(mark).lstrip(GS)
    return GS + content if _MARKING.match(content) else content


def bracketed(content: str) -> str:
    """GS-led content in the form `[01]04600000000008[21]5Abc`.

    Only the places where a separator is due are exact: an identifier of variable length is cut after two digits.
    """
    return "".join(f"[{item[:2]}]{item[2:]}" for item in _elements(content))


def _elements(content: str) -> list[str]:
    found = []
    for run in content.split(GS):
        rest = run
        while rest:
            length = _FIXED.get(rest[:2], len(rest))
            found.append(rest[:length])
            rest = rest[length:]
    return found
