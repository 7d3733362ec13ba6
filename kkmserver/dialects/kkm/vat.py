"""`Tax` numbers of rows and sums. Source: spec/kkmserver.md 3.9.3, 3.9.4."""

from typing import Annotated

from drivers.model.ffd import VatRate
from kkmserver.dialects.kkm.fields import one_of
from kkmserver.dialects.kkm.reading import Reading

VAT_RATES = {
    -1: VatRate.NO_VAT,
    0: VatRate.VAT_0,
    5: VatRate.VAT_5,
    7: VatRate.VAT_7,
    10: VatRate.VAT_10,
    20: VatRate.VAT_20,
    22: VatRate.VAT_22,
    105: VatRate.VAT_5_105,
    107: VatRate.VAT_7_107,
    110: VatRate.VAT_10_110,
    120: VatRate.VAT_20_120,
    122: VatRate.VAT_22_122,
}
_OLD_RATES = (18, 118)

Tax = Annotated[int, one_of((*VAT_RATES, *_OLD_RATES))]


def vat_rate(tax: int, path: str, reading: Reading) -> VatRate:
    """`path`: the member that holds it. 18 and 18/118 ended with 2018; the setting says what stands in their place."""
    if tax not in _OLD_RATES:
        return VAT_RATES[tax]
    if reading.vat_18 == "refuse":
        reading.fault(path, f"ставки НДС {tax} больше нет; передайте действующую, например 22 или -1 (без НДС)")
        return VatRate.NO_VAT
    reading.warn(
        f"Ставок НДС 18% и НДС 18/118 больше нет: записано по ставке {reading.vat_18}%."
        " Укажите действующую ставку в программе, которая отправляет чеки."
    )
    return VAT_RATES[int(reading.vat_18) + (100 if tax > 100 else 0)]
