"""The words for commands, and what each is asked with. Source: spec/bit-driver.md 4.1."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from drivers.model import command
from drivers.model.card import CardAction, CardReference
from drivers.model.document import Cashier, MarkingCode
from drivers.model.marking import MarkingQuestion
from kkmserver.dialects import receipts, values
from kkmserver.dialects.bit import receipt
from kkmserver.dialects.bit.keys import Requisites, requisites
from kkmserver.dialects.kkm.lenient import Json
from kkmserver.dialects.values import WrongValue

PAYMENT = "bnkCardPayment"
RECEIPT = "kktReceiptFiscalization"
CHECK = "kktCheckKM"
_CYRILLIC = "\u0421"  # documents 1.4 and 1.5 and samples write kktСashIn with it
_CUT = {"kktCashOu": "kktCashOut"}  # document 1.5

Members = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Asked:
    """How a command is asked: its members, and what its packet says of it."""

    members: Members
    by_card: bool = False  # a card payment stands before it in the packet
    accept_failed: bool = False  # BIT_ALLOW_INVALID_MRK_CODES_WITH_CASHIER

    @property
    def data(self) -> Members:
        found = self.members.get("data")
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class Word:
    """`read` raises WrongValue. `done`: what a client is told where the command was done."""

    read: Callable[[Asked], command.Command]
    done: str
    money: bool = False  # repeats of it have to be told from new ones
    bank: bool = False


def folded(word: str) -> str:
    """As this API's documents mean it."""
    latin = word.strip().replace(_CYRILLIC, "C")
    return _CUT.get(latin, latin)


def _by_cashier(kind: Callable[[Cashier], command.Command], asked: Asked) -> command.Command:
    return kind(receipt.cashier(requisites(asked.data)))


def _cash(kind: Callable[[int, Cashier], command.Command], asked: Asked) -> command.Command:
    given = requisites(asked.data)
    return kind(_sum(asked, given), receipt.cashier(given))


def _sum(asked: Asked, given: Requisites) -> int:
    """Kopecks, more than 0; the sum stands beside `data` or in it."""
    for where in ("cashsum", "sum"):
        for members in (asked.members, given.named):
            if where in members:
                return _more_than_nothing(values.kopecks(members[where], where))
    raise WrongValue("sum", "сумма не указана")


def _more_than_nothing(amount: int) -> int:
    if not amount:
        raise WrongValue("sum", "сумма 0; укажите сумму больше нуля")
    return amount


def _card(action: CardAction, asked: Asked) -> command.Command:
    given = requisites(asked.data)
    rrn = asked.members.get("rrn", given.named.get("rrn", ""))
    reference = CardReference(rrn=values.words(rrn, "rrn")) if action is CardAction.REFUND else CardReference()
    return command.MoveCardMoney(action=action, amount=_sum(asked, given), reference=reference)


def _receipt(asked: Asked) -> command.Command:
    return receipt.register(asked.data, by_card=asked.by_card, accept_failed=asked.accept_failed)


def _check(asked: Asked) -> command.Command:
    given = requisites(asked.data)
    code = receipts.marking_code(given.need(2000, values.words))
    question = MarkingQuestion(
        marking=MarkingCode(code=code),
        name=given.text(1030),
        quantity=given.get(1023, values.number, Decimal(1)),
        measure=given.get(2108, receipts.measure, 0),
    )
    return command.CheckMarking((question,))


WORDS: Mapping[str, Word] = {
    RECEIPT: Word(_receipt, "чек пробит", money=True),
    "kktOpenShift": Word(partial(_by_cashier, command.OpenShift), "смена открыта"),
    "kktCloseShift": Word(partial(_by_cashier, command.CloseShift), "смена закрыта"),
    "kktXReport": Word(partial(_by_cashier, command.XReport), "X-отчёт напечатан"),
    "kktCashIn": Word(partial(_cash, command.CashIn), "деньги внесены", money=True),
    "kktCashOut": Word(partial(_cash, command.CashOut), "деньги выданы", money=True),
    "kktOpenCashDraw": Word(partial(_by_cashier, command.OpenDrawer), "денежный ящик открыт"),
    CHECK: Word(_check, "код проверен"),
    PAYMENT: Word(partial(_card, CardAction.PAY), "оплата картой прошла", money=True, bank=True),
    "bnkCardReturn": Word(partial(_card, CardAction.REFUND), "деньги возвращены на карту", money=True, bank=True),
    "bnkCardShortReport": Word(lambda _: command.TerminalReport(), "краткий отчёт получен", bank=True),
    "bnkCardFullReport": Word(lambda _: command.TerminalReport(detailed=True), "полный отчёт получен", bank=True),
    "bnkCardSverkaItogov": Word(lambda _: command.SettleTerminal(), "сверка итогов выполнена", bank=True),
    "bnkCardLastOperationResult": Word(lambda _: command.FindTransaction(), "последняя операция найдена", bank=True),
}
