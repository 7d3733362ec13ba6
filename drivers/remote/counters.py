"""What `GetCounters` answers. Source: spec/kkmserver.md 3.13.

The vendor writes some names with a Cyrillic С; their Latin twins are taken too.
"""

from drivers.errors import FrameError
from drivers.model.counters import CounterBlock
from drivers.model.ffd import ReceiptType, VatRate
from drivers.notation.members import Members
from drivers.remote.sums import payments

COMMAND = "Get\u0421ounters"
_CYRILLIC_TYPE = "\u0421ountersType"
_CYRILLIC, _LATIN = "\u0421ounters", "Counters"
_TYPES = {
    "shell": ReceiptType.SALE,  # so spelled
    "shellreturn": ReceiptType.SALE_RETURN,
    "buy": ReceiptType.PURCHASE,
    "buyreturn": ReceiptType.PURCHASE_RETURN,
}
_SHIFTS = {"shift": True, "total": False}
_RATES = {  # 5, 7, 22 and their calculated forms are ours
    "TaxNo": VatRate.NO_VAT,
    "Tax0": VatRate.VAT_0,
    "Tax5": VatRate.VAT_5,
    "Tax7": VatRate.VAT_7,
    "Tax10": VatRate.VAT_10,
    "Tax20": VatRate.VAT_20,
    "Tax22": VatRate.VAT_22,
    "Tax105": VatRate.VAT_5_105,
    "Tax107": VatRate.VAT_7_107,
    "Tax110": VatRate.VAT_10_110,
    "Tax120": VatRate.VAT_20_120,
    "Tax122": VatRate.VAT_22_122,
}


def counters(members: Members) -> tuple[CounterBlock, ...]:
    """Raises FrameError."""
    blocks = members.parts(_CYRILLIC if _CYRILLIC in members else _LATIN)
    return tuple(_block(block) for block in blocks)


def _block(members: Members) -> CounterBlock:
    kind = members.text(_CYRILLIC_TYPE) or members.text("CountersType")
    shift, type_ = _SHIFTS.get(kind.lower()), _TYPES.get(members.text("ReceiptType").lower())
    if shift is None or type_ is None:
        raise FrameError("В счётчиках удалённого сервера не читается вид счётчика.")
    return CounterBlock(
        shift=shift,
        type=type_,
        count=members.whole("Count"),
        total=members.kopecks("Sum"),
        payments=payments(members),
        vat={rate: members.kopecks(name) for name, rate in _RATES.items() if members.kopecks(name)},
        corrections=members.whole("CorrectionsCount"),
        corrections_total=members.kopecks("CorrectionsSum"),
    )
