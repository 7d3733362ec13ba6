"""Which VAT rate may stand where and when. Doubts only: whether a rate is legal today is the seller's business.

Source: spec/ffd.md 5.1 and 5.2.
"""

from datetime import date

from drivers.fiscal import vat
from drivers.fiscal.findings import Findings
from drivers.fiscal.settled import Rules
from drivers.model.document import Position, Receipt
from drivers.model.ffd import ReceiptType, SettlementMethod, VatRate

_RATES_OF_2026 = frozenset({VatRate.VAT_22, VatRate.VAT_22_122})
_RATES_OF_2025 = frozenset({VatRate.VAT_5, VatRate.VAT_7, VatRate.VAT_5_105, VatRate.VAT_7_107})
_RATES_TILL_2026 = frozenset({VatRate.VAT_20, VatRate.VAT_20_120})
_SINCE_2025 = date(2025, 1, 1)
_SINCE_2026 = date(2026, 1, 1)
_IN_ADVANCE = frozenset({SettlementMethod.FULL_PREPAYMENT, SettlementMethod.PREPAYMENT, SettlementMethod.ADVANCE})
_RETURNS = frozenset({ReceiptType.SALE_RETURN, ReceiptType.PURCHASE_RETURN})


def check_rate(position: Position, day: date, findings: Findings) -> None:
    """What can be said of one row of a sale of that day."""
    rate = position.vat
    if (rate in _RATES_OF_2026 and day < _SINCE_2026) or (rate in _RATES_OF_2025 and day < _SINCE_2025):
        findings.doubt(f"Ставка {vat.title(rate)} на дату чека ещё не действует: проверьте ставку и часы кассы")
    if position.method in _IN_ADVANCE and rate in vat.CALCULATED:
        findings.doubt(
            f"При предоплате и авансе применяют расчётную ставку: вместо {vat.title(rate)} укажите"
            f" {vat.title(vat.CALCULATED[rate])}"
        )


def check_date(receipt: Receipt, rules: Rules, findings: Findings) -> None:
    """20 % ended with 2025; returns and corrections of what was sold before may still carry it."""
    day = receipt.correction.date if receipt.correction else rules.now.date()
    if day < _SINCE_2026 or receipt.type in _RETURNS:
        return
    given = receipt.correction.vat if receipt.correction and not receipt.positions else ()
    used = {position.vat for position in receipt.positions} | {rate for rate, amount in given if amount}
    for rate in sorted(used & _RATES_TILL_2026):
        findings.doubt(f"{vat.title(rate)} с 2026 года не применяют, действует 22%: проверьте ставку")
