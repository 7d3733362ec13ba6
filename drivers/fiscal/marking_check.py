"""Check of a marking code before it is sold, as a ФН of ФФД 1.2 and «Честный ЗНАК» make it.

Source: spec/ffd.md 10.4.
"""

from dataclasses import dataclass

from drivers.fiscal import goods, names
from drivers.fiscal.findings import quoted
from drivers.fiscal.marking_script import ASKED, AUTONOMOUS, CHECKED, CODE_GOOD, STATUS_GOOD, Script, Verdict
from drivers.model.document import MarkingCode, Position
from drivers.model.ffd import ReceiptType
from drivers.model.marking import MarkingAnswer, MarkingQuestion

PIECE_SOLD, PART_SOLD, PIECE_RETURNED, PART_RETURNED, UNCHANGED = 1, 2, 3, 4, 255
"""Values of 2003 and 2110."""

_ALL_GOOD = CHECKED | CODE_GOOD | ASKED | STATUS_GOOD
_NO_KEY_TO_CHECK = frozenset({0, 1, 3, 5})  # 2100 that a ФН does not check
_REASONS = {
    1: "код такого вида в ФН не проверяется",
    2: "в ФН нет ключа этого кода",
    3: "в коде нет проверочной части",
    4: "ФН не смог проверить код",
}
_STATUSES = {
    2: "товар нельзя продать или вернуть: его состояние в «Честном ЗНАКе» другое",
    3: "оборот товара приостановлен",
}
_PROCESSING = {1: "код записан неверно", 2: "такого кода в «Честном ЗНАКе» нет"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A code and what was found of it, to be kept until its receipt is registered."""

    code: str  # 2000 as scanned, cleaned
    type: int  # 2100
    piece: str  # 2101
    planned: int  # 2003
    verdict: Verdict
    autonomous: bool = False

    @property
    def result(self) -> int:
        """2106."""
        return self.verdict.result | (AUTONOMOUS if self.autonomous else 0)

    @property
    def may_be_sold(self) -> bool:
        return not names.is_refused(self.result)

    @property
    def text(self) -> str:
        return f"{names.marking(self.result)} {_words(self.verdict, self.result)}"


def planned_status(of: Position | MarkingQuestion, receipt: ReceiptType = ReceiptType.SALE) -> int:
    """2003: what the client says, or what follows from the receipt's type.

    A part is what is measured, or a piece of a pack.
    """
    if of.marking is not None and of.marking.status is not None:
        return of.marking.status
    part = of.measure != 0 or of.pack_quantity is not None
    if receipt in (ReceiptType.SALE, ReceiptType.PURCHASE_RETURN):
        return PART_SOLD if part else PIECE_SOLD
    return PART_RETURNED if part else PIECE_RETURNED


def check(
    marking: MarkingCode,
    planned: int,
    script: Script | None = None,
    *,
    link: bool = True,
    autonomous: bool = False,
    checks_44: bool = True,
) -> Checked:
    """What a scripted ФН says; of a code the script does not name, that it is good as far as it could be checked.

    link: whether «Честный ЗНАК» answers; autonomous: whether the register never asks it; checks_44 as in
    goods.code_type. Raises ValueError when there is no code, or it is longer than tag 2000 may be.
    """
    code = as_scanned(marking)
    kind = goods.code_type(marking, checks_44=checks_44)
    scripted = script.verdict(code) if script is not None else None
    verdict = scripted or _unscripted(kind)
    if autonomous or not link:
        verdict = Verdict(local=verdict.local, reason=verdict.reason)
    return Checked(
        code=code, type=kind, piece=goods.piece(marking), planned=planned, verdict=verdict, autonomous=autonomous
    )


def as_scanned(marking: MarkingCode) -> str:
    """2000: the cleaned code; where the client has only GTIN and serial number, these. Raises ValueError as `check`."""
    found = goods.of_marking(marking)
    if found is None:
        raise ValueError("the marking code is empty")
    goods.tag_2000(found.text)
    return found.text


def _unscripted(kind: int) -> Verdict:
    local, reason = (CHECKED | CODE_GOOD, 0) if kind not in _NO_KEY_TO_CHECK else (0, 3 if kind in (0, 1) else 1)
    if kind == 0:
        return Verdict(local=0, reason=reason)
    return Verdict(local=local, reason=reason, remote=_ALL_GOOD, processing=0, status=1)


def answer(
    question: MarkingQuestion, script: Script | None = None, *, link: bool = True, autonomous: bool = False
) -> MarkingAnswer:
    """ValidationMarkingCode: one code, nothing is sold. A question without a code is answered with 0 and a reason."""
    if goods.of_marking(question.marking) is None:
        return MarkingAnswer(code=question.marking.code, name=question.name, text="[М] кода нет, отсканируйте его")
    found = check(question.marking, planned_status(question), script, link=link, autonomous=autonomous)
    code = question.marking.code or found.code
    return MarkingAnswer(code=code, name=question.name, result=found.result, text=found.text)


def refusal(found: Checked, marking: MarkingCode, name: str) -> str:
    """Why the goods may not be recorded; "" where they may, or where the client takes it upon himself."""
    if found.may_be_sold or marking.accept_failed_check:
        return ""
    return f"Товар {quoted(name, 40)} нельзя записать в чек: {_trouble(found.verdict)}. Уберите его из чека"


def warning(found: Checked, name: str) -> str:
    """What to tell of goods that are recorded although their check failed; "" where it did not."""
    if found.may_be_sold:
        return ""
    return f"Товар {quoted(name, 40)} записан в чек, хотя {_trouble(found.verdict)}"


def _words(verdict: Verdict, result: int) -> str:
    if names.is_refused(result):
        return f"проверка выполнена, {_trouble(verdict)}"
    if result & ASKED:
        return "проверка выполнена, результат положительный"
    asked = "касса автономная" if result & AUTONOMOUS else "ответа «Честного ЗНАКа» нет"
    if result & CHECKED:
        return f"код проверен только в ФН, {asked}"
    return f"проверка не выполнена: {_REASONS.get(verdict.reason, _REASONS[4])}, {asked}"


def _trouble(verdict: Verdict) -> str:
    if verdict.processing in _PROCESSING:
        return _PROCESSING[verdict.processing]
    return _STATUSES.get(verdict.status or 0, "код маркировки поддельный или повреждён")
