"""`python -m tests.kkmserver.dialects.kkm.table`: writes the table of docs/kkmserver-api.md anew."""

import re

from tests.documents import ROOT
from tests.kkmserver.dialects.kkm.table.markdown import table

DOCUMENT = ROOT / "docs" / "kkmserver-api.md"
BEGIN, END = "<!-- printed by python -m tests.kkmserver.dialects.kkm.table -->", "<!-- end -->"
_BETWEEN = re.compile(f"(?<={re.escape(BEGIN)}\n).*?(?={re.escape(END)})", re.DOTALL)


def written(text: str) -> str:
    """What the document has between the marks. Raises ValueError without them."""
    found = _BETWEEN.search(text)
    if found is None:
        raise ValueError(f"no {BEGIN} … {END}")
    return found[0]


if __name__ == "__main__":
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(text.replace(f"{BEGIN}\n{written(text)}", f"{BEGIN}\n\n{table()}\n\n"), encoding="utf-8")
