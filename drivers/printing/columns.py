"""Text in fixed columns: cleaning, breaking, placing. Widths are in Unicode code points.

Shared by the API's text rows and by the slips of virtual registers, so that both break alike.
"""

import re
from unicodedata import category

_NEWLINES = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_NUMBER = re.compile(r"[0-9]+(?:[.,:][0-9]+)*")


def lines(text: str) -> list[str]:
    """The lines of a text, at least one; a newline at the very end ends the last line and begins no further one."""
    found = _NEWLINES.split(text)
    if len(found) > 1 and not found[-1]:
        found.pop()
    return found


def printable(line: str) -> str:
    """What of one line may reach paper.

    Control and format characters vanish (tabs stay for the caller), every kind of blank becomes a space, halves of
    surrogate pairs become U+FFFD.
    """
    return line if line.isprintable() else "".join(map(_paper, line))


def _paper(char: str) -> str:
    kind = category(char)
    if kind == "Zs":
        return " "
    if kind == "Cs":
        return "\ufffd"
    return "" if kind in ("Cc", "Cf", "Zl", "Zp") and char != "\t" else char


def pieces(text: str, columns: int) -> list[str]:
    """Hard break at the width, at least one piece. Source: spec/kkmserver.md 4.1."""
    return [text[at : at + columns] for at in range(0, len(text), columns)] or [""]


def wrap(text: str, columns: int) -> list[str]:
    """Word wrap; a word longer than the line is broken hard, a number only if it is itself longer than the line.

    Cleans the text, obeys its newlines, leaves no trailing blanks; at least one row. Source: spec/ffd.md 13.
    """
    if len(text) <= columns and text.isprintable():
        return [text.rstrip()]  # nearly all texts; the long way looks at every character
    rows: list[str] = []
    for line in lines(text):
        rows += _wrap_line(printable(line).expandtabs().rstrip(), columns)
    return rows


def _wrap_line(line: str, columns: int) -> list[str]:
    rows, start = [], 0
    while len(line) - start > columns:
        end = _break(line, start, columns)
        rows.append(line[start:end].rstrip())
        start = end
        while line[start] == " ":
            start += 1
    return [*rows, line[start:]]


def _break(line: str, start: int, columns: int) -> int:
    """Where the row that begins at `start` ends: the last blank that leaves something on it, else inside the word."""
    first = start
    while line[first] == " ":  # the indent of a line is no place to break it
        first += 1
    blank = line.rfind(" ", first, start + columns + 1)
    return blank if blank > first else _break_word(line, start, columns)


def _break_word(line: str, start: int, columns: int) -> int:
    """A whole row, or up to the number that would be torn apart if that fits the next row."""
    end = start + columns
    for number in _NUMBER.finditer(line, start, end + columns + 1):
        if start < number.start() < end < number.end() and number.end() - number.start() <= columns:
            return number.start()
    return end


def left_right(left: str, right: str, columns: int) -> list[str]:
    """`left` flush left and `right` flush right, at least one blank between them.

    A long `left` is wrapped by words; `right` stands on its last row where it fits, else on rows of its own.
    """
    right_rows = wrap(right, columns)
    if not left:
        return [row.rjust(columns).rstrip() for row in right_rows]
    rows = wrap(left, columns)
    gap = columns - len(rows[-1]) - len(right_rows[0])
    if gap > 0 and len(right_rows) == 1:
        rows[-1] = (rows[-1] + " " * gap + right_rows[0]).rstrip()
        return rows
    return [*rows, *(row.rjust(columns).rstrip() for row in right_rows)]


def centre(text: str, columns: int) -> list[str]:
    """Word wrap, then the middle of every row in the middle of the paper, the odd blank on the right."""
    return [(" " * ((columns - len(row)) // 2) + row).rstrip() for row in wrap(text.strip(), columns)]
