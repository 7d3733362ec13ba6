"""Marking codes of a receipt: each is checked before anything is recorded. ФФД 1.2. Source: spec/ffd.md 10.4."""

from itertools import chain

from drivers.errors import RequestRefused
from drivers.fiscal import goods, marking_check, marking_notices, rows
from drivers.fiscal.documents import Header
from drivers.fiscal.findings import Findings, quoted
from drivers.fiscal.marked import Marked
from drivers.fiscal.marking_check import Checked
from drivers.fiscal.settled import Item, Settled, with_marking
from drivers.model.command import CheckMarking
from drivers.model.ffd import FfdVersion
from drivers.model.marking import MarkingAnswer, MarkingQuestion
from drivers.model.outcome import Outcome
from drivers.virtual import ofd, texts
from drivers.virtual.counters import Counters
from drivers.virtual.desk import Desk, written

_BAD_CODE = 1  # 2112; which of its bits says what is not known


def bad_codes(marked: Marked) -> int:
    """2112."""
    return _BAD_CODE * any(not found.may_be_sold for found in marked.found if found is not None)


def notice(marked: Marked, head: Header, number: int) -> bytes:
    """82, to be told with this 2002; nothing where there are no codes."""
    if not marked.found:
        return b""

    def body(header: Header) -> bytes:
        return marking_notices.notification(header, marked.settled, marked.found, number) or b""

    return written(body, head)


def check(settled: Settled, desk: Desk, counters: Counters) -> Marked:
    """Raises RequestRefused for codes that must not be sold, all in one text, unless the client insists."""
    if all(item.position.marking is None for item in settled.items) or desk.known(counters).ffd is not FfdVersion.V1_2:
        return Marked(settled)
    findings = Findings(strict=False)
    found = tuple(_checked(item, settled, desk, counters, findings) for item in settled.items)
    findings.conclude()
    if not any(found):
        return Marked(settled)
    if not desk.known(counters).registration.marking:
        findings.warn(texts.NOT_FOR_MARKED)
    results = [0 if one is None else one.result for one in found]
    marked = Marked(with_marking(settled, results), found, findings.warnings)
    notice(marked, desk.header(settled.form, counters, settled.receipt.cashier), 1)  # whether it can be written at all
    return marked


def _checked(item: Item, settled: Settled, desk: Desk, counters: Counters, findings: Findings) -> Checked | None:
    position = item.position
    if position.marking is None or not rows.is_marked(position):
        return None
    planned = marking_check.planned_status(position, settled.receipt.type)
    try:
        found = marking_check.check(
            position.marking,
            planned,
            desk.script,
            link=not counters.ofd_down,
            autonomous=ofd.is_autonomous(counters),
        )
    except ValueError:
        findings.refuse(texts.bad_code(item.name))
        return None
    if refusal := marking_check.refusal(found, position.marking, item.name):
        findings.refuse(refusal)
    elif doubt := marking_check.warning(found, item.name):
        findings.warn(doubt)
    return found


def answer(command: CheckMarking, desk: Desk, counters: Counters) -> Outcome:
    """Nothing is sold and nothing recorded.

    Raises RequestRefused of a register that cannot check codes, WrongState of one that makes no documents.
    """
    known = desk.known(counters)
    if known.ffd is not FfdVersion.V1_2:
        raise RequestRefused(texts.marking_needs_1_2(known.ffd))
    if not known.registration.marking:
        raise RequestRefused(texts.NO_MARKING)
    desk.fiscal(counters)
    answers = tuple(_asked(question, desk, counters) for question in command.questions)
    return Outcome(marking=answers, warnings=tuple(chain.from_iterable(map(_remarks, command.questions))))


def _remarks(question: MarkingQuestion) -> list[str]:
    """What was put right in a code, and what is wrong with it."""
    what = quoted(question.name or question.marking.code, 40)
    return [f"Товар {what}: {remark}" for remark in goods.remarks(question.marking)]


def _asked(question: MarkingQuestion, desk: Desk, counters: Counters) -> MarkingAnswer:
    try:
        return marking_check.answer(
            question, desk.script, link=not counters.ofd_down, autonomous=ofd.is_autonomous(counters)
        )
    except ValueError as error:
        raise RequestRefused(texts.bad_code(question.name)) from error
