"""Any text -> a line of a display."""

from unicodedata import normalize

from drivers.displays.codec import WIDTH
from drivers.printing.columns import lines, printable
from drivers.printing.transliterate import into


def fitted(name: str, text: str, encoding: str = "utf-8") -> tuple[str, tuple[str, ...]]:
    """What of the text is shown, and warnings. `name`: of the line, for people.

    Line ends become blanks. What the encoding lacks becomes what reads the same, so the cut comes last.
    """
    one = " ".join(printable(line).expandtabs(1) for line in lines(normalize("NFC", text)))
    shown = into(one, encoding)[0].rstrip()
    if len(shown) <= WIDTH:
        return shown, ()
    return shown[:WIDTH], (f"{name} длиннее {WIDTH} знаков, на дисплее только её начало: «{shown[:WIDTH]}».",)


def both(top: str, bottom: str, encoding: str = "utf-8") -> tuple[str, str, tuple[str, ...]]:
    above, said = fitted("Верхняя строка", top, encoding)
    below, more = fitted("Нижняя строка", bottom, encoding)
    return above, below, (*said, *more)
