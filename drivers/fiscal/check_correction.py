"""Rules for a correction: its kind, its base, and its sums where it has no rows. Source: spec/ffd.md 2.1 and 4.

ФФД 1.05 takes sums alone. From 1.1 on the format wants items; a client of 1.05 sends none, so they are made of its
sums, one for each rate, with a doubt: the names of the goods are lost, the money and the tax are right.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from drivers.fiscal import vat
from drivers.fiscal.check_requisites import fits
from drivers.fiscal.corrections import UNNUMBERED
from drivers.fiscal.cp866 import to_cp866
from drivers.fiscal.envelope import LATE
from drivers.fiscal.findings import Findings
from drivers.fiscal.rows import day
from drivers.fiscal.settled import Rules
from drivers.model import money
from drivers.model.document import Correction, Position, Receipt
from drivers.model.ffd import ReceiptType, VatRate
from drivers.model.money import divide

_RETURNS = frozenset({ReceiptType.SALE_RETURN, ReceiptType.PURCHASE_RETURN})
_EARLIEST = date(1970, 1, 1)  # the time of the ФН begins
_NAME, _OTHER_SUBJECT = "Коррекция расчета", 13  # of an item that is made of a sum


def check(receipt: Receipt, correction: Correction, rules: Rules, findings: Findings) -> None:
    """Everything but rows and payments."""
    fits({1177: correction.name, 1179: correction.number}, "Основание коррекции", findings)
    if receipt.type in _RETURNS and rules.ffd not in LATE:
        findings.refuse(
            f"Коррекция возврата есть в ФФД 1.1 и 1.2, а касса работает по ФФД {rules.ffd.value}:"
            " выберите коррекцию прихода или расхода"
        )
    if correction.date > rules.now.date():
        findings.refuse(
            f"Дата коррекции {correction.date:%d.%m.%Y} ещё не наступила: укажите день исправляемого расчёта"
        )
    elif correction.date < _EARLIEST:
        findings.refuse(
            f"Дата коррекции {day(correction.date)}: укажите день исправляемого расчёта, такого в ФН не бывает"
        )
    _number(correction, rules, findings)
    _total(receipt, correction, findings)


def _number(correction: Correction, rules: Rules, findings: Findings) -> None:
    number = to_cp866(correction.number).strip()
    if correction.by_order and not number:
        findings.refuse("Коррекция по предписанию: укажите номер предписания налоговой")
    elif not number and rules.ffd not in LATE:
        findings.warn(f"Не указан номер документа, по которому сделана коррекция: записано «{UNNUMBERED}»")
    elif number and not correction.by_order and rules.ffd in LATE:
        findings.warn(
            f"Номер документа-основания не записан: по ФФД {rules.ffd.value} он нужен только при коррекции"
            " по предписанию"
        )


def _total(receipt: Receipt, correction: Correction, findings: Findings) -> None:
    if not receipt.positions and correction.total is None and not receipt.payments.total:
        findings.refuse("В чеке коррекции нет ни товаров, ни суммы: добавьте товары или сумму коррекции")
    if receipt.total < 0:
        findings.refuse(f"Сумма коррекции {money.text(receipt.total)} отрицательная, укажите не меньше нуля")
    if receipt.positions and correction.total not in (None, receipt.total):
        findings.doubt(
            f"Сумма коррекции {money.text(correction.total or 0)} не равна сумме товаров {money.text(receipt.total)}:"
            " записана сумма товаров"
        )


def vat_sums(receipt: Receipt, correction: Correction, findings: Findings) -> dict[VatRate, int]:
    """1102..1107 and 1115 of a correction without rows: as given, or the total as one without VAT.

    A correction names no rate, so a missing tax cannot be worked out; absent means "without VAT" as it does in a row.
    """
    given = _given(correction, findings)
    if findings.refused:
        return {}
    if not given:
        findings.doubt("В коррекции не указаны суммы НДС: записано «без НДС», проверьте ставку")
        return {VatRate.NO_VAT: receipt.total}
    _agree(given, receipt.total, findings)
    return given


def _agree(given: Mapping[VatRate, int], total: int, findings: Findings) -> None:
    """What can never make up the total is refused; taxes that only seem wrong are doubtful, for lines are rounded."""
    turnovers = _turnovers(given)
    exact = all(rate in vat.UNTAXED for rate in given)
    if sum(given.values()) > total or (exact and sum(given.values()) != total):
        findings.refuse(f"Суммы по ставкам НДС не сходятся с суммой коррекции {money.text(total)}: исправьте их")
    elif abs(sum(turnovers.values()) - total) > sum(map(_rounding, given)):
        findings.doubt(
            f"Суммы НДС соответствуют расчёту на {money.text(sum(turnovers.values()))}, а сумма коррекции"
            f" {money.text(total)}: проверьте суммы по ставкам"
        )


def _given(correction: Correction, findings: Findings) -> dict[VatRate, int]:
    """Rates with a sum; clients send the others as zeros."""
    given: dict[VatRate, int] = {}
    for rate, amount in sorted(correction.vat):
        if amount < 0:
            findings.refuse(f"{vat.sum_title(rate)} {money.text(amount)} отрицательная, укажите не меньше нуля")
        elif amount:
            given[rate] = given.get(rate, 0) + amount
    return given


def _turnovers(given: Mapping[VatRate, int]) -> dict[VatRate, int]:
    """What was turned over at each rate: the sum itself without tax, or about so much as its tax makes it."""
    return {
        rate: amount if rate in vat.UNTAXED else divide(amount * (100 + vat.PERCENT[rate]), vat.PERCENT[rate])
        for rate, amount in given.items()
    }


def _rounding(rate: VatRate) -> int:
    """Kopecks by which the turnover of a rate may be off: as much as two kopecks of its tax."""
    percent = vat.PERCENT[rate]
    return 2 * (100 + percent) // percent if percent else 0


def made_rows(receipt: Receipt, sums: Mapping[VatRate, int], rules: Rules, findings: Findings) -> tuple[Position, ...]:
    """Items for a version that wants them; none up to ФФД 1.05. They add up to the total of the correction."""
    if rules.ffd not in LATE or not sums or findings.refused:
        return ()
    findings.doubt(f"По ФФД {rules.ffd.value} в чеке коррекции перечисляют товары: записана только сумма, добавьте их")
    turnovers = _turnovers(sums)
    largest = max(turnovers, key=lambda rate: (rate not in vat.UNTAXED, turnovers[rate]))
    turnovers[largest] += receipt.total - sum(turnovers.values())
    return tuple(
        Position(name=_NAME, quantity=Decimal(1), price=amount, amount=amount, vat=rate, subject=_OTHER_SUBJECT)
        for rate, amount in turnovers.items()
    )
