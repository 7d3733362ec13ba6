"""A printed ruler that shows how many characters fit a line."""

from drivers.printing.page import Paper, TextRow


def ruler(paper: Paper) -> tuple[TextRow, ...]:
    """Tens, units, and the number in words, in the device's own font."""
    columns = paper.columns()
    tens = "".join(str(place // 10 % 10) if place % 10 == 0 else " " for place in range(1, columns + 1))
    units = "".join(str(place % 10) for place in range(1, columns + 1))
    return TextRow(tens.rstrip()), TextRow(units), TextRow(f"Символов в строке: {columns}"[:columns])
