"""The rules a register applies before it records a receipt. Source: spec/ffd.md, sections 5, 6 and 15.

Rules that need the state of a register (shift, clock, drawer) are not here.
"""

from dataclasses import replace
from itertools import chain

from drivers.fiscal import (
    check_correction,
    check_extras,
    check_marking,
    check_requisites,
    check_rows,
    names,
    receipts,
    rows,
    vat,
)
from drivers.fiscal.findings import Findings, place
from drivers.fiscal.foreign import refuse_foreign
from drivers.fiscal.settled import Item, Rules, Settled, Written
from drivers.model import money
from drivers.model.document import Cashier, Payments, Position, Receipt
from drivers.model.ffd import FfdVersion, TaxSystem, VatRate

__all__ = ["Item", "Rules", "Settled", "check", "check_cashier"]

_MOST = 9_999_999_999  # kopecks; registers take ten digits
_DOCUMENT = 32768 - 512  # bytes of a receipt less those of its header and tail
_AUTONOMOUS_CODES = 10  # items with a goods code (1162) that a register without an ОФД takes in one receipt


def check(receipt: Receipt, rules: Rules) -> Settled:
    """Work out what is recorded of a receipt or a correction; doubts come back as warnings.

    Raises RequestRefused, all faults in one text, for what a register must refuse.
    """
    refuse_foreign(receipt)
    findings = Findings(strict=rules.strict)
    given_vat = _begin(receipt, rules, findings)
    positions = receipt.positions or check_correction.made_rows(receipt, given_vat, rules, findings)
    settled_rows = _rows(receipt, positions, rules, findings)
    items = tuple(chain.from_iterable(settled_rows))
    check_requisites.check(receipt, rules, findings)
    check_extras.check(receipt, rules, findings)
    tax_system = _tax_system(receipt, rules, findings)
    payments = _payments(receipt, findings)
    findings.conclude()
    received = payments.cash if receipt.correction else receipt.payments.cash
    settled = Settled(
        receipt=receipt,
        tax_system=tax_system,
        items=items,
        total=receipt.total,
        payments=payments,
        received=received,
        change=received - payments.cash,
        vat=given_vat or vat.sums((item.position for item in items), per_line=rules.per_line_vat),
    )
    _general_without_vat(settled, findings)
    settled = replace(settled, warnings=findings.warnings)
    written = _write(settled, positions, settled_rows, rules, findings)
    findings.conclude()
    return replace(settled, written=written)


def _begin(receipt: Receipt, rules: Rules, findings: Findings) -> dict[VatRate, int]:
    """What a correction is by itself; VAT sums are only given in one without rows."""
    correction = receipt.correction
    if correction is not None:
        check_correction.check(receipt, correction, rules, findings)
        if not receipt.positions:
            return check_correction.vat_sums(receipt, correction, findings)
    return {}


def check_cashier(cashier: Cashier, rules: Rules) -> tuple[str, ...]:
    """Warnings about the cashier of a report. Raises RequestRefused for a name or ИНН that does not fit."""
    findings = Findings(strict=rules.strict)
    check_requisites.cashier(cashier, rules, findings)
    findings.conclude()
    return findings.warnings


def _rows(receipt: Receipt, positions: tuple[Position, ...], rules: Rules, findings: Findings) -> list[list[Item]]:
    """The items of each position, in the order of the positions."""
    if not positions and receipt.correction is None:
        findings.refuse("В чеке нет ни одной позиции: добавьте хотя бы один товар или услугу")
    day = receipt.correction.date if receipt.correction else rules.now.date()
    found = [
        check_rows.settle(_with_agent(position, receipt, rules), number, day, rules, findings)
        for number, position in enumerate(positions, 1)
    ]
    check_marking.check_repeats(positions, findings)
    _autonomous_codes(found, rules, findings)
    return found


def _with_agent(position: Position, receipt: Receipt, rules: Rules) -> Position:
    """ФФД 1.2 has no agent of the whole receipt: its data goes into every item that has none of its own.

    Before, the receipt as a whole tells all but the supplier's name and ИНН, which only an item has a place for.
    """
    if not receipt.agent or position.agent:
        return position
    if rules.ffd is not FfdVersion.V1_2:
        return replace(position, supplier=position.supplier or receipt.supplier)
    return replace(
        position,
        agent=receipt.agent,
        agent_data=position.agent_data or receipt.agent_data,
        supplier=position.supplier or receipt.supplier,
    )


def _autonomous_codes(found: list[list[Item]], rules: Rules, findings: Findings) -> None:
    if not rules.registration.autonomous or rules.ffd not in (FfdVersion.V1_05, FfdVersion.V1_1):
        return
    coded = sum(rows.goods_code(item.position) is not None for item in chain.from_iterable(found))
    if coded > _AUTONOMOUS_CODES:
        findings.refuse(
            f"Товаров с кодом в чеке {coded}, а касса без связи с ОФД берёт не больше {_AUTONOMOUS_CODES}: разбейте чек"
        )


def _tax_system(receipt: Receipt, rules: Rules, findings: Findings) -> TaxSystem:
    """1055: one of those the register is registered with; the first where the client names none."""
    registered = rules.registration.tax_systems
    asked = receipt.tax_system
    if asked is None:
        return registered[0] if registered else TaxSystem.GENERAL
    if registered and asked not in registered:
        known = ", ".join(names.TAX_SYSTEMS[system] for system in registered)
        findings.refuse(
            f"Система налогообложения {names.TAX_SYSTEMS[asked]} в кассе не зарегистрирована: укажите одну из: {known}"
        )
    return asked


_KINDS = {
    "cash": "Оплата наличными",
    "electronic": "Оплата безналичными",
    "advance": "Зачёт аванса",
    "credit": "Оплата в кредит",
    "provision": "Встречное предоставление",
}


def _payments(receipt: Receipt, findings: Findings) -> Payments:
    """What is recorded: the cash due in place of the cash handed over, so that the kinds add up to the total."""
    paid, total = receipt.payments, receipt.total
    if total > _MOST:
        findings.refuse(f"Итог чека {money.text(total)} больше {money.text(_MOST)}: разбейте чек на несколько")
    if not _each_possible(paid, findings) or total < 0:
        return paid
    if paid.cashless > total:
        findings.refuse(
            f"Безналичная оплата {money.text(paid.cashless)} больше итога чека {money.text(total)}, а сдачу с неё не"
            f" дают: уменьшите её на {money.text(paid.cashless - total)}"
        )
    elif paid.total < total:
        findings.refuse(
            f"Оплата {money.text(paid.total)} меньше итога чека {money.text(total)}:"
            f" добавьте {money.text(total - paid.total)}"
        )
    elif receipt.correction is not None and paid.total > total:
        due = money.text(total - paid.cashless)
        findings.doubt(f"У коррекции сдачи нет: наличными записано {due}, проверьте суммы оплаты")
    return replace(paid, cash=total - paid.cashless)


def _each_possible(paid: Payments, findings: Findings) -> bool:
    sums = {title: getattr(paid, kind) for kind, title in _KINDS.items()}
    for title, amount in sums.items():
        if amount < 0:
            findings.refuse(f"{title} отрицательная ({money.text(amount)}): укажите сумму не меньше нуля")
        if amount > _MOST:
            findings.refuse(f"{title} {money.text(amount)} больше {money.text(_MOST)}: проверьте сумму")
    return all(0 <= amount <= _MOST for amount in sums.values())


def _general_without_vat(settled: Settled, findings: Findings) -> None:
    """Only where the client chose ОСН himself: a register's default says nothing of the goods."""
    if settled.receipt.tax_system is TaxSystem.GENERAL and set(settled.vat) == {VatRate.NO_VAT}:
        findings.warn("Система налогообложения ОСН, а все позиции без НДС: проверьте ставки НДС")


def _write(
    settled: Settled,
    positions: tuple[Position, ...],
    settled_rows: list[list[Item]],
    rules: Rules,
    findings: Findings,
) -> Written | None:
    try:
        parts = receipts.requisites(settled, rules.ffd, rules.registration)
    except ValueError:
        _too_much(positions, settled_rows, rules, findings)
        return None
    if sum(map(len, parts)) > _DOCUMENT:
        findings.refuse(f"Чек на {len(settled.items)} позиций не помещается в ФН: разбейте его на несколько")
    return Written((settled, rules.ffd, rules.registration), parts)


def _too_much(
    positions: tuple[Position, ...], settled_rows: list[list[Item]], rules: Rules, findings: Findings
) -> None:
    """Name the rows that cannot be written; where each by itself can, it is the receipt."""
    for number, (position, items) in enumerate(zip(positions, settled_rows, strict=True), 1):
        if not check_rows.can_be_written(items, rules):
            where = place(position, number)
            findings.refuse(f"{where}: данные не помещаются в чек (тег 1059), сократите данные агента или код товара")
    if not findings.refused:
        findings.refuse("Данные чека не помещаются в фискальный документ: сократите дополнительные реквизиты")
