"""Values of TSPL commands: measures with their units, texts in quotes with their escapes.

Source: TSC TSPL/TSPL2 Programming manual, document conventions, SIZE, TEXT.
"""

import re

from drivers.labels.emulator.lines import listed
from drivers.labels.emulator.parameters import Parameters, Rejected, decimal

_ITEM = re.compile(rb'\s*"(?:\\\[["RL]\]|[^"])*"\s*|[^",]*')
_ESCAPES = ((b'\\["]', b'"'), (rb"\[R]", b"\r"), (rb"\[L]", b"\n"))
_MEASURE = re.compile(r"\s*(-?[0-9]*\.?[0-9]+)\s*(mm|dot|)\s*")


def split(text: bytes) -> tuple[Parameters, bytes | None]:
    """Plain values, and the text in quotes that ends them (None = there is none), escapes undone. Raises Rejected."""
    items = listed(text, _ITEM)
    content = items.pop().strip() if items[-1].strip().startswith(b'"') else None
    values = Parameters([item.decode("latin-1").strip() for item in items])
    return values, None if content is None else _plain(content[1:-1])


def _plain(content: bytes) -> bytes:
    for escape, byte in _ESCAPES:
        content = content.replace(escape, byte)
    return content


def measure(text: str, dpi: int) -> int:
    """Dots of a measure: "58 mm", "464 dot", or inches without a unit. Raises Rejected."""
    match = _MEASURE.fullmatch(text)
    if match is None:
        raise Rejected(f"{text!r} is no measure")
    value = decimal(match.group(1), -10_000, 100_000)
    if match.group(2) == "dot":
        return round(value)
    return round(value * dpi / 25.4) if match.group(2) == "mm" else round(value * dpi)


def options(values: Parameters, start: int, letters: str) -> tuple[dict[str, int], list[str]]:
    """What stands between the fixed values and the content: a letter and a number each. -> those, and the rest."""
    named: dict[str, int] = {}
    rest = []
    for text in values.texts[start:]:
        letter = text[:1].lower()
        if letter and letter in letters and text[1:].isdigit():
            named[letter] = int(text[1:])
        elif text:
            rest.append(text)
    return named, rest
