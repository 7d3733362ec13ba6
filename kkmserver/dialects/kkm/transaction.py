"""Which bank transaction a request means, and what is told of one. Source: spec/kkmserver.md 3.9.5, 3.15."""

from datetime import tzinfo

from pydantic import Field

from drivers.model.card import CardReference, CardResult
from drivers.model.money import roubles
from kkmserver.dialects.kkm.card_numbers import UniversalId
from kkmserver.dialects.kkm.encoding import Value, date_of
from kkmserver.dialects.kkm.fields import Fields, Short

# Keys of `UniversalID` by field of CardReference.
_KEYS = {"card": "CN", "receipt_number": "RN", "rrn": "RRN", "authorisation": "AC"}
_SEPARATORS = str.maketrans(";:", "  ")


def universal_id(reference: CardReference) -> str:
    """ "CN:4276********0001;RN:77;RRN:100000000001;AC:123456", without what is not known.

    Clients split it at `;` and `:`, so no value keeps one.
    """
    known = {key: getattr(reference, name).translate(_SEPARATORS).strip() for name, key in _KEYS.items()}
    return ";".join(f"{key}:{value}" for key, value in known.items() if value)


def parts_of(text: str) -> dict[str, str]:
    """Of a `UniversalID`, by field of CardReference; keys of others are passed over."""
    pairs = (pair.partition(":") for pair in text.split(";"))
    given = {key.strip().upper(): value.strip() for key, _, value in pairs}
    return {name: given[key] for name, key in _KEYS.items() if given.get(key)}


class TransactionIn(Fields):
    """Members that name an earlier transaction: one of them for all, or the older ones each for itself."""

    universal_id: UniversalId = Field("", title="UniversalID")
    receipt_number: Short = ""
    rrn_code: Short = Field("", title="RRNCode")
    authorization_code: Short = ""

    def tells_a_card(self) -> bool:
        """Whether the request may hold a card number."""
        return not self.model_fields_set.isdisjoint(("universal_id", "card_number"))

    def reference(self, card: str = "") -> CardReference:
        """The older members fill what `UniversalID` does not tell."""
        older = {"card": card, "receipt_number": self.receipt_number}
        older |= {"rrn": self.rrn_code, "authorisation": self.authorization_code}
        return CardReference(**older | parts_of(self.universal_id))


def of_transaction(card: CardResult) -> dict[str, Value]:
    """Members of an answer that tell of it."""
    reference = card.reference
    return {
        "UniversalID": universal_id(reference),
        "Amount": roubles(card.amount),
        "Slip": card.slip,
        "RRNCode": reference.rrn,
        "AuthorizationCode": reference.authorisation,
        "CardNumber": reference.card,
        "ReceiptNumber": reference.receipt_number,
    }


def of_terminal(card: CardResult, zone: tzinfo | None) -> dict[str, Value]:
    """What is published for the answer of a receipt alone."""
    return {
        "PrintSlipOnTerminal": card.slip_printed,
        "CardHash": card.card_hash,
        "TransDate": date_of(card.time, zone),
        "TerminalID": card.terminal,
    }
