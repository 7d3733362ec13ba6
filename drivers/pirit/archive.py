"""Documents of the ФН. Source: spec/service-plus.md A3, A5, A8.

Three sources, the surest last: the last receipt (03h/2), whose number says which document it is; a document as TLV
(78h/15, 78h/16), whose shape nobody has seen, so it is believed only where it holds the number that was asked for; and
what this driver has just made itself. A document that none of them tells stays unknown: nothing is guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from drivers.errors import FrameError, KkmError
from drivers.fiscal import tlv
from drivers.fiscal.tlv import Item
from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.pirit import texts
from drivers.pirit.requests import info, storage
from drivers.pirit.requests.info import LastReceipt
from drivers.pirit.requests.status import DocumentKind
from drivers.registers import requisites as documents
from drivers.registers.known import Found, NotTold

if TYPE_CHECKING:
    from drivers.pirit.register import PiritRegister

_BLOCK, _MOST = 128, 1 << 16  # bytes
_TICKET_FREE = (4, 41)  # forms of БСО
_FORMS = {form.value: form for form in DocumentForm} | dict(
    zip(_TICKET_FREE, (DocumentForm.RECEIPT, DocumentForm.CORRECTION), strict=True)
)
_RECEIPTS = {
    DocumentKind.SALE: (DocumentForm.RECEIPT, ReceiptType.SALE),
    DocumentKind.SALE_RETURN: (DocumentForm.RECEIPT, ReceiptType.SALE_RETURN),
    DocumentKind.PURCHASE: (DocumentForm.RECEIPT, ReceiptType.PURCHASE),
    DocumentKind.PURCHASE_RETURN: (DocumentForm.RECEIPT, ReceiptType.PURCHASE_RETURN),
    DocumentKind.SALE_CORRECTION: (DocumentForm.CORRECTION, ReceiptType.SALE),
    DocumentKind.SALE_RETURN_CORRECTION: (DocumentForm.CORRECTION, ReceiptType.SALE_RETURN),
    DocumentKind.PURCHASE_CORRECTION: (DocumentForm.CORRECTION, ReceiptType.PURCHASE),
    DocumentKind.PURCHASE_RETURN_CORRECTION: (DocumentForm.CORRECTION, ReceiptType.PURCHASE_RETURN),
}


@dataclass(frozen=True, slots=True)
class Made:
    """What the last command has made, so that no question is needed to know it."""

    form: DocumentForm
    type: ReceiptType | None = None
    total: int | None = None


async def find(register: "PiritRegister", number: int) -> Found:
    """Raises NotTold for a document that the register tells nothing of."""
    last = (await register.last()).number
    receipt = await _last_receipt(register, number) if number == last else None
    found = receipt or await _by_requisites(register, number)
    if found is None and number == last and register.making is not None:
        made = register.making
        found = Found(number=number, form=made.form, time=await _time(register), type=made.type, total=made.total)
    if found is None:
        raise NotTold(texts.not_told(number, last))
    return found


async def _last_receipt(register: "PiritRegister", number: int) -> Found | None:
    """Its time is that of the last fiscal operation: it is the last document (A8)."""
    told = await register.maybe(info.last_receipt())
    if told is None or told.number != number or told.kind not in tuple(_RECEIPTS):
        return None
    form, kind = _RECEIPTS[DocumentKind(told.kind)]
    return Found(number=number, form=form, time=await _time(register), sign=_sign(told), type=kind, total=told.total)


def _sign(told: LastReceipt) -> int:
    """The number, or the text of 31h, "ФД ФП"."""
    last = told.sign.split()[-1:]
    return int(last[0]) if last and last[0].isdecimal() else 0


async def _time(register: "PiritRegister") -> datetime:
    """02h/5; our own where the register shows nonsense."""
    return await register.maybe(info.last_operation()) or register.now.replace(tzinfo=None)


async def _by_requisites(register: "PiritRegister", number: int) -> Found | None:
    told = await _read(register, number)
    if told is None:
        return None
    form, items = told
    return documents.found(number, form, items) if form else None


async def requisites(register: "PiritRegister", number: int) -> list[Item] | None:
    told = await _read(register, number)
    return None if told is None else list(told[1])


async def _read(register: "PiritRegister", number: int) -> tuple[DocumentForm | None, Sequence[Item]] | None:
    """None of a register that does not tell, or tells of another document than was asked for."""
    try:
        head = await register.session.ask(storage.find_document(number))
        items = _inside(tlv.parse(await _blocks(register, head.size)), head.form)
        is_it = any(item.tag == 1040 and item.number() == number for item in items)
    except (FrameError, ValueError):
        return None
    except KkmError as error:
        if error.native is None:
            raise
        return None
    return (_FORMS.get(head.form), items) if is_it else None


async def _blocks(register: "PiritRegister", size: int) -> bytes:
    """Raises ValueError where it comes to nothing before its end."""
    if size > _MOST:
        raise ValueError(f"a document of {size} bytes")
    data = b""
    while len(data) < size:
        block = await register.session.ask(storage.read_block(len(data), min(_BLOCK, size - len(data))))
        if not block:
            raise ValueError(f"a document of {size} bytes ends after {len(data)}")
        data += block
    return data


def _inside(items: list[Item], form: int) -> list[Item]:
    """Within the envelope, where the register gives that too."""
    return items[0].children() if len(items) == 1 and items[0].tag == form else items
