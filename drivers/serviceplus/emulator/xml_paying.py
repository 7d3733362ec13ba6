"""How a receipt is paid. Source: spec/service-plus.md C2, spec/ffd.md 6."""

from drivers.emulation.fiscal.sale import CASH, PAYMENTS
from drivers.serviceplus.emulator.xml_errors import Error, Refused
from drivers.serviceplus.emulator.xml_fields import Fields


def paid(asked: Fields, total: int, *, gives_change: bool) -> dict[int, int]:
    """Kopecks by tag, the change taken off the cash. Raises Refused."""
    sums = {tag: asked.money(tag, 0) for tag in PAYMENTS}
    change = sum(sums.values()) - total
    if change < 0:
        raise Refused(Error.SMALL_PAYMENT, "Сумма оплаты меньше суммы чека")
    if change > (sums[CASH] if gives_change else 0):
        raise Refused(Error.NON_CASH_OVER, "Сумма оплаты больше суммы чека")
    return {**sums, CASH: sums[CASH] - change}
