"""The card payment that belongs to a receipt: what is asked of the bank, how it is undone, how its slip is printed.

Source: spec/kkmserver.md 3.9.5, spec/payment-terminals.md part 4. That a purchase (расход) gives money to the card
and its return takes it back is inferred.
"""

from drivers.model.card import CardAction, CardOnReceipt, CardResult
from drivers.model.command import Command, MoveCardMoney, RegisterReceipt
from drivers.model.document import TextLine
from drivers.model.ffd import ReceiptType
from kkmserver.dispatch.processing import Processing

_PAID_OUT = (ReceiptType.SALE_RETURN, ReceiptType.PURCHASE)
_UNTOLD = CardOnReceipt()


def payment(command: Command, processing: Processing) -> MoveCardMoney | None:
    """What has to be done at the terminal before the receipt is registered."""
    if not isinstance(command, RegisterReceipt):
        return None
    receipt, card = command.receipt, command.card or _UNTOLD
    amount = receipt.payments.electronic
    # A correction tells of money that has moved already.
    usual = processing.enabled and receipt.correction is None
    if amount <= 0 or not (usual if card.wanted is None else card.wanted):
        return None
    if receipt.type not in _PAID_OUT:
        return MoveCardMoney(action=CardAction.PAY, amount=amount)
    action = CardAction.CANCEL if card.reference.known else CardAction.REFUND
    return MoveCardMoney(action=action, amount=amount, reference=card.reference)


def terminal_for(command: Command, processing: Processing, device: int) -> int:
    """The terminal's number, 0 = any. `device`: the one that is to register the receipt."""
    card = command.card if isinstance(command, RegisterReceipt) else None
    if card is None or card.terminal is None:
        return processing.terminal_of(device)
    return card.terminal


def undoing(done: MoveCardMoney, result: CardResult | None) -> tuple[MoveCardMoney, ...]:
    """Ways to move the money back, the best one first; the next one is for when the bank refuses that.

    A cancellation is for the bank's same day, a refund for later too. Nobody may be charged without his card, so of
    money that went to the buyer only a refund of this day can be called back.
    """
    if result is None or not result.reference.known:
        return ()
    ways = {
        CardAction.PAY: (CardAction.CANCEL, CardAction.REFUND),
        CardAction.REFUND: (CardAction.CANCEL,),
    }.get(done.action, ())
    amount = moved(done, result)
    return tuple(MoveCardMoney(action=way, amount=amount, reference=result.reference) for way in ways)


def moved(asked: MoveCardMoney, result: CardResult | None) -> int:
    """A bank may approve a part of what was asked (general); a terminal that does not say has done as asked."""
    return (result.amount if result else 0) or asked.amount


def slip_copies(command: Command, processing: Processing, result: CardResult | None) -> int:
    """How many slips are wanted on the register's paper."""
    if not isinstance(command, RegisterReceipt) or result is None or result.slip_printed or not result.slip.strip():
        return 0
    card = command.card or _UNTOLD
    usual = processing.slip and command.receipt.print_paper
    return (usual if card.slip_after is None else card.slip_after) + card.slip_for_cashier


def slip(text: str) -> tuple[TextLine, ...]:
    return tuple(TextLine(line.rstrip()) for line in text.rstrip().splitlines())
