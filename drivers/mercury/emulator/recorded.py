"""What the service tells of a fiscal document. Source: spec/mercury.md 3."""

from drivers.emulation.fiscal.storage import Document
from drivers.mercury.emulator.core import Core
from drivers.mercury.emulator.fields import MOMENT


def told(core: Core, document: Document) -> dict[str, object]:
    """fiscalDocNum, fiscalSign, dateTime, shiftNum."""
    return {
        "fiscalDocNum": document.number,
        "fiscalSign": sign(core, document),
        "dateTime": f"{document.time:{MOMENT}}",
        "shiftNum": document.shift,
    }


def sign(core: Core, document: Document) -> int | str:
    """A number or its ten digits: see Quirks."""
    return f"{document.sign:010}" if core.quirks.sign_is_text else document.sign
