"""The ФН of a virtual register as bytes: what its documents say, read past the server. Money is kopecks."""

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from drivers.fiscal import tlv
from drivers.model.ffd import DocumentForm
from tests.acceptance.shop.ledger import Sums

_BLOCKS = {0: 1129, 1: 1130, 10: 1131, 11: 1132}
_PAID = {"Cash": 1136, "ElectronicPayment": 1138, "AdvancePayment": 1218, "Credit": 1219, "CashProvision": 1220}
_SHIFT_VAT = {20: 1139, 10: 1140, 120: 1141, 110: 1142, 0: 1143, -1: 1183}
_RECEIPT_VAT = {1102: 20, 1103: 10, 1104: 0, 1105: -1, 1106: 120, 1107: 110}
_RATES = {1: 20, 2: 10, 3: 120, 4: 110, 5: 0, 6: -1, 7: 5, 8: 7, 9: 105, 10: 107, 11: 22, 12: 122}  # 1199


@dataclass(frozen=True)
class Document:
    number: int
    form: DocumentForm
    sealed: bytes

    @cached_property
    def items(self) -> list[tlv.Item]:
        (envelope,) = tlv.parse(self.sealed)
        assert envelope.tag == self.form
        return envelope.children()

    def all(self, tag: int) -> list[tlv.Item]:
        return [item for item in self.items if item.tag == tag]

    def one(self, tag: int) -> tlv.Item:
        (item,) = self.all(tag)
        return item

    def vat(self) -> Counter[int]:
        """Of a receipt: the flat sums and those of 1115."""
        flat = {_RECEIPT_VAT[item.tag]: item.number() for item in self.items if item.tag in _RECEIPT_VAT}
        nested = [part for item in self.all(1115) for part in item.children()]
        return Counter(flat) + Counter(
            {_RATES[part.child(1199).number()]: part.child(1120).number() for part in nested}
        )

    def shift_sums(self, kind: int) -> Sums:
        """Of a closing report; its VAT is of the rates alone that have a counter."""
        block = self.one(1194).child(_BLOCKS[kind])
        count = block.child(1135).number()
        if not count:
            return Sums()
        paid = Counter({way: block.child(tag).number() for way, tag in _PAID.items()})
        vat = Counter({rate: block.child(tag).number() for rate, tag in _SHIFT_VAT.items()})
        return Sums(count, block.child(1201).number(), paid, vat)


def counted(vat: Counter[int]) -> Counter[int]:
    """The part of it that a closing report tells in its TLV."""
    return Counter({rate: amount for rate, amount in vat.items() if rate in _SHIFT_VAT})


def documents(data: Path, device: int) -> list[Document]:
    """All of them, oldest first. `data`: the folder of a server that has stopped."""
    (file,) = data.glob(f"**/{device}/storage.sqlite3")
    with closing(sqlite3.connect(file)) as db:
        rows = db.execute("SELECT document, form, tlv FROM steps WHERE document ORDER BY document").fetchall()
    return [Document(number, DocumentForm(form), sealed) for number, form, sealed in rows]
