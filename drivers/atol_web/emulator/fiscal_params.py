"""What the result of a task says of the document it made. Source: spec/atol-web.md 4.1."""

from collections.abc import Mapping, Sequence

from drivers.atol_web.emulator.json_text import roubles
from drivers.atol_web.emulator.register import Register
from drivers.emulation.fiscal.printed import Printed
from drivers.emulation.fiscal.slip import NOTHING, slip
from drivers.emulation.fiscal.storage import Document

FNS = "www.nalog.gov.ru"


def params(register: Register, document: Document) -> dict[str, object]:
    """`receiptsCount` comes with the closing of a shift, `total` with receipts."""
    told = document.tags()
    found: dict[str, object] = {
        "fiscalDocumentNumber": document.number,
        "fiscalDocumentSign": str(document.sign),
        "fiscalDocumentDateTime": register.stamp(document.time),
        "shiftNumber": document.shift,
        "fiscalReceiptNumber": document.receipt,
        "fnNumber": register.till.storage.number,
        "registrationNumber": register.till.rnm,
        "fnsUrl": FNS,
    }
    if document.type:
        found["total"] = roubles(document.total)
    if 1118 in told:
        found["receiptsCount"] = int.from_bytes(told[1118][0], "little")
    return found


def made(
    register: Register,
    document: Document,
    *,
    electronic: bool,
    received: int | None = None,
    header: Sequence[Printed] = (),
    footer: Sequence[Printed] = (),
    between: Mapping[int, Sequence[Printed]] = NOTHING,
) -> dict[str, object]:
    """Print it and tell of it; `notPrinted` where the paper ended: the document stays."""
    result: dict[str, object] = {"fiscalParams": params(register, document)}
    number, width = register.till.storage.number, register.width
    paper = slip(number, document, width=width, header=header, footer=footer, received=received, between=between)
    if not electronic and not register.print(paper):
        result["warnings"] = {"notPrinted": True}
    return result
