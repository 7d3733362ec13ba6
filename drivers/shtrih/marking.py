"""Marking codes of a receipt, ФФД 1.2: checked one by one before the items, bound to the items afterwards.

Source: spec/shtrih-m.md 3.8 and 6.2. The rules and the words are those of the virtual register. A code of a sort of
goods (ОСУ) is bound and not checked: it names no piece (inferred).
"""

from decimal import Decimal

from drivers.errors import OutcomeUnknown, RequestRefused, WrongState
from drivers.fiscal import goods, marking_check, rows, tlv, wording
from drivers.fiscal.findings import Findings, quoted
from drivers.fiscal.marked import Marked
from drivers.fiscal.marking_check import Checked
from drivers.fiscal.settled import Item, Settled, with_marking
from drivers.model.command import CheckMarking
from drivers.model.document import MarkingCode
from drivers.model.ffd import FfdVersion
from drivers.model.marking import MarkingAnswer, MarkingQuestion
from drivers.model.outcome import Outcome
from drivers.shtrih import marking_verdict, rules
from drivers.shtrih.request import Request
from drivers.shtrih.requests import marking as requests
from drivers.shtrih.requests.marking import Bound, CodeCheck, Decision
from drivers.shtrih.session import Session

_TLV_HEAD = 4  # bytes
_FULL = 0xA3  # the table of checked codes
_STARTS_ANEW = frozenset({0xA1, _FULL})  # A1h: commands out of turn; spec 5

TOO_MANY = "Кодов маркировки в чеке {count}, столько ФН не помнит: разбейте чек на несколько."
NOT_FOR_MARKED = "Касса не зарегистрирована для торговли маркированными товарами: измените её регистрацию"


async def check(session: Session, settled: Settled) -> Marked:
    """Every code by FF61, accepted or rejected by FF69; called within the open receipt, before its first item.

    Raises RequestRefused for codes that must not be sold, all in one text, unless the client insists: the receipt is to
    be annulled then. Before ФФД 1.2, and where nothing is marked, nothing is asked.
    """
    if session.passport.ffd is not FfdVersion.V1_2 or not any(map(_is_marked, settled.items)):
        return Marked(settled)
    try:
        return await _all_checked(session, settled)
    except WrongState as error:
        if error.native not in _STARTS_ANEW:
            raise
    await clear(session)
    return await _checked_anew(session, settled)


async def _checked_anew(session: Session, settled: Settled) -> Marked:
    """Raises RequestRefused where the table is full though nothing else was in it."""
    try:
        return await _all_checked(session, settled)
    except WrongState as error:
        if error.native != _FULL:
            raise
        await clear(session)
        count = sum(map(_is_marked, settled.items))
        raise RequestRefused(TOO_MANY.format(count=count), native=error.native) from error


async def clear(session: Session) -> None:
    """The register forgets the codes it has checked and not sold."""
    await session.ask(requests.decide(session.admin, Decision.CLEAR))


async def _all_checked(session: Session, settled: Settled) -> Marked:
    findings = Findings(strict=False)
    found = tuple([await _item_checked(session, item, settled, findings) for item in settled.items])
    if findings.refused:
        await clear(session)
    findings.conclude()
    if not session.passport.registration.marking:
        findings.warn(NOT_FOR_MARKED)
    results = [0 if one is None else one.result for one in found]
    return Marked(with_marking(settled, results), found, findings.warnings)


async def _item_checked(session: Session, item: Item, settled: Settled, findings: Findings) -> Checked | None:
    marking = item.position.marking
    if marking is None or not _is_marked(item) or not marking.has_serial:
        return None
    planned = marking_check.planned_status(item.position, settled.receipt.type)
    part = _part(item.quantity, item.position.measure, item.position.pack_quantity)
    try:
        code, told = await _asked(session, marking, planned, part)
    except ValueError:
        findings.refuse(wording.bad_code(item.name))
        return None
    found = marking_verdict.checked(marking, code, planned, told)
    if silence := marking_verdict.silence(told):
        findings.warn(f"Товар {quoted(item.name, 40)}: {silence}")
    return await _decided(session, item, marking, found, findings)


async def _decided(session: Session, item: Item, marking: MarkingCode, found: Checked, findings: Findings) -> Checked:
    """What the client may sell the register is told to keep until the item comes."""
    refusal = marking_check.refusal(found, marking, item.name)
    await session.ask(requests.decide(session.admin, Decision.REJECT if refusal else Decision.ACCEPT))
    if refusal:
        findings.refuse(refusal)
    elif doubt := marking_check.warning(found, item.name):
        findings.warn(doubt)
    return found


async def _asked(session: Session, marking: MarkingCode, planned: int, part: bytes) -> tuple[str, CodeCheck]:
    """The code as scanned, and what was found of it. Raises ValueError for one that cannot be sent."""
    code = marking_check.as_scanned(marking)
    request = requests.check_code(session.admin, _bytes(code), planned, part=part)
    return code, await session.ask(request)


def _bytes(code: str) -> bytes:
    """As they stand in 2000, GS as 1Dh. Raises ValueError for more than 256."""
    return goods.tag_2000(code)[_TLV_HEAD:]


def _part(quantity: Decimal, measure: int, pack: int | None) -> bytes:
    """Beside the code of what is sold by parts: 1291 of a pack, or measure and quantity."""
    if pack is not None:
        return tlv.encode(1291, rows.fraction(quantity, pack))
    return tlv.encode(2108, measure) + tlv.encode(1023, quantity) if measure else b""


def _is_marked(item: Item) -> bool:
    return rows.is_marked(item.position)


def binding(session: Session, item: Item) -> Request[Bound] | None:
    """FF67: the code of the item that was sent last, or of the one to come, as the model wants it.

    None for an item without a code, and before the ФФД 1.2, where it goes as a tag. Raises RequestRefused for a code
    that is too long.
    """
    marking = item.position.marking
    if marking is None or session.passport.ffd is not FfdVersion.V1_2 or not _is_marked(item):
        return None
    make = requests.bind_code if marking.has_serial else requests.bind_code_without_exchange
    try:
        return make(session.admin, _bytes(marking_check.as_scanned(marking)))
    except ValueError as error:
        raise RequestRefused(wording.bad_code(item.name)) from error


async def check_marking(session: Session, command: CheckMarking) -> Outcome:
    """Nothing is sold and nothing stays in the register. Raises RequestRefused of one that cannot check codes."""
    ffd = rules.ffd(session)
    if ffd is not FfdVersion.V1_2:
        raise RequestRefused(wording.marking_needs_1_2(ffd))
    if not session.passport.registration.marking:
        raise RequestRefused(wording.NO_MARKING)
    warnings = [remark for question in command.questions for remark in _remarks(question)]
    answers = []
    for question in command.questions:
        answer, silence = await _answered(session, question)
        answers.append(answer)
        warnings += silence
    return Outcome(marking=tuple(answers), warnings=tuple(warnings))


def _remarks(question: MarkingQuestion) -> list[str]:
    """What was put right in a code, and what is wrong with it."""
    what = quoted(question.name or question.marking.code, 40)
    return [f"Товар {what}: {remark}" for remark in goods.remarks(question.marking)]


async def _answered(session: Session, question: MarkingQuestion) -> tuple[MarkingAnswer, list[str]]:
    """With what is to be said where «Честный ЗНАК» did not answer."""
    marking = question.marking
    if goods.of_marking(marking) is None:
        return MarkingAnswer(code=marking.code, name=question.name, text="[М] кода нет, отсканируйте его"), []
    planned = marking_check.planned_status(question)
    part = _part(question.quantity, question.measure, question.pack_quantity)
    try:
        code, told = await _asked_alone(session, marking, planned, part)
    except ValueError as error:
        raise RequestRefused(wording.bad_code(question.name)) from error
    found = marking_verdict.checked(marking, code, planned, told)
    silence = marking_verdict.silence(told)
    warnings = [f"Товар {quoted(question.name or code, 40)}: {silence}"] if silence else []
    answer = MarkingAnswer(code=marking.code or code, name=question.name, result=found.result, text=found.text)
    return answer, warnings


async def _asked_alone(session: Session, marking: MarkingCode, planned: int, part: bytes) -> tuple[str, CodeCheck]:
    """Outside of a receipt, where a question may be put again: what was checked is rejected at once."""
    try:
        answer = await _asked(session, marking, planned, part)
    except (WrongState, OutcomeUnknown) as error:
        if isinstance(error, WrongState) and error.native not in _STARTS_ANEW:
            raise
        await clear(session)
        answer = await _asked(session, marking, planned, part)
    await session.ask(requests.decide(session.admin, Decision.REJECT))
    return answer
