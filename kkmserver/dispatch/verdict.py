"""What came of an attempt, in the journal's terms and in words for the cashier."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from drivers.errors import Cancelled, DeviceOffline, Fault, FrameError, KkmError, OutcomeUnknown
from drivers.model.outcome import Outcome, Progress
from kkmserver.store.record import Evidence, Failure, Record, State

_DISPROVED = "not_executed"
_SAID_BY_DEVICE = frozenset({Fault.STATE, Fault.OPERATOR, Fault.DEVICE})
UNKNOWN_PREFIX = "Результат неизвестен: "


@dataclass(frozen=True, slots=True)
class Verdict:
    state: State
    outcome: Outcome | None = None
    failure: Failure | None = None
    evidence: Evidence | None = None  # where it was in doubt

    @property
    def offline(self) -> bool:
        return self.failure is not None and self.failure.code == DeviceOffline.code

    @property
    def never_left(self) -> bool:
        """The device is away, and nothing has gone to it."""
        return self.offline and self.failure is not None and self.failure.nothing_sent

    @property
    def answered(self) -> bool:
        """The device has said something, whatever it was."""
        if self.failure is None or self.disproved:
            return True
        return self.failure.fault in _SAID_BY_DEVICE and self.failure.code != FrameError.code

    @property
    def disproved(self) -> bool:
        return self.failure is not None and self.failure.code == _DISPROVED


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why nobody knows yet what became of a command. `told`: asking can bring an answer, but no further words."""

    text: str
    told: bool = False
    evidence: Evidence = field(default_factory=Evidence)


def final(record: Record, verdict: Verdict, at: datetime) -> Record:
    """What becomes of a record once the verdict is its result."""
    return replace(
        record,
        state=verdict.state,
        finished_at=at,
        outcome=verdict.outcome,
        failure=verdict.failure,
        evidence=verdict.evidence or record.evidence,
    )


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


def kept_waiting(name: str, seconds: float, why: str) -> Verdict:
    """It has waited for a device that is away as long as it may. `name` and `why`: in words."""
    waited = f"команда ждала {seconds:.0f} с и не выполнена" if seconds >= 1 else "команда не выполнена"
    text = f"{name} не на связи, {waited}: на устройство ничего не отправлено. {why}"
    return not_done(DeviceOffline.code, text.rstrip(), Fault.LINK)


def too_late() -> Verdict:
    """Whoever was to hold a card to the terminal has gone."""
    text = "Операция по карте вовремя не начата, покупатель мог уйти: деньги не двигались. Повторите команду."
    return not_done("too_late", text, Fault.STATE)


def set_aside(name: str, reason: str) -> Verdict:
    """A command of a pool, and its device was blocked before it began."""
    return not_done("device_blocked", f"{name}: временно не используется. {reason}".rstrip(), Fault.DEVICE)


def pool_blocked(reasons: str) -> Verdict:
    """Nobody in its pool can take it."""
    return not_done("pool_blocked", reasons, Fault.DEVICE)


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
