"""The card payment inside `RegisterCheck`, and `RezultProcessing`. Source: spec/kkmserver.md 3.9.5."""

from datetime import tzinfo

from drivers.model.card import CardAction, CardOnReceipt, CardReference, CardResult
from kkmserver.dialects.kkm.encoding import Value
from kkmserver.dialects.kkm.fields import Flag, Index
from kkmserver.dialects.kkm.transaction import TransactionIn, of_terminal, of_transaction

_NAMES = {
    CardAction.PAY: "PayByPaymentCard",
    CardAction.REFUND: "ReturnPaymentByPaymentCard",
    CardAction.CANCEL: "CancelPaymentByPaymentCard",
}


class ProcessingIn(TransactionIn):
    """`UniversalID` is ours here: newer clients keep nothing else of a payment."""

    pay_by_processing: Flag | None = None
    num_device_by_processing: Index | None = None
    print_slip_after_check: Flag | None = None
    print_slip_for_cashier: Flag = False

    def card(self) -> CardOnReceipt | None:
        """None where the client says nothing: the settings decide."""
        if self.model_fields_set.isdisjoint(_MEMBERS):
            return None
        return CardOnReceipt(
            wanted=self.pay_by_processing,
            terminal=self.num_device_by_processing,
            reference=self._payment(),
            slip_after=self.print_slip_after_check,
            slip_for_cashier=self.print_slip_for_cashier,
        )

    def _payment(self) -> CardReference:
        """The payment to be called off; `ReceiptNumber` alone is only the shop's own number of the sale."""
        named = self.universal_id or self.rrn_code or self.authorization_code
        return self.reference() if named else CardReference()


_MEMBERS = frozenset(ProcessingIn.model_fields)


def rezult_processing(card: CardResult, id_command: str, zone: tzinfo | None) -> dict[str, Value]:
    """`id_command`: of the receipt, since nobody has sent the payment one of its own."""
    return {
        **of_transaction(card),
        **of_terminal(card, zone),
        "Command": _NAMES.get(card.action, ""),
        "Error": "",
        "Warning": "",
        "Message": "",
        "Status": 0,
        "IdCommand": id_command,
        "NumDevice": card.device,
    }
