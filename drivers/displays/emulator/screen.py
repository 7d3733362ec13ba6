"""Two rows of twenty characters and a cursor."""

COLUMNS, ROWS = 20, 2
PLACES = COLUMNS * ROWS
BLANK = " "


class Screen:
    """`place` 0–39 is where the next character goes; after the last one it is the first again."""

    def __init__(self) -> None:
        self.place = 0
        self._cells = [BLANK] * PLACES

    @property
    def rows(self) -> tuple[str, str]:
        """As a person sees them, twenty characters each."""
        text = "".join(self._cells)
        return text[:COLUMNS], text[COLUMNS:]

    @property
    def row(self) -> int:
        """0 or 1, where the cursor is."""
        return self.place // COLUMNS

    def write(self, text: str) -> None:
        for char in text:
            self._cells[self.place] = char
            self.move(1)

    def move(self, by: int) -> None:
        self.place = (self.place + by) % PLACES

    def go(self, column: int, row: int) -> bool:
        """From 0; False, and the cursor stays, for a place that does not exist."""
        if not (0 <= column < COLUMNS and 0 <= row < ROWS):
            return False
        self.place = row * COLUMNS + column
        return True

    def clear(self) -> None:
        """Everything, and home."""
        self.blank(0, PLACES - 1)
        self.place = 0

    def clear_row(self) -> None:
        """The row of the cursor, which goes to its beginning."""
        self.go(0, self.row)
        self.blank(self.place, self.place + COLUMNS - 1)

    def blank(self, first: int, last: int) -> None:
        """Places `first` to `last`, both included; the cursor stays."""
        self._cells[first : last + 1] = [BLANK] * (last + 1 - first)
