"""What came of an attempt, in the journal's terms and in words for the cashier."""

from dataclasses import dataclass, replace

from drivers.errors import Cancelled, DeviceOffline, Fault, FrameError, KkmError, OutcomeUnknown
from drivers.model.outcome import Outcome, Progress
from kkmserver.store.record import Failure, State

_DISPROVED = "not_executed"
UNKNOWN_PREFIX = "Результат неизвестен: "


@dataclass(frozen=True, slots=True)
class Verdict:
    state: State
    outcome: Outcome | None = None
    failure: Failure | None = None

    @property
    def offline(self) -> bool:
        return self.failure is not None and self.failure.code == DeviceOffline.code

    @property
    def disproved(self) -> bool:
        return self.failure is not None and self.failure.code == _DISPROVED


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why nobody knows yet what became of a command. `told`: asking can bring an answer, but no further words."""

    text: str
    told: bool = False


def done(outcome: Outcome) -> Verdict:
    return Verdict(State.DONE, outcome=outcome)


def refused(error: KkmError, *, nothing_sent: bool = False) -> Verdict:
    """`nothing_sent`: known from elsewhere, whatever the error says."""
    failure = Failure(
        code=error.code,
        text=error.text,
        fault=error.fault,
        nothing_sent=nothing_sent or error.nothing_sent,
        native=error.native,
        progress=error.progress,
    )
    return Verdict(State.FAILED, failure=failure)


def not_done(code: str, text: str, fault: Fault) -> Verdict:
    """It is proven that nothing was printed or recorded."""
    return Verdict(State.FAILED, failure=Failure(code=code, text=text, fault=fault, nothing_sent=True))


def called_off() -> Verdict:
    """Before anything of it reached the device."""
    text = "Команда отменена до начала выполнения: на устройство ничего не отправлено."
    return not_done(Cancelled.code, text, Cancelled.fault)


def counted(verdict: Verdict, progress: Progress | None, *, printed: bool) -> Verdict:
    """The same with how far a batch came; None for any other command.

    `printed`: labels of it are known to be out, so it must not run again, whatever the driver says.
    """
    if progress is None:
        return verdict
    outcome, failure = verdict.outcome, verdict.failure
    if outcome and outcome.progress is None:
        return replace(verdict, outcome=replace(outcome, progress=progress))
    if failure:
        nothing_sent = failure.nothing_sent and not printed
        return replace(verdict, failure=replace(failure, progress=progress, nothing_sent=nothing_sent))
    return verdict


def disproved(cause: str) -> Verdict:
    """The device was asked afterwards and has recorded nothing."""
    text = f"{cause} Устройство опрошено: документ не записан и не напечатан. Повторите команду."
    return not_done(_DISPROVED, text, Fault.LINK)


def unknown(evidence: str) -> Verdict:
    """`evidence`: what is known, in words."""
    text = UNKNOWN_PREFIX + evidence.removeprefix(UNKNOWN_PREFIX)
    failure = Failure(code=OutcomeUnknown.code, text=text, fault=Fault.UNKNOWN, nothing_sent=False)
    return Verdict(State.UNKNOWN, failure=failure)


def in_doubt(error: KkmError) -> bool:
    """Something was sent and the answer tells nothing: the device has to be asked."""
    lost = error.fault in (Fault.LINK, Fault.UNKNOWN) or isinstance(error, FrameError)
    return lost and not error.nothing_sent
