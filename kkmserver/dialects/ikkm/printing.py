"""`/apiprint`: plain text, and the control lines of external printers. Source: spec/ikkm.md 5."""

from collections.abc import Iterator

from kkmserver.dialects.ikkm.receipt import rows_of

CUT, LINE, DRAWER = "--cut--", "--line--", "--open-cash--"
_RULER = "<<->>"  # as drivers/printing/markup.py fills a line


def parts(text: str) -> Iterator[str]:
    """What is printed as one document each, and DRAWER where it is to be opened."""
    rows: list[str] = []
    for row in rows_of(text):
        if row.strip() not in (CUT, DRAWER):
            rows.append(_RULER if row.strip() == LINE else row)
            continue
        if rows:
            yield "\n".join(rows)
        rows = []
        if row.strip() == DRAWER:
            yield DRAWER
    if rows:
        yield "\n".join(rows)
