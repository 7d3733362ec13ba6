"""Plain paper and copies. Source: spec/mercury.md 3."""

from collections.abc import Mapping

from drivers.mercury.request import Patience, Request, nothing
from drivers.model.document import Symbology
from drivers.registers.request import Effect

MOST_TEXT = 1024  # characters of one command
BARCODES: Mapping[Symbology, int] = {
    Symbology.EAN8: 1,
    Symbology.EAN13: 2,
    Symbology.CODE39: 3,
    Symbology.QR: 4,
}
"""There is no other, and no way to print a picture is known."""


def text(rows: str, *, force: bool) -> Request[None]:
    """`force`: print at once. What the service does with rows that it keeps is unknown. Raises ValueError."""
    if len(rows) > MOST_TEXT:
        raise ValueError(f"PrintText takes {MOST_TEXT} characters, got {len(rows)}")
    return Request(name="PrintText", content={"text": rows, "forcePrint": force}, read=nothing, effect=Effect.PAPER)


def barcode(kind: Symbology, value: str) -> Request[None]:
    """Raises KeyError for one that is not in BARCODES."""
    return Request(
        name="PrintBarCode", content={"bcType": BARCODES[kind], "value": value}, read=nothing, effect=Effect.PAPER
    )


def document(number: int) -> Request[None]:
    """A copy out of the ФН."""
    return Request(
        name="PrintDocFromFN",
        content={"fiscalDocNum": number},
        read=nothing,
        effect=Effect.PAPER,
        patience=Patience.DOCUMENT,
    )
