"""What undoing the steps before a receipt has come to, in the journal's terms and in words for the cashier."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from drivers.model.card import CardAction, CardResult
from drivers.model.outcome import Outcome
from kkmserver.dispatch.cards import moved
from kkmserver.dispatch.steps import Step
from kkmserver.dispatch.verdict import UNKNOWN_PREFIX, Verdict, unknown
from kkmserver.store import own
from kkmserver.store.record import Failure, Record, State


@dataclass(frozen=True, slots=True)
class Undone:
    """`done`: the step; `state`: what came of undoing it, and `text` why it was not undone."""

    step: Step
    done: Record
    state: State
    text: str = ""


def verdict(why: Failure, undone: Sequence[Undone]) -> Verdict:
    """Of the receipt, of which nothing is recorded. It may run again only where nothing of it is left."""
    text = " ".join([why.text, *map(_said, undone)])
    left = outcome_of({one.step: one.done for one in undone if one.state is not State.DONE})
    if any(one.state is State.UNKNOWN for one in undone):
        return replace(unknown(text), outcome=left)
    nothing_left = all(one.state is State.DONE for one in undone)
    failure = replace(why, text=text, nothing_sent=why.nothing_sent and nothing_left)
    return Verdict(State.FAILED, outcome=left, failure=failure)


def outcome_of(standing: dict[Step, Record]) -> Outcome | None:
    """None where nothing stands."""
    paid, told = standing.get(Step.CARD), standing.get(Step.EGAIS)
    card = paid.outcome.card if paid and paid.outcome else None
    excise = told.outcome.excise if told and told.outcome else None
    return (
        Outcome(card=replace(card, device=paid.device) if card and paid else None, excise=excise) if standing else None
    )


def kept(standing: dict[Step, Record]) -> str:
    """Of a receipt of which nobody knows whether it is recorded."""
    return " ".join(_kept(step, record) for step, record in standing.items())


def _kept(step: Step, record: Record) -> str:
    if step is Step.EGAIS:
        return "ЕГАИС о бутылках извещён."
    return f"Операция по карте проведена и не отменена: {money(record)}."


def _said(one: Undone) -> str:
    if one.step is Step.EGAIS:
        return _of_egais(one)
    return _of_card(one)


def _of_egais(one: Undone) -> str:
    if one.state is State.DONE:
        return "Чек в ЕГАИС отменён обратным чеком."
    doubt = "неизвестно, отменён ли чек" if one.state is State.UNKNOWN else "чек не отменён"
    return f"ВНИМАНИЕ: в ЕГАИС {doubt}. {_why(one)}Проверьте его в УТМ и отправьте обратный чек, если он нужен."


def _of_card(one: Undone) -> str:
    paid = _action(one.done) is CardAction.PAY
    if one.state is State.DONE:
        return f"Деньги возвращены на карту: {money(one.done)}." if paid else "Возврат на карту отменён."
    if one.state is State.UNKNOWN:
        return f"Неизвестно, отменена ли операция по карте: {money(one.done)}. {_why(one)}Проверьте её на терминале."
    if paid:
        return (
            f"ВНИМАНИЕ: деньги с карты сняты и не возвращены: {money(one.done)}. {_why(one)}"
            "Верните их на терминале или пробейте чек ещё раз без оплаты на терминале."
        )
    return (
        f"ВНИМАНИЕ: деньги на карту возвращены, а чека нет: {money(one.done)}. {_why(one)}"
        "Пробейте чек возврата ещё раз без операции на терминале."
    )


def _why(one: Undone) -> str:
    return f"{one.text.removeprefix(UNKNOWN_PREFIX).rstrip()} " if one.text else ""


def _action(done: Record) -> CardAction | None:
    asked = own.read(done.entry.request).card
    return asked.action if asked else None


def money(done: Record) -> str:
    """Sum, and under what the bank knows it."""
    asked, result = own.read(done.entry.request).card, done.outcome.card if done.outcome else None
    words = [roubles(moved(asked, result) if asked else 0), f"терминал № {done.device}", *_numbers(result)]
    return ", ".join(words)


def roubles(amount: int) -> str:
    return f"{amount // 100},{amount % 100:02} руб."


def _numbers(result: CardResult | None) -> list[str]:
    if result is None:
        return []
    reference = result.reference
    named = {"RRN": reference.rrn, "код": reference.authorisation, "чек терминала": reference.receipt_number}
    return [f"{name} {value}" for name, value in named.items() if value]
