"""Operations of a terminal as the book keeps them: what was asked in short, the command and its outcome as JSON."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from drivers.model.card import CardAction, CardReference, CardResult
from drivers.model.command import MoveCardMoney, SettleTerminal
from drivers.model.outcome import Outcome

MONEY = "money %"  # pattern of the subjects of what moves money


def subject(command: MoveCardMoney | SettleTerminal) -> str:
    """Equal for equal commands, also after an update of this program."""
    if isinstance(command, SettleTerminal):
        return "settlement"
    told = command.reference
    return (
        f"money {command.action} {command.amount} number={told.receipt_number} rrn={told.rrn} code={told.authorisation}"
    )


def request_text(command: MoveCardMoney | SettleTerminal) -> str:
    if isinstance(command, SettleTerminal):
        return "{}"
    plain = {"action": command.action, "amount": command.amount, "reference": asdict(command.reference)}
    return json.dumps(plain, ensure_ascii=False)


def command_of(request: str) -> MoveCardMoney | SettleTerminal:
    plain = json.loads(request)
    if not plain:
        return SettleTerminal()
    reference = CardReference(**plain["reference"])
    return MoveCardMoney(action=CardAction(plain["action"]), amount=plain["amount"], reference=reference)


def answer_text(outcome: Outcome) -> str:
    card = outcome.card and asdict(outcome.card)
    plain = {"card": card, "slip": outcome.slip, "warnings": outcome.warnings}
    return json.dumps(plain, ensure_ascii=False, default=datetime.isoformat)


def outcome_of(answer: str) -> Outcome:
    plain = json.loads(answer)
    card = plain["card"] and _card(**plain["card"])
    return Outcome(card=card, slip=plain["slip"], warnings=tuple(plain["warnings"]))


def _card(*, action: str, reference: dict[str, str], time: str | None, **others: Any) -> CardResult:
    moment = None if time is None else datetime.fromisoformat(time)
    return CardResult(action=CardAction(action), reference=CardReference(**reference), time=moment, **others)
