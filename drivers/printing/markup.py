"""The alignment markup of the KkmServer API: a text in, printed rows out. Source: spec/kkmserver.md 4.1, 4.2."""

import re

from drivers.printing.columns import lines, pieces, printable

_FILL = re.compile(r"<<(.)>>")
_CENTRE = re.compile(r">#([0-9]+)#<")
_SIDES = re.compile(r"<#([0-9]+)#>(>?)")
_MOST_DIGITS = 6  # a longer number is wider than any paper


def rows(text: str, columns: int) -> list[str]:
    """Rows of at most `columns` code points without trailing blanks; at least one row.

    Every line of the text is laid out by itself: its first marker counts, further and unfinished ones are text. Tabs
    go to the next eighth column of their part. Control characters vanish.
    """
    if len(text) <= columns and "<" not in text and text.isprintable():  # most rows, told apart at once
        return [text.rstrip()]
    return [row.rstrip() for line in lines(text) for row in _row(printable(line), columns)]


def _row(line: str, columns: int) -> list[str]:
    if fill := _FILL.fullmatch(line):
        return [fill[1].expandtabs(1) * columns]
    if mark := _CENTRE.match(line):
        return _centre(line[mark.end() :].expandtabs(), columns, _indent(mark[1], columns))
    if mark := _SIDES.search(line):
        left, right = line[: mark.start()].expandtabs(), line[mark.end() :].expandtabs()
        place = _both_right if mark[2] else _left_right
        return place(left, right, columns, _indent(mark[1], columns))
    return pieces(line.expandtabs().rstrip(), columns)


def _indent(digits: str, columns: int) -> int:
    """The marker's number; what leaves no room for text counts as 0."""
    digits = digits.lstrip("0")
    number = int(digits) if 0 < len(digits) <= _MOST_DIGITS else 0
    return number if number < columns else 0


def _centre(text: str, columns: int, indent: int) -> list[str]:
    """The line is narrower by `indent`, its middle stays the middle of the paper."""
    found = pieces(text.rstrip(), columns - indent)
    return [" " * ((columns - len(piece)) // 2) + piece for piece in found]


def _left_right(left: str, right: str, columns: int, indent: int) -> list[str]:
    """The right part ends `indent` columns before the edge of the paper."""
    return _spread(left, right, columns - indent)


def _both_right(left: str, right: str, columns: int, indent: int) -> list[str]:
    """The left part ends `indent` columns before the edge; a part too long for its field takes what it needs."""
    if len(left) + len(right) > columns:
        return _spread(left, right, columns)
    field = min(max(indent, len(right)), columns - len(left))
    return [left.rjust(columns - field) + right.rjust(field)]


def _spread(left: str, right: str, width: int) -> list[str]:
    """`left` broken at the width; `right` flush right behind its last piece if both fit, else on rows of its own."""
    found = pieces(left, width)
    if len(found[-1]) + len(right) <= width:
        return [*found[:-1], found[-1] + right.rjust(width - len(found[-1]))]
    own = [piece.rjust(width) for piece in pieces(right, width)]
    return own if not left else [*found, *own]
