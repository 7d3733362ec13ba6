"""One verdict out of several: of the members that could not do a command, or that all had to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from drivers.errors import Fault, OutcomeUnknown
from drivers.model.outcome import Outcome
from kkmserver.dispatch.verdict import UNKNOWN_PREFIX, Verdict
from kkmserver.store.record import PARTLY, Failure, Record, State


@dataclass(frozen=True, slots=True)
class Part:
    """What one member made of it."""

    number: int
    name: str
    verdict: Verdict

    @classmethod
    def of(cls, number: int, name: str, record: Record) -> Self:
        """Of a final record."""
        return cls(number, name, Verdict(record.state, outcome=record.outcome, failure=record.failure))

    def __str__(self) -> str:
        return f"«{self.name}»: {self._said()}"

    def _said(self) -> str:
        failure, outcome = self.verdict.failure, self.verdict.outcome
        if failure:
            return failure.text.removeprefix(UNKNOWN_PREFIX)
        if outcome and (document := outcome.document):
            return f"готово, смена {document.shift}, ФД {document.number}."
        return "готово."


def nobody_could(verdict: Verdict, pool: str, reasons: str) -> Verdict:
    """The last member's verdict, with what kept the others."""
    assert verdict.failure
    text = f"Ни одно устройство пула «{pool}» не может выполнить команду, ничего не напечатано. {reasons}"
    return replace(verdict, failure=replace(verdict.failure, text=text))


def combined(parts: Sequence[Part]) -> Verdict:
    """Of a command that every member had to do. Source: spec/kkmserver.md section 5, rule 7.

    Done only where all have done it; the numbers are those of the first one, the rest stands in the warnings.
    """
    failed = [part for part in parts if part.verdict.state is not State.DONE]
    if not failed:
        outcome = parts[0].verdict.outcome or Outcome()
        warnings = tuple(str(part) for part in parts) if len(parts) > 1 else ()
        return Verdict(State.DONE, outcome=replace(outcome, warnings=(*outcome.warnings, *warnings)))
    text = " ".join(str(part) for part in [*failed, *(part for part in parts if part not in failed)])
    if any(part.verdict.state is State.UNKNOWN for part in failed):
        unknown = Failure(code=OutcomeUnknown.code, text=UNKNOWN_PREFIX + text, fault=Fault.UNKNOWN, nothing_sent=False)
        return Verdict(State.UNKNOWN, failure=unknown)
    return Verdict(State.FAILED, failure=_failure(parts, failed, text))


def _failure(parts: Sequence[Part], failed: Sequence[Part], text: str) -> Failure:
    why = [part.verdict.failure for part in failed if part.verdict.failure]
    first = why[0]
    if not all(failure.may_run_again for failure in why):
        worst = next(failure for failure in why if not failure.may_run_again)
        nothing_sent = len(failed) == len(parts) and all(failure.nothing_sent for failure in why)
        return replace(worst, text=text, nothing_sent=nothing_sent)
    if len(failed) == len(parts):
        return replace(first, text=text)
    return replace(first, code=PARTLY, text=text, nothing_sent=False)
