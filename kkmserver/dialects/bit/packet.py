"""A packet of commands as it is carried out. Source: spec/bit-driver.md 4, 7."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from drivers.model.command import Command
from kkmserver.dialects.bit.codes import UNKNOWN_COMMAND, WRONG_VALUE
from kkmserver.dialects.bit.receipt import remarks
from kkmserver.dialects.bit.tokens import Key
from kkmserver.dialects.bit.words import PAYMENT, RECEIPT, WORDS, Asked, Word, folded
from kkmserver.dialects.kkm.encoding import encode
from kkmserver.dialects.kkm.lenient import Json, parse
from kkmserver.dialects.values import WrongValue

NO_ORDERS = frozenset({"", "undefined", "$bit_order_id"})  # what pages send that have none
_SHOW = "showmode"  # whether the original shows a window; it is no part of what is asked for
_MARK = 16  # bytes
_LONGEST_ORDER = 40  # characters of it in the ids of the journal, for people; the hash behind it tells orders apart


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a command cannot be carried out."""

    code: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command of a packet; `command` None: it cannot be carried out, `wrong` says why."""

    asked: Asked
    name: str
    type: str  # as it came
    command: Command | None = None
    wrong: Wrong | None = None
    remarks: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        return folded(self.type)

    @property
    def known(self) -> Word | None:
        return WORDS.get(self.word)

    @property
    def pays(self) -> bool:
        return self.word == PAYMENT

    @property
    def request(self) -> bytes:
        """What `read_again` reads."""
        asked = self.asked
        return encode({"command": dict(asked.members), "byCard": asked.by_card, "acceptFailed": asked.accept_failed})


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """`order`: "" where repeats are not told from new ones. `content`: see content_of."""

    steps: tuple[Step, ...]
    content: bytes
    register: Key | None
    terminal: Key | None
    order: str = ""
    client: str = ""

    def device(self, step: Step) -> int:
        key = self.terminal if step.known and step.known.bank else self.register
        return key.device if key else 0

    @property
    def devices(self) -> list[int]:
        """In the order in which they are to be held."""
        return sorted({key.device for key in (self.register, self.terminal) if key})

    @property
    def name(self) -> str:
        """What ids of its commands begin with; the same for a repeat, and for nothing else."""
        return self._named(self.order.encode(), *self._marks(self.register, self.terminal), self.content)

    @property
    def wallet(self) -> str:
        """What ids of its card payments begin with; the same for every packet of the order."""
        return self._named(self.order.encode(), *self._marks(self.terminal))

    def fingerprint(self, run: int, number: int) -> bytes:
        """First that of this carrying out of the packet, then that of the command in it."""
        return hashlib.sha256(f"{self.name} {run}".encode()).digest()[:_MARK] + number.to_bytes(4, "big")

    def has(self, fingerprint: bytes, run: int) -> bool:
        return fingerprint[:_MARK] == self.fingerprint(run, 0)[:_MARK]

    def _named(self, *parts: bytes) -> str:
        told = hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).hexdigest()
        return f"bit-{self.order[:_LONGEST_ORDER]}-{told[: 2 * _MARK]}"

    def _marks(self, *keys: Key | None) -> list[bytes]:
        return [key.mark if key else b"" for key in keys]


def steps(commands: Sequence[Mapping[str, Json]], *, accept_failed: bool) -> tuple[Step, ...]:
    found: list[Step] = []
    for members in commands:
        by_card = any(step.pays for step in found)
        kept = {name: value for name, value in members.items() if name != _SHOW}
        found.append(step_of(Asked(kept, by_card, accept_failed)))
    return tuple(found)


def content_of(steps: Sequence[Step]) -> bytes:
    """A hash, equal for equal commands however their packets were coded."""
    return hashlib.sha256(encode([dict(step.asked.members) for step in steps])).digest()


def protected(order: str, steps: Sequence[Step], exempt: Sequence[str]) -> str:
    """The order's id, "" where it says nothing, or where nothing of the packet moves money."""
    money = any(step.known and step.known.money for step in steps)
    return order if money and order.lower() not in NO_ORDERS and order not in exempt else ""


def read_again(request: bytes) -> Step:
    """Out of Step.request."""
    members = parse(request)
    command = members.get("command")
    return step_of(
        Asked(
            command if isinstance(command, dict) else {},
            members.get("bycard") is True,
            members.get("acceptfailed") is True,
        )
    )


class Decoder:
    """What recovery reads stored requests with. Raises WrongValue."""

    def __call__(self, request: bytes, accepted_at: datetime) -> Command:  # noqa: ARG002
        step = read_again(request)
        if step.command is None:
            raise WrongValue(step.type, step.wrong.text if step.wrong else "")
        return step.command


def step_of(asked: Asked) -> Step:
    name, type_ = (str(asked.members.get(key, "")) for key in ("name", "type"))
    word = WORDS.get(folded(type_))
    if word is None:
        text = f"неизвестная команда «{type_[:40]}»" if type_ else "неизвестная команда: не указан type"
        return Step(asked=asked, name=name, type=type_, wrong=Wrong(UNKNOWN_COMMAND, text))
    try:
        command = word.read(asked)
        said = remarks(asked.data) if folded(type_) == RECEIPT else ()
        return Step(asked=asked, name=name, type=type_, command=command, remarks=said)
    except WrongValue as error:
        text = f"неверное значение реквизита {error.where}: {error.why}"
        return Step(asked=asked, name=name, type=type_, wrong=Wrong(WRONG_VALUE, text))
