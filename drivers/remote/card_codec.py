"""Commands of a bank terminal, and what they bring. Source: spec/kkmserver.md 3.9.5, 3.15."""

from datetime import tzinfo

from drivers.model import command as commands
from drivers.model.card import CardAction, CardResult
from drivers.model.command import Command, FindTransaction, MoveCardMoney
from drivers.model.money import roubles
from drivers.notation.json_text import Json
from drivers.notation.members import Members, readable
from drivers.remote import card_reference
from drivers.remote.request import Request

_NAMES = {
    CardAction.PAY: "PayByPaymentCard",
    CardAction.REFUND: "ReturnPaymentByPaymentCard",
    CardAction.CANCEL: "CancelPaymentByPaymentCard",
    CardAction.AUTHORISE: "AuthorisationByPaymentCard",
    CardAction.CONFIRM: "AuthConfirmationByPaymentCard",
    CardAction.CANCEL_AUTHORISATION: "CancelAuthorisationByPaymentCard",
    CardAction.REVERSE: "EmergencyReversal",
}
_ACTIONS = {name: action for action, name in _NAMES.items()}
_ANEW = (CardAction.PAY, CardAction.AUTHORISE)  # their `ReceiptNumber` is the shop's own number


def request_of(command: Command) -> Request | None:
    match command:
        case MoveCardMoney():
            return Request(_NAMES[command.action], _moved(command))
        case FindTransaction(amount=amount, reference=reference):
            return Request("TransactionDetails", {"Amount": roubles(amount), **card_reference.parts(reference)})
        case commands.TerminalReport(detailed):
            return Request("TerminalReport", {"Detailed": detailed})
        case _:
            return None


def result_of(command: MoveCardMoney | FindTransaction, members: Members, zone: tzinfo | None) -> CardResult:
    """The API does not tell what kind of transaction was found: it counts as a payment. Raises FrameError."""
    action = command.action if isinstance(command, MoveCardMoney) else CardAction.PAY
    return _result(action, members, zone, command.amount)


def of_receipt(members: Members, zone: tzinfo | None) -> CardResult | None:
    """`RezultProcessing`: what a server that was told not to has done with a card all the same. Raises FrameError."""
    told = members.part("RezultProcessing")
    if told is None or "Amount" not in told:
        return None
    return _result(_ACTIONS.get(told.text("Command"), CardAction.PAY), told, zone)


def _moved(command: MoveCardMoney) -> dict[str, Json]:
    named = card_reference.parts if command.action in _ANEW else card_reference.whole
    return {"Amount": roubles(command.amount), **named(command.reference)}


def _result(action: CardAction, members: Members, zone: tzinfo | None, amount: int = 0) -> CardResult:
    """`amount`: where it is not told. The last four are those of `RezultProcessing`; others need not tell them."""
    return CardResult(
        action=action,
        amount=members.kopecks("Amount") if "Amount" in members else amount,
        reference=card_reference.read(members),
        slip=members.text("Slip"),
        slip_printed=readable(lambda: members.flag("PrintSlipOnTerminal")) or False,
        terminal=members.text("TerminalID"),
        card_hash=members.text("CardHash"),
        time=readable(lambda: members.moment("TransDate", zone)),
    )
