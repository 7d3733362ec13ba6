"""Marking codes of a receipt, ФФД 1.2: checked one by one, accepted or rejected. The rules are those of spec/ffd.md 10.

A code of a sort of goods (ОСУ) is bound and not checked: it names no piece (inferred).
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

from drivers.errors import KkmError, RequestRefused, WrongState
from drivers.fiscal import goods, marking_check, rows, wording
from drivers.fiscal.findings import Findings, quoted
from drivers.fiscal.marked import Marked
from drivers.fiscal.marking_check import Checked
from drivers.fiscal.settled import Item, Settled, with_marking
from drivers.model.document import MarkingCode, Position
from drivers.model.ffd import FfdVersion
from drivers.model.marking import MarkingAnswer, MarkingQuestion
from drivers.ports import Clock
from drivers.registers import rules
from drivers.registers.register import Register

NO_END = (
    "Касса не закончила проверку кода маркировки за {seconds:g} с. Проверьте, что у кассы есть интернет, и повторите "
    "команду."
)
_PAUSE = 0.5  # seconds between two polls
NOT_FOR_MARKED = "Касса не зарегистрирована для торговли маркированными товарами: измените её регистрацию"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What is asked of one code. `text`: 2000 as scanned, GS as 1Dh; `planned`: 2003; `measure`: 2108.

    `pack`: pieces in a pack of which `quantity` are sold, None = a whole one or something measured.
    """

    marking: MarkingCode
    text: str
    planned: int
    quantity: Decimal
    measure: int = 0
    pack: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """`silence`: what to tell where «Честный ЗНАК» was asked and gave nothing; "" where it answered."""

    checked: Checked
    silence: str = ""


class Desk(Protocol):
    """A register that checks codes."""

    async def ask(self, code: Code) -> Told:
        """Raises ValueError for a code that cannot be sent."""
        ...

    async def decide(self, *, accept: bool) -> None:
        """Of the code asked for last."""
        ...

    async def clear(self) -> None:
        """The register forgets the codes it has checked and not sold."""
        ...


_P = TypeVar("_P")


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll(Generic[_P]):
    """How a register tells of a check that goes on by itself. `seconds`: it may last."""

    ask: Callable[[], Awaitable[_P]]
    is_over: Callable[[_P], bool]
    call_off: Callable[[], Awaitable[None]]
    seconds: float


async def polled(clock: Clock, poll: Poll[_P]) -> _P:
    """Its result. Raises WrongState, nothing is sold, for a check without end, which is called off."""
    end = clock.monotonic() + poll.seconds
    while not poll.is_over(progress := await poll.ask()):
        if clock.monotonic() >= end:
            await poll.call_off()
            raise WrongState(NO_END.format(seconds=poll.seconds))
        await clock.sleep(_PAUSE)
    return progress


async def check(register: Register, desk: Desk, settled: Settled, *, anew: bool = True) -> Marked:
    """Every code of a receipt, before its first item is sent. `anew`: what the register remembers is cleared first.

    Raises RequestRefused for codes that must not be sold, all in one text, unless the client insists. Before ФФД 1.2,
    and where nothing is marked, nothing is asked.
    """
    if rules.ffd(register) is not FfdVersion.V1_2 or not any(map(is_marked, settled.items)):
        return Marked(settled)
    findings = Findings(strict=False)
    if anew:
        await desk.clear()
    found = tuple([await _item(desk, item, settled, findings) for item in settled.items])
    if findings.refused:
        await desk.clear()
    findings.conclude()
    if not register.known.registration.marking:
        findings.warn(NOT_FOR_MARKED)
    results = [0 if one is None else one.result for one in found]
    return Marked(with_marking(settled, results), found, findings.warnings)


def is_marked(item: Item) -> bool:
    return rows.is_marked(item.position)


def code_of(of: Position | MarkingQuestion, marking: MarkingCode, planned: int, quantity: Decimal) -> Code:
    """Raises ValueError for one that is empty or too long."""
    text = marking_check.as_scanned(marking)
    return Code(
        marking=marking, text=text, planned=planned, quantity=quantity, measure=of.measure, pack=of.pack_quantity
    )


async def _item(desk: Desk, item: Item, settled: Settled, findings: Findings) -> Checked | None:
    position, marking = item.position, item.position.marking
    if marking is None or not is_marked(item) or not marking.has_serial:
        return None
    planned = marking_check.planned_status(position, settled.receipt.type)
    try:
        told = await desk.ask(code_of(position, marking, planned, item.quantity))
    except ValueError:
        findings.refuse(wording.bad_code(item.name))
        return None
    if told.silence:
        findings.warn(f"Товар {quoted(item.name, 40)}: {told.silence}")
    return await _decided(desk, item, marking, told.checked, findings)


async def _decided(desk: Desk, item: Item, marking: MarkingCode, found: Checked, findings: Findings) -> Checked:
    """What the client may sell the register is told to keep until the item comes."""
    refusal = marking_check.refusal(found, marking, item.name)
    await desk.decide(accept=not refusal)
    if refusal:
        findings.refuse(refusal)
    elif doubt := marking_check.warning(found, item.name):
        findings.warn(doubt)
    return found


async def answers(
    register: Register, desk: Desk, questions: Sequence[MarkingQuestion]
) -> tuple[tuple[MarkingAnswer, ...], tuple[str, ...]]:
    """Nothing is sold and nothing stays in the register. Raises RequestRefused of one that cannot check codes."""
    ffd = rules.ffd(register)
    if ffd is not FfdVersion.V1_2:
        raise RequestRefused(wording.marking_needs_1_2(ffd))
    if not register.known.registration.marking:
        raise RequestRefused(wording.NO_MARKING)
    warnings = [remark for question in questions for remark in _remarks(question)]
    found = []
    for question in questions:
        answer, silence = await _answered(desk, question)
        found.append(answer)
        warnings += silence
    return tuple(found), tuple(warnings)


def _remarks(question: MarkingQuestion) -> list[str]:
    """What was put right in a code, and what is wrong with it."""
    what = quoted(question.name or question.marking.code, 40)
    return [f"Товар {what}: {remark}" for remark in goods.remarks(question.marking)]


async def _answered(desk: Desk, question: MarkingQuestion) -> tuple[MarkingAnswer, list[str]]:
    """With what is to be said where «Честный ЗНАК» did not answer."""
    marking = question.marking
    if goods.of_marking(marking) is None:
        return MarkingAnswer(code=marking.code, name=question.name, text="[М] кода нет, отсканируйте его"), []
    planned = marking_check.planned_status(question)
    try:
        told = await _asked_alone(desk, code_of(question, marking, planned, question.quantity))
    except ValueError as error:
        raise RequestRefused(wording.bad_code(question.name)) from error
    what = quoted(question.name or told.checked.code, 40)
    warnings = [f"Товар {what}: {told.silence}"] if told.silence else []
    code = marking.code or told.checked.code
    return MarkingAnswer(code=code, name=question.name, result=told.checked.result, text=told.checked.text), warnings


async def _asked_alone(desk: Desk, code: Code) -> Told:
    """What was checked is rejected at once."""
    try:
        told = await desk.ask(code)
        await desk.decide(accept=False)
    except KkmError as error:
        error.nothing_sent = True
        raise
    return told
