"""Commands of a bank terminal. Source: spec/kkmserver.md 3.15."""

from datetime import tzinfo

from drivers.model import command
from drivers.model.card import CardAction
from drivers.model.outcome import Outcome
from kkmserver.dialects.kkm.card_numbers import CardText
from kkmserver.dialects.kkm.encoding import Value
from kkmserver.dialects.kkm.fields import Flag, Roubles
from kkmserver.dialects.kkm.head import HeadIn
from kkmserver.dialects.kkm.reading import Reading
from kkmserver.dialects.kkm.transaction import TransactionIn, of_terminal, of_transaction

MONEY = {
    "PayByPaymentCard": CardAction.PAY,
    "ReturnPaymentByPaymentCard": CardAction.REFUND,
    "CancelPaymentByPaymentCard": CardAction.CANCEL,
    "AuthorisationByPaymentCard": CardAction.AUTHORISE,
    "AuthConfirmationByPaymentCard": CardAction.CONFIRM,
    "CancelAuthorisationByPaymentCard": CardAction.CANCEL_AUTHORISATION,
    "EmergencyReversal": CardAction.REVERSE,
}


class CardIn(HeadIn, TransactionIn):
    """`ReceiptNumber` of a new payment is the shop's own number for it; of anything else it names the payment."""

    amount: Roubles = 0
    card_number: CardText = ""

    def moved(self, action: CardAction, reading: Reading) -> command.MoveCardMoney:
        if not self.amount and action is not CardAction.REVERSE:
            reading.fault("Amount", "сумма 0 или не указана; укажите сумму больше нуля")
        return command.MoveCardMoney(action=action, amount=self.amount, reference=self.reference(self.card_number))

    def sought(self) -> command.FindTransaction:
        return command.FindTransaction(amount=self.amount, reference=self.reference(self.card_number))


class TerminalReportIn(HeadIn):
    detailed: Flag = False


def card_answer(outcome: Outcome, zone: tzinfo | None) -> dict[str, Value]:
    """A server that forwards to this one wants to know of the slip."""
    card = outcome.card
    if card is None:
        return {}
    return of_transaction(card) | (of_terminal(card, zone) if card.terminal or card.slip_printed else {})


def slip_answer(outcome: Outcome, zone: tzinfo | None) -> dict[str, Value]:  # noqa: ARG001
    return {"Slip": outcome.slip or (outcome.card.slip if outcome.card else "")}


def printing_answer(outcome: Outcome, zone: tzinfo | None) -> dict[str, Value]:  # noqa: ARG001
    return {} if outcome.slip_on_terminal is None else {"PrintSlipOnTerminal": outcome.slip_on_terminal}
