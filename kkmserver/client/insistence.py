"""What to do next until a command has its result; no I/O, no clock. Source: spec/kkmserver.md 2.5, 2.6, 3.4.

The id is there before the first try and stays. Where the answer was lost, the server is asked by the id what became of
the command; only where it does not know the id the command is sent again, and under the same one.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from uuid import uuid4

from kkmserver.client.answer import Answer
from kkmserver.client.errors import CommandFailed, NotAccepted, NotFinished, OutcomeUnknown, Unreachable
from kkmserver.client.json_text import Json, decode, encode

_ANSWERED_AT_ONCE = frozenset(
    ("List", "GetServerData", "OnOffUnut", "GetRezult", "CancelCommand", "GetGoodCodeData")
)  # nothing to ask for later
_PASSING = frozenset((408, 425, 429))  # and 500 to 599, of the server or of what stands before it, but for these:
_LASTING = frozenset((501, 505, 508))  # unknown command, wrong HTTP, servers that forward in a circle
_GRACE = 10.0  # seconds an answer may need beyond the time it is held for


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `wait`: how long the server may hold an answer back. `whole`: for the command, from its first try."""

    wait: int = 60
    whole: float = 300.0
    pause: float = 0.5  # before the next try; doubles
    pause_most: float = 10.0


@dataclass(frozen=True, slots=True)
class Post:
    """To be posted to /Execute. `timeout`: seconds for the answer."""

    body: bytes
    timeout: float


@dataclass(frozen=True, slots=True)
class Pause:
    seconds: float


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. None for `status`: no answer, or half of one; `fault` may say why."""

    status: int | None
    body: bytes = b""
    now: float = 0.0  # seconds, of the driver's own clock
    fault: Exception | None = None


Step = Post | Pause
Errand = Generator[Step, Reply, Answer]


def new_id() -> str:
    return str(uuid4())


def pursue(
    command: Mapping[str, Json], patience: Patience, began: float, *, again: bool = False, judged: bool = True
) -> Errand:
    """Yields what to do and is sent what came of it: a Reply also for a Pause, where it tells the time only.

    `again`: it may have been sent before, so the server is asked first. `judged`: an answer that says that the command
    was not done is raised. Raises CommandFailed, OutcomeUnknown, NotAccepted, NotFinished, Unreachable.
    """
    named = {**command, "IdCommand": _given_id(command) or new_id()}
    answer = yield from _Pursuit(named, patience, began).run(again=again)
    return _judged(answer) if judged else answer


class _Pursuit:
    def __init__(self, command: Mapping[str, Json], patience: Patience, began: float) -> None:
        self._command, self._patience = command, patience
        self._id, self._name = str(command["IdCommand"]), str(command.get("Command", ""))
        self._ends, self._now, self._pause = began + patience.whole, began, patience.pause
        self._last: Answer | None = None
        self._fault: Exception | None = None

    def run(self, *, again: bool) -> Errand:
        answer = yield from self._again() if again else self._send()
        while answer is None or answer.pending:
            yield from self._rest()
            answer = yield from self._again()
        return answer

    def _again(self) -> Generator[Step, Reply, Answer | None]:
        """What became of it; sent where the server has never heard of it."""
        if self._name in _ANSWERED_AT_ONCE:
            return (yield from self._send())
        answer = yield from self._look()
        return (yield from self._send()) if answer is not None and answer.unknown_id else answer

    def _send(self) -> Generator[Step, Reply, Answer | None]:
        """The command itself. None where the answer was lost."""
        return (yield from self._exchange({"Timeout": self._hold(), **self._command}))

    def _look(self) -> Generator[Step, Reply, Answer | None]:
        """What became of it. Raises Unreachable where the server does not let us ask: it may have the command."""
        question: dict[str, Json] = {"Command": "GetRezult", "IdCommand": self._id, "Timeout": self._hold()}
        try:
            answer = yield from self._exchange(question)
        except NotAccepted as error:
            raise Unreachable(error.text, self._id, error.answer) from error
        if answer is None:
            return None
        inner = answer.members.get("Rezult")
        return Answer(inner) if isinstance(inner, Mapping) else None

    def _exchange(self, question: Mapping[str, Json]) -> Generator[Step, Reply, Answer | None]:
        reply = yield Post(encode(question), max(0.1, min(self._patience.wait + _GRACE, self._ends - self._now)))
        self._now, self._fault = reply.now, reply.fault
        answer = self._read(reply)
        if answer is not None and answer.pending:
            self._last, self._pause = answer, self._patience.pause
        return answer

    def _hold(self) -> int:
        """Seconds; an answer that is held to the end of our patience would come too late."""
        left = self._ends - self._now
        return max(1, int(min(self._patience.wait, left - min(_GRACE, left / 2))))

    def _read(self, reply: Reply) -> Answer | None:
        """None also for a page of somebody in between. Raises NotAccepted."""
        if reply.status is None or _passes(reply.status):
            return None
        try:
            answer = Answer(decode(reply.body))
        except ValueError:
            answer = None
        if answer is not None and "Status" not in answer:
            answer = None
        if reply.status != 200:
            text = answer.error if answer and answer.error else f"Сервер ответил {reply.status}."
            raise NotAccepted(text, self._id, answer)
        return answer

    def _rest(self) -> Generator[Step, Reply, None]:
        """Raises NotFinished, Unreachable where the time is up."""
        if self._now + self._pause > self._ends:
            if self._last is not None:
                raise NotFinished("Команда ещё выполняется. Спросите о ней позже.", self._id, self._last)
            raise Unreachable("Сервер не отвечает. Повторите с тем же IdCommand.", self._id) from self._fault
        self._now = (yield Pause(self._pause)).now
        self._pause = min(2 * self._pause, self._patience.pause_most)


def _given_id(command: Mapping[str, Json]) -> Json:
    """None where there is none; a blank one is none for the server."""
    given = command.get("IdCommand")
    return given if str(given or "").strip() else None


def _passes(status: int) -> bool:
    return status in _PASSING or (500 <= status < 600 and status not in _LASTING)


def _judged(answer: Answer) -> Answer:
    if answer.status == 0:
        return answer
    kind = OutcomeUnknown if answer.in_doubt else CommandFailed
    raise kind(answer.error or f"Сервер ответил со Status {answer.status}.", answer.id, answer)
