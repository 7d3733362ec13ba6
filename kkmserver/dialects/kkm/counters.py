"""What GetCounters answers. Source: spec/kkmserver.md 3.13.

The vendor writes two names with a Cyrillic С; each has a twin with a Latin one. Rates that came after the API are ours.
"""

from datetime import tzinfo

from drivers.model.counters import CounterBlock
from drivers.model.ffd import ReceiptType, VatRate
from drivers.model.money import roubles
from drivers.model.outcome import Outcome
from kkmserver.dialects.kkm.encoding import Value
from kkmserver.dialects.kkm.sums import sums

CYRILLIC = "Get\u0421ounters"
_TYPES = {
    ReceiptType.SALE: "Shell",
    ReceiptType.SALE_RETURN: "ShellReturn",
    ReceiptType.PURCHASE: "Buy",
    ReceiptType.PURCHASE_RETURN: "BuyReturn",
}
_TAXES = {
    "Tax20": VatRate.VAT_20,
    "Tax10": VatRate.VAT_10,
    "Tax0": VatRate.VAT_0,
    "TaxNo": VatRate.NO_VAT,
    "Tax120": VatRate.VAT_20_120,
    "Tax110": VatRate.VAT_10_110,
    "Tax22": VatRate.VAT_22,
    "Tax122": VatRate.VAT_22_122,
    "Tax5": VatRate.VAT_5,
    "Tax105": VatRate.VAT_5_105,
    "Tax7": VatRate.VAT_7,
    "Tax107": VatRate.VAT_7_107,
}


def counters_answer(outcome: Outcome, zone: tzinfo | None) -> dict[str, Value]:  # noqa: ARG001
    def elements() -> list[Value]:
        return [_element(block) for block in outcome.counters]

    return {"\u0421ounters": elements(), "Counters": elements()}


def _element(block: CounterBlock) -> dict[str, Value]:
    kind = "Shift" if block.shift else "Total"
    return {
        "\u0421ountersType": kind,
        "CountersType": kind,
        "ReceiptType": _TYPES[block.type],
        "Count": block.count,
        "Sum": roubles(block.total),
        **sums(block.payments),
        **{name: roubles(block.vat.get(rate, 0)) for name, rate in _TAXES.items()},
        "CorrectionsCount": block.corrections,
        "CorrectionsSum": roubles(block.corrections_total),
    }
