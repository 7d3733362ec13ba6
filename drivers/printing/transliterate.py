"""Text for a code page that lacks some of its characters: each becomes something that reads the same."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from unicodedata import category, normalize

from drivers.model.document import Line, Position, TextLine
from drivers.printing.columns import printable

# What is lacking, and what stands for it.
_SIGNS = """
№ N  ₽ р.  ₸ тг  € EUR  £ GBP  … ...  × x  ÷ /  ⁄ /  ° о  ≤ <=  ≥ >=  ≠ !=  ≈ ~  ± +-  § #  © (c)  ® (R)  ¤ *
→ ->  ← <-  ✓ v  ✔ v  █ #  ▀ #  ▄ #  ■ #  □ #  • *  · *  ∙ *  ▪ *  ● *
« "  » "  „ "  “ "  ” "  ‟ "  ‘ '  ’ '  ‚ '  ‛ '  ′ '  ‐ -  ‑ -  ‒ -  – -  — -  ― -  − -
"""
# Kazakh, Ukrainian and Belarusian letters: the nearest of the Russian alphabet, or the Latin twin.
_LETTERS = "Ә А ә а Ғ Г ғ г Қ К қ к Ң Н ң н Ө О ө о Ұ У ұ у Ү У ү у Һ Х һ х І I і i Є Е є е Ґ Г ґ г Ў У ў у"
# For pages without Cyrillic; ъ is "ie" and ь falls away. Source: ICAO Doc 9303-3, section 6, as in Russian passports.
_LATIN = """
а a  б b  в v  г g  д d  е e  ж zh  з z  и i  к k  л l  м m  н n  о o  п p  р r  с s  т t  у u  ф f
х kh  ц ts  ч ch  ш sh  щ shch  ъ ie  ы y  э e  ю iu  я ia
"""

_NEWLINES = "\x85\u2028\u2029"
_MARKS = frozenset({"Mn", "Me"})  # accents and the like, which stand over a letter


def _table(pairs: str) -> dict[str, str]:
    words = pairs.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_likenesses = _table(_SIGNS) | _table(_LETTERS)
_latin = _table(_LATIN) | {"ь": "", "Ь": ""}
_latin |= {letter.upper(): latin.capitalize() for letter, latin in _latin.items()}


def into(text: str, encoding: str) -> tuple[str, str]:
    """The text as the encoding can hold it, and the characters replaced, each once.

    The result may be longer, so it is made before a text is laid out. What nothing reads like becomes "?".
    """
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = "".join(char if _holds(char, encoding) else _on_paper(char) for char in normalize("NFC", text))
        pairs = [(char, _replaced(char, encoding)) for char in text]
        changed = dict.fromkeys(char for char, shown in pairs if shown != char)
        return "".join(shown for _, shown in pairs), "".join(changed)
    return text, ""


def lines(document: Iterable[Line], encoding: str) -> tuple[tuple[Line, ...], str]:
    """The same for all texts of a document; codes and pictures stay as they are."""
    found: list[Line] = []
    changed = ""
    for line in document:
        if isinstance(line, TextLine):
            text, more = into(line.text, encoding)
            found.append(replace(line, text=text) if text != line.text else line)
        elif isinstance(line, Position):
            text, more = into(line.name, encoding)
            found.append(replace(line, name=text) if text != line.name else line)
        else:
            more = ""
            found.append(line)
        changed += more
    return tuple(found), "".join(dict.fromkeys(changed))


@lru_cache(maxsize=1024)
def _replaced(char: str, encoding: str) -> str:
    """The first that the encoding can hold: itself, its likeness, its likeness in Latin."""
    if _holds(char, encoding):
        return char
    likeness = _likeness(char)
    if likeness == char:
        latin = _latin.get(char, "?")
        return latin if _holds(latin, encoding) else "?"
    shown = "".join(_replaced(each, encoding) for each in likeness)
    return "?" if "?" in shown else shown


def _on_paper(char: str) -> str:
    """As the layout will take it: a further newline, blank or invisible character is nothing that is lacking. Nor is a
    mark that belongs to no letter before it.
    """
    if char in _NEWLINES:
        return "\n"
    return "" if category(char) in _MARKS else printable(char)


def _likeness(char: str) -> str:
    if char in _likenesses:
        return _likenesses[char]
    if "\u2500" <= char <= "\u257f":
        return _box(char)
    bare = "".join(each for each in normalize("NFKD", char) if not "\u0300" <= each <= "\u036f")
    return bare or char


def _box(char: str) -> str:
    """Lines of tables: along, down, or a crossing."""
    if char in "─━┄┅┈┉═╌╍╴╶╸╺╼╾":
        return "-"
    return "|" if char in "│┃┆┇┊┋║╎╏╵╷╹╻╽╿" else "+"


def _holds(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
