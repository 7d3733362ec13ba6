"""Members of a correction receipt. Source: spec/kkmserver.md 3.9.3."""

from typing import Annotated

from drivers.model.document import Correction
from drivers.model.ffd import VatRate
from kkmserver.dialects.kkm.fields import Fields, Instant, Roubles, Short, one_of
from kkmserver.dialects.kkm.reading import Reading
from kkmserver.dialects.kkm.vat import vat_rate

# Rate as in `Tax`. 5, 7, 22 and their calculated forms are ours: the API has not caught up with the law.
_SUMS = {
    "sum_tax_none": -1,
    "sum_tax0": 0,
    "sum_tax5": 5,
    "sum_tax7": 7,
    "sum_tax10": 10,
    "sum_tax18": 18,
    "sum_tax20": 20,
    "sum_tax22": 22,
    "sum_tax105": 105,
    "sum_tax107": 107,
    "sum_tax110": 110,
    "sum_tax118": 118,
    "sum_tax120": 120,
    "sum_tax122": 122,
}


class CorrectionIn(Fields):
    """The older form has sums instead of rows."""

    correction_type: Annotated[int, one_of((0, 1))] = 0
    correction_base_date: Instant = None
    correction_base_number: Short = ""
    correction_base_name: Short = ""
    amount: Roubles = 0
    sum_tax_none: Roubles = 0
    sum_tax0: Roubles = 0
    sum_tax5: Roubles = 0
    sum_tax7: Roubles = 0
    sum_tax10: Roubles = 0
    sum_tax18: Roubles = 0
    sum_tax20: Roubles = 0
    sum_tax22: Roubles = 0
    sum_tax105: Roubles = 0
    sum_tax107: Roubles = 0
    sum_tax110: Roubles = 0
    sum_tax118: Roubles = 0
    sum_tax120: Roubles = 0
    sum_tax122: Roubles = 0

    def correction(self, reading: Reading) -> Correction:
        day = self.correction_base_date
        if day is None:
            reading.fault("CorrectionBaseDate", "не указана; передайте дату расчёта, который исправляет этот чек")
        return Correction(
            by_order=self.correction_type == 1,
            date=reading.local(day or reading.now()).date(),
            number=self.correction_base_number,
            name=self.correction_base_name,
            total=self.amount or None,
            vat=self._vat(reading),
        )

    def _vat(self, reading: Reading) -> tuple[tuple[VatRate, int], ...]:
        """Sums of old rates stand with those that took their place."""
        sums: dict[VatRate, int] = {}
        for name in self.model_fields_set & _SUMS.keys():
            if amount := getattr(self, name):
                rate = vat_rate(_SUMS[name], f"SumTax{_SUMS[name]}", reading)
                sums[rate] = sums.get(rate, 0) + amount
        return tuple(sorted(sums.items()))
