"""What the other server says became of a command.

Source: spec/kkmserver.md 2.3, 2.4, 3.4. `Outcome`, `NothingSent` and `Progress` are extensions of ours; the original
tells of a failure by `Status` and `Error` alone.
"""

from dataclasses import dataclass

from drivers.errors import Cancelled, DeviceFaulty, FrameError, KkmError, OutcomeUnknown, WrongState
from drivers.model.outcome import Progress
from drivers.notation.members import Members

UNKNOWN = "Результат неизвестен:"

_OK, _RUN, _NOT_FOUND, _NOT_RUN, _DONE_EARLIER = 0, 1, 3, 4, 5


@dataclass(frozen=True, slots=True)
class Asked:
    """The command that an answer has to be about."""

    id: str
    command: str  # its name in the API


@dataclass(frozen=True, slots=True)
class Answer:
    """`members`: the whole object, with what the command brought about."""

    status: int
    error: str
    members: Members

    @property
    def done(self) -> bool:
        return self.status == _OK

    @property
    def pending(self) -> bool:
        return self.status in (_RUN, _NOT_RUN)

    @property
    def not_found(self) -> bool:
        return self.status == _NOT_FOUND

    @property
    def nothing_sent(self) -> bool:
        """It is proven that nothing was printed or recorded."""
        return self.not_found or self.members.flag("NothingSent")

    @property
    def progress(self) -> Progress | None:
        told = self.members.part("Progress")
        return Progress(told.whole("Printed"), told.whole("Total")) if told else None

    @property
    def warnings(self) -> tuple[str, ...]:
        text = self.members.words("Warning")
        return (text,) if text else ()

    @property
    def message(self) -> str:
        """What the cashier must be shown at once although it was done."""
        return self.members.words("Message")


def answer_of(members: Members, asked: Asked) -> Answer:
    """Raises FrameError for what is no answer to that command."""
    echoed = (members.text("IdCommand") or asked.id, members.text("Command") or asked.command)
    if "Status" not in members or echoed != (asked.id, asked.command):
        raise FrameError("Удалённый сервер ответил не на ту команду, которая ему передана.")
    return Answer(members.whole("Status"), members.words("Error"), members)


def rezult_of(members: Members, asked: Asked) -> Answer | None:
    """The result inside an answer to GetRezult; None where the server knows no such command. Raises FrameError.

    An unknown id is Status 3, at either level. So is a result that says "device not found": not executed either.
    """
    inner = members.part("Rezult")
    statuses = [level.whole("Status") for level in (members, inner) if level]
    if _NOT_FOUND in statuses:
        return None
    if inner is None:
        raise FrameError("Удалённый сервер не сказал, что стало с командой.")
    return answer_of(inner, asked)


def failure_of(answer: Answer, *, called_off: bool = False) -> KkmError:
    """Of an answer that is neither done nor pending. `called_off`: we have asked for its end.

    Whose fault a failure is the API does not tell. Where it is proven that nothing counts, it is put down to the state
    of the device: a repeat may run, and the other server refuses it again by itself if the request is what is wrong.
    Without that proof something may have been printed, so it must not run again.
    """
    text = answer.error or "Удалённый сервер отказал, не назвав причины. Посмотрите журнал на том сервере."
    if text.startswith(UNKNOWN) or answer.members.text("Outcome") == "unknown":
        return OutcomeUnknown(text.removeprefix(UNKNOWN).strip(), progress=answer.progress)
    if called_off:
        return Cancelled(text, progress=answer.progress, nothing_sent=answer.nothing_sent)
    if answer.nothing_sent:
        return WrongState(text, progress=answer.progress)
    if answer.status == _DONE_EARLIER:
        return OutcomeUnknown(text)
    return DeviceFaulty(text, progress=answer.progress)
