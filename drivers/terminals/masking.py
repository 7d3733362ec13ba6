"""Card numbers are shown by their last digits only. Source: spec/payment-terminals.md part 4."""

import re
from dataclasses import replace

from drivers.model.card import CardReference, CardResult
from drivers.model.command import FindTransaction, MoveCardMoney
from drivers.model.outcome import Outcome

_LAST = 4
_RUN = re.compile(r"(?<![0-9A-Za-z*])\d(?:[ -]?\d){12,18}(?![0-9A-Za-z*])", re.ASCII)


def masked_card(card: str) -> str:
    """All digits but the last four are hidden, where so many stand together that they may be a whole card number."""
    digits = re.sub(r"[ -]", "", card)
    return "*" * (len(digits) - _LAST) + digits[-_LAST:] if re.search(r"[0-9]{9}", digits) else card


def masked_text(text: str) -> str:
    """A slip: whatever is 13 to 19 digits long and has a card's check digit is hidden."""
    return _RUN.sub(lambda found: masked_card(found[0]) if _is_card(found[0]) else found[0], text)


def masked_reference(reference: CardReference) -> CardReference:
    return replace(reference, card=masked_card(reference.card))


def masked_command(command: MoveCardMoney) -> MoveCardMoney:
    return replace(command, reference=masked_reference(command.reference))


def masked_question(question: FindTransaction) -> FindTransaction:
    return replace(question, reference=masked_reference(question.reference))


def masked_outcome(outcome: Outcome) -> Outcome:
    card = outcome.card and _masked_result(outcome.card)
    return replace(outcome, card=card, slip=masked_text(outcome.slip))


def _masked_result(card: CardResult) -> CardResult:
    return replace(card, reference=masked_reference(card.reference), slip=masked_text(card.slip))


def _is_card(run: str) -> bool:
    """Whether the check digit fits (ISO/IEC 7812-1, Luhn)."""
    digits = [int(digit) for digit in run if digit.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
