"""Commands of a job -> what the register is asked, step by step. Source: spec/itkassa.md 6, 8."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from drivers.model import command as model
from drivers.model.command import Command
from kkmserver.dialects.itkassa import body, receipt, words
from kkmserver.dialects.itkassa.members import Faults, Members, Wrong
from kkmserver.dialects.itkassa.slip import lines_of
from kkmserver.dialects.kkm.encoding import dump

_MOST_COMMANDS = 1000
_STATE = "state"  # ours: the register is asked how its shift stands


@dataclass(frozen=True, slots=True)
class Step:
    """One order, made of the commands `source`; `word` and `index` are those of the first of them."""

    index: int
    word: str
    command: Command
    source: tuple[Mapping[str, Any], ...]

    @property
    def request(self) -> bytes:
        """From which `decode` reads its command again."""
        return dump([dict(one) for one in self.source]).encode("utf-8", "replace")

    def asking_state(self) -> "Step":
        return Step(self.index, _STATE, model.ReadState(), ({"type": _STATE},))

    def shift(self, word: str) -> "Step":
        """`openSession` or `closeSession` on behalf of this one, by the same cashier."""
        told = ("isprintable", "tagcashiername", "tagcashierinn")
        source = {name: value for name, value in self.source[0].items() if name.casefold() in told} | {"type": word}
        return Step(self.index, word, _read(word, Members(source, "", {})), (source,))


def steps(commands: Any) -> list[Step]:
    """Raises Wrong, with everything that is at fault."""
    faults: Faults = {}
    if not isinstance(commands, list) or not commands:
        raise Wrong({"commands": "нужен список, в котором хотя бы одна команда"})
    if len(commands) > _MOST_COMMANDS:
        raise Wrong({"commands": f"команд {len(commands)}, а в одном задании бывает не больше {_MOST_COMMANDS}"})
    found = list(_steps([_named(one, index, faults) for index, one in enumerate(commands)], commands))
    if faults:
        raise Wrong(faults)
    return found


def decode(request: bytes, accepted_at: datetime) -> Command:  # noqa: ARG001  # as of any dialect
    """What recovery reads stored requests with. Raises Wrong, ValueError."""
    commands = body.loads(request)
    if commands == [{"type": _STATE}]:
        return model.ReadState()
    (step,) = steps(commands)
    return step.command


def _named(given: Any, index: int, faults: Faults) -> tuple[str, Members]:
    members = Members(given, f"commands[{index}]", faults)
    word = words.spelled(members.raw("type"))
    if word is None:
        members.fault("type", f"допустимы: {', '.join(words.ALL)}")
    return word or "cut", members


def _steps(named: Sequence[tuple[str, Members]], commands: Sequence[Any]) -> Iterator[Step]:
    """Texts that follow one another are one document, which a slip's end and a cut end too."""
    texts: list[int] = []
    for index, (word, members) in enumerate(named):
        if word not in words.TEXTS or word == "startSlip":
            yield from _document(texts, named, commands)
            texts = []
        if word in words.TEXTS:
            texts.append(index)
        else:
            yield Step(index, word, _read(word, members), (commands[index],))
        if word in ("endSlip", "cut"):
            yield from _document(texts, named, commands)
            texts = []
    yield from _document(texts, named, commands)


def _document(indexes: Sequence[int], named: Sequence[tuple[str, Members]], commands: Sequence[Any]) -> Iterator[Step]:
    """Nothing, where nothing stands on the paper."""
    lines = tuple(line for index in indexes for line in lines_of(*named[index]))
    if lines:
        source = tuple(commands[index] for index in indexes)
        yield Step(indexes[0], named[indexes[0]][0], model.PrintDocument(lines), source)


def _read(word: str, command: Members) -> Command:
    """Of any but a text."""
    if word in receipt.TYPES:
        return receipt.receipt(command, word)
    return _OTHERS[word](command)


def _amount(command: Members) -> int:
    amount = command.kopecks("amountCash")
    if not amount:
        command.fault("amountCash", "не указана сумма")
    return amount


def _printed(command: Members) -> bool:
    return command.flag("isPrintable", default=True)


_OTHERS: Mapping[str, Callable[[Members], Command]] = {
    "openSession": lambda given: model.OpenShift(receipt.cashier(given), _printed(given)),
    "closeSession": lambda given: model.CloseShift(receipt.cashier(given), _printed(given)),
    "correction": receipt.correction,
    "xReport": lambda given: model.XReport(receipt.cashier(given)),
    "cashIn": lambda given: model.CashIn(_amount(given), receipt.cashier(given)),
    "cashOut": lambda given: model.CashOut(_amount(given), receipt.cashier(given)),
    "repeat": lambda _: model.ReadDocument(copies=1),
}
