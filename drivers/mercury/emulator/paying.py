"""How a check is paid. Source: spec/mercury.md 3, 6, spec/ffd.md 3, 6.

That the sums of ecashPaymentInfo have to make up ecash is inferred.
"""

from drivers.emulation.fiscal.sale import CASH, CREDIT, ELECTRONIC, EXCHANGE, PREPAID
from drivers.emulation.fiscal.values import Value, fixed, nest, texts, vln
from drivers.mercury.emulator.fields import Fields
from drivers.mercury.emulator.results import Refused, Result

NAMES = {CASH: "cash", ELECTRONIC: "ecash", PREPAID: "prepayment", CREDIT: "credit", EXCHANGE: "consideration"}


def paid(asked: Fields, total: int) -> dict[int, int]:
    """Kopecks by tag, the change taken off the cash. Raises Refused."""
    told = asked.part("payment")
    told.only(*NAMES.values())
    sums = {tag: told.money(name, 0) for tag, name in NAMES.items()}
    change = sum(sums.values()) - total
    if change < 0:
        raise Refused(Result.SMALL_PAYMENT, "Сумма оплаты меньше суммы чека")
    if change > sums[CASH]:
        raise Refused(Result.NON_CASH_OVER, "Сумма безналичной оплаты больше суммы чека")
    return {**sums, CASH: sums[CASH] - change}


def cash(asked: Fields) -> int:
    """Handed over."""
    return asked.part("payment").money(NAMES[CASH], 0)


def details(asked: Fields, paid: dict[int, int]) -> list[Value]:
    """1234; nothing where the host tells none."""
    parts = list(asked.parts("ecashPaymentInfo"))
    if not parts:
        return []
    if sum(each.money("sum") for each in parts) != paid[ELECTRONIC]:
        raise Refused(Result.BAD_FIELD, "Суммы ecashPaymentInfo не равны ecash")
    return [nest(1234, [_detail(each) for each in parts])]


def _detail(told: Fields) -> Value:
    """1235."""
    told.only("sum", "method", "ids", "addInfo")
    parts = [vln(1082, told.money("sum")), fixed(1236, told.integer("method", 0, 255))]
    return nest(1235, parts + texts({1237: told.optional_text("ids"), 1238: told.optional_text("addInfo")}))
