"""A document out of the ФН (`getFnDocument`). The whole form is W3's: spec/atol-web.md names the task alone.

{"documentTLV": {"fiscalDocumentType": …, "qr": …, tag: value, …}, "rawData": the TLV, in base64 or in hexadecimal
digits: which is unknown, so either is read}. What the values of single tags look like is unknown, so what is decided by
is read from the bytes, else from the text of the QR code.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from drivers.errors import FrameError
from drivers.fiscal import tlv
from drivers.fiscal.qr import PATTERN
from drivers.http_service.fields import Fields
from drivers.model import money
from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.registers.known import Found

_FORMS = {
    "registration": DocumentForm.REGISTRATION,
    "changeregistrationparameters": DocumentForm.REREGISTRATION,
    "closearchive": DocumentForm.CLOSE_STORAGE,
    "ofdexchangestatus": DocumentForm.SETTLEMENT_STATE,
    "openshift": DocumentForm.OPEN_SHIFT,
    "closeshift": DocumentForm.CLOSE_SHIFT,
    "receipt": DocumentForm.RECEIPT,
    "receiptcorrection": DocumentForm.CORRECTION,
    "bso": DocumentForm.RECEIPT,
    "bsocorrection": DocumentForm.CORRECTION,
}
_HEX = re.compile("(?:[0-9a-fA-F]{2})+", re.ASCII)
_WITH_SECONDS = re.compile(r"\d{8}T\d{6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Archived:
    """`found`: None where it tells too little; `requisites`: None where the driver gives no bytes."""

    found: Found | None
    requisites: tuple[tlv.Item, ...] | None = None


def document(result: Fields) -> Archived:
    """Raises FrameError for bytes that are no TLV, or a form that nobody has listed."""
    told = result.inner("documentTLV")
    form = _form(told.text("fiscalDocumentType"))
    raw = result.text("rawData")
    if raw:
        requisites = _requisites(raw)
        return Archived(_of_bytes(requisites, form), requisites)
    return Archived(_of_qr(told.text("qr"), form))


def _form(word: str) -> DocumentForm | None:
    if word and word.lower() not in _FORMS:
        raise FrameError("не читается поле fiscalDocumentType")
    return _FORMS.get(word.lower())


def _requisites(raw: str) -> tuple[tlv.Item, ...]:
    """Those of the document, without the envelope that may stand around them."""
    try:
        items = tlv.parse(bytes.fromhex(raw) if _HEX.fullmatch(raw) else base64.b64decode(raw, validate=True))
        return tuple(items[0].children() if len(items) == 1 and items[0].tag in set(DocumentForm) else items)
    except (ValueError, binascii.Error) as error:
        raise FrameError("не читается поле rawData") from error


def _of_bytes(requisites: Sequence[tlv.Item], form: DocumentForm | None) -> Found | None:
    known = {item.tag: item for item in requisites}
    if 1040 not in known or 1012 not in known:
        return None
    try:
        return Found(
            number=known[1040].number(),
            form=form,
            time=known[1012].time(),
            sign=_sign(known[1077].raw) if 1077 in known else 0,
            type=ReceiptType(known[1054].number()) if 1054 in known else None,
            total=known[1020].number() if 1020 in known else None,
            shift=known[1038].number() if 1038 in known else 0,
            number_in_shift=known[1042].number() if 1042 in known else 0,
        )
    except ValueError as error:
        raise FrameError("не читается поле rawData") from error


def _sign(raw: bytes) -> int:
    """1077 is six bytes, two of service before the sign itself, high byte first. Source: spec/ffd.md 3."""
    return int.from_bytes(raw[-4:], "big")


def _of_qr(text: str, form: DocumentForm | None) -> Found | None:
    if not PATTERN.fullmatch(text):
        return None
    parts = dict(part.split("=", 1) for part in text.split("&"))
    stamp = parts["t"]
    return Found(
        number=int(parts["i"]),
        form=form,
        time=datetime.strptime(stamp, "%Y%m%dT%H%M%S" if _WITH_SECONDS.fullmatch(stamp) else "%Y%m%dT%H%M"),  # noqa: DTZ007
        sign=int(parts["fp"]),
        type=ReceiptType(int(parts["n"])) if "n" in parts else None,
        total=money.kopecks(Decimal(parts["s"])) if "s" in parts else None,
    )
