"""Linear codes for languages that choose the subset of Code 128 by themselves and put content between quotes.

Only what any firmware draws alike is left to the printer: upright codes of letters, digits and a few signs. So no
content can end a string or begin a command.
"""

from drivers.labels import code128
from drivers.labels.sizes import fits_linear
from drivers.model.document import Symbology
from drivers.printing.sheet import Code

_LETTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. ")
_SMALL = frozenset("abcdefghijklmnopqrstuvwxyz_:/=?&+*@#")


def content(code: Code) -> str | None:
    """What stands between the quotes: EAN and UPC without the check digit, which printers add. None = a picture."""
    if not code.bars or code.turn or not fits_linear(code):
        return None
    match code.symbology:
        case Symbology.EAN8 | Symbology.EAN13 | Symbology.UPCA:
            return code.content[:-1]
        case Symbology.ITF14:
            return code.content
        case Symbology.CODE39 | Symbology.CODE93:  # $ / + % are shifts of the full ASCII kinds
            return code.content if _is_sure(code.content, _LETTERS) else None
        case Symbology.CODE128:
            sure = _is_sure(code.content, _LETTERS | _SMALL) and code128.plain_subset(code.content)
            return code.content if sure else None
        case _:
            return None


def _is_sure(text: str, allowed: frozenset[str]) -> bool:
    """Blanks at the ends are lost by some."""
    return allowed.issuperset(text) and text == text.strip()
