"""How the virtual ФН keeps beside a document what a copy needs: facts as JSON, paper as packed JSON."""

import base64
import json
import zlib
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from drivers.fiscal.documents import Header
from drivers.fiscal.settled import Settled
from drivers.model.document import PLAIN, BarcodeStyle, Payments, Symbology
from drivers.model.ffd import TaxSystem, VatRate
from drivers.model.outcome import CopyRow, DocumentCopy
from drivers.printing.bitmap import Bitmap
from drivers.printing.page import BarcodeBlock, Block, Cut, Feed, PictureBlock, Pulse, TextRow
from drivers.virtual.stored import StoredDocument

_WINDOW, _MEMORY = 12, 5  # of zlib: a slip is small, and preparing for more costs ten times what packing it does
_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def pack_slip(blocks: tuple[Block, ...]) -> bytes:
    plain = _JSON.encode([_plain(block) for block in blocks])
    packer = zlib.compressobj(1, wbits=_WINDOW, memLevel=_MEMORY)
    return packer.compress(plain.encode("utf-8", "surrogatepass")) + packer.flush()


def _plain(block: Block) -> list[Any]:
    match block:
        case TextRow():
            doubled = [block.bold, block.wide, block.tall] if block.bold or block.wide or block.tall else []
            return ["text", block.text, block.font, block.intensity, *doubled]
        case BarcodeBlock(symbology, content, style):
            return ["code", symbology.value, content, *([] if style == PLAIN else [asdict(style)])]
        case PictureBlock(bitmap):
            return ["picture", bitmap.width, bitmap.height, base64.b64encode(bitmap.data).decode()]
        case Feed(dots):
            return ["feed", dots]
        case Cut():
            return ["cut"]
        case Pulse():
            return ["pulse"]


def unpack_slip(packed: bytes) -> tuple[Block, ...]:
    plain = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    return tuple(_block(kind, *values) for kind, *values in plain)


def _block(kind: str, *values: Any) -> Block:
    match kind:
        case "text":
            return TextRow(*values)
        case "code":
            return BarcodeBlock(Symbology(values[0]), values[1], *(BarcodeStyle(**style) for style in values[2:]))
        case "picture":
            return PictureBlock(Bitmap(values[0], values[1], base64.b64decode(values[2])))
        case "feed":
            return Feed(*values)
        case _:
            return Cut() if kind == "cut" else Pulse()


def slip_text(blocks: tuple[Block, ...]) -> str:
    """The rows of text, each ended by CR LF. Codes and pictures have no place in it: clients reprint it as text."""
    return "".join(f"{block.text}\r\n" for block in blocks if isinstance(block, TextRow))


def payments_list(payments: Payments) -> list[int]:
    return [payments.cash, payments.electronic, payments.advance, payments.credit, payments.provision]


def facts(header: Header, settled: Settled | None) -> str:
    """What a DocumentCopy tells beside the document itself, as JSON."""
    plain: dict[str, Any] = {"cashier": header.cashier.name, "cashier_inn": header.cashier.inn}
    if settled is not None:
        receipt, registration = settled.receipt, header.registration
        plain |= {
            "tax_system": settled.tax_system,
            "client_address": receipt.client_address,
            "sender_email": receipt.sender_email or registration.sender_email,
            "place": receipt.place or registration.place,
            "rows": [[item.name, str(item.quantity), item.amount, item.vat] for item in settled.items],
            "payments": payments_list(settled.payments),
        }
    return json.dumps(plain)


def copy_of(stored: StoredDocument) -> DocumentCopy:
    """A DocumentCopy from the archive alone; `text` is the paper as it was laid out then."""
    plain = json.loads(stored.facts)
    rows = [_row(*row) for row in plain.pop("rows", ())]
    tax_system, payments = plain.pop("tax_system", None), plain.pop("payments", None)
    return DocumentCopy(
        document=stored.document,
        text=slip_text(unpack_slip(stored.slip)),
        tax_system=None if tax_system is None else TaxSystem(tax_system),
        rows=tuple(rows),
        payments=None if payments is None else Payments(*payments),
        **plain,
    )


def _row(name: str, quantity: str, amount: int, vat: int | None) -> CopyRow:
    return CopyRow(name, Decimal(quantity), amount, None if vat is None else VatRate(vat))
