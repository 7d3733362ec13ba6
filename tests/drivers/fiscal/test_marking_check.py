"""Values of 2003, 2004, 2005, 2100, 2105, 2106 and 2109: spec/ffd.md 10.4."""

from decimal import Decimal

import pytest

from drivers.fiscal import marking_check, marking_script
from drivers.fiscal.marking_check import Checked, answer, check, planned_status, refusal, warning
from drivers.fiscal.marking_script import VERDICTS, Script
from drivers.model.document import MarkingCode
from drivers.model.ffd import ReceiptType
from drivers.model.marking import MarkingAnswer, MarkingQuestion
from tests.drivers.fiscal.samples import position

GTIN = "04600439931256"
MILK = f"01{GTIN}21JgXJ5.T\x1d93dGVz"
SHIRT = f"01{GTIN}215(RkN8aYqLm16\x1d918029\x1d92" + "A" * 44


def checked(code: str, verdict: str = "", *, link: bool = True, autonomous: bool = False) -> Checked:
    script = Script({f"01{GTIN}": verdict}) if verdict else None
    return check(MarkingCode(code=code), 1, script, link=link, autonomous=autonomous)


@pytest.mark.parametrize(
    ("verdict", "result", "sold"),
    [
        ("good", 15, True),
        ("bad-code", 5, False),
        ("bad-status", 7, False),
        ("suspended", 7, False),
        ("bad-format", 5, False),
        ("unknown-code", 5, False),
        ("no-key", 15, True),
        ("no-link", 3, True),
        ("bad-code-no-link", 1, False),
        ("not-checked", 0, True),
    ],
)
def test_every_scripted_verdict(verdict: str, result: int, sold: bool) -> None:
    found = checked(MILK, verdict)
    assert (found.result, found.may_be_sold) == (result, sold)
    assert found.text.startswith({True: "[М+]" if result == 15 else "[М]", False: "[М-]"}[sold])


def test_the_table_above_is_whole() -> None:
    assert len(VERDICTS) == 10


@pytest.mark.parametrize(
    ("verdict", "result"), [("good", 19), ("bad-code", 17), ("not-checked", 16), ("bad-status", 19), ("", 19)]
)
def test_an_autonomous_register_asks_nobody(verdict: str, result: int) -> None:
    found = checked(SHIRT, verdict, autonomous=True)
    assert found.result == result
    assert (found.verdict.remote, found.verdict.processing, found.verdict.status) == (None, None, None)


@pytest.mark.parametrize(
    ("code", "kind", "local", "reason", "with_link", "without"),
    [
        (SHIRT, 4, 3, 0, 15, 3),
        (MILK, 5, 0, 1, 15, 0),
        (f"01{GTIN}21JgXJ5.T", 1, 0, 3, 15, 0),
        ("4606453849072", 0, 0, 3, 0, 0),
    ],
)
def test_a_code_the_script_does_not_name(
    code: str, kind: int, local: int, reason: int, with_link: int, without: int
) -> None:
    script = Script({"0199": "bad-code"})
    found = check(MarkingCode(code=code), 1, script)
    assert (found.type, found.verdict.local, found.verdict.reason) == (kind, local, reason)
    assert found.result == with_link
    assert check(MarkingCode(code=code), 1, script, link=False).result == without


def test_a_storage_without_the_keys() -> None:
    found = check(MarkingCode(code=SHIRT), 1, checks_44=False)
    assert (found.type, found.verdict.local, found.result) == (3, 0, 15)


def test_only_parts_of_a_code() -> None:
    found = check(MarkingCode(gtin=GTIN, serial="JgXJ5.T"), 1)
    assert found.code == f"01{GTIN}21JgXJ5.T"
    with pytest.raises(ValueError, match="empty"):
        check(MarkingCode(), 1)
    with pytest.raises(ValueError, match="256"):
        check(MarkingCode(code="1" * 257), 1)


@pytest.mark.parametrize(
    ("receipt", "measure", "pack", "status"),
    [
        (ReceiptType.SALE, 0, None, 1),
        (ReceiptType.SALE, 11, None, 2),
        (ReceiptType.SALE, 0, 22, 2),
        (ReceiptType.SALE_RETURN, 0, None, 3),
        (ReceiptType.SALE_RETURN, 0, 22, 4),
        (ReceiptType.PURCHASE, 0, None, 3),
        (ReceiptType.PURCHASE, 11, None, 4),
        (ReceiptType.PURCHASE_RETURN, 0, None, 1),
    ],
)
def test_planned_status(receipt: ReceiptType, measure: int, pack: int | None, status: int) -> None:
    row = position(marking=MarkingCode(code=MILK), measure=measure, pack_quantity=pack)
    assert planned_status(row, receipt) == status


def test_planned_status_of_the_client() -> None:
    given = MarkingCode(code=MILK, status=255)
    assert planned_status(position(marking=given), ReceiptType.SALE_RETURN) == marking_check.UNCHANGED
    assert planned_status(MarkingQuestion(marking=given)) == 255
    assert planned_status(MarkingQuestion(marking=MarkingCode(code=MILK), quantity=Decimal("0.5"), measure=11)) == 2


def test_answer_to_a_question() -> None:
    question = MarkingQuestion(marking=MarkingCode(code=MILK.replace("\x1d", "<GS>")), name="Молоко")
    assert answer(question) == MarkingAnswer(
        code=MILK.replace("\x1d", "<GS>"),
        name="Молоко",
        result=15,
        text="[М+] проверка выполнена, результат положительный",
    )
    parts = MarkingQuestion(marking=MarkingCode(gtin=GTIN, serial="A"))
    assert answer(parts, link=False) == MarkingAnswer(
        code=f"01{GTIN}21A",
        result=0,
        text="[М] проверка не выполнена: в коде нет проверочной части, ответа «Честного ЗНАКа» нет",
    )
    assert answer(MarkingQuestion(marking=MarkingCode())).result == 0


@pytest.mark.parametrize(
    ("verdict", "reason"),
    [
        ("bad-code", "код маркировки поддельный или повреждён"),
        ("bad-code-no-link", "код маркировки поддельный или повреждён"),
        ("bad-status", "товар нельзя продать или вернуть"),
        ("suspended", "оборот товара приостановлен"),
        ("unknown-code", "такого кода в «Честном ЗНАКе» нет"),
        ("bad-format", "код записан неверно"),
    ],
)
def test_a_bad_code_is_refused_unless_the_client_accepts_it(verdict: str, reason: str) -> None:
    found = checked(MILK, verdict)
    text = refusal(found, MarkingCode(code=MILK), "Молоко")
    assert text.startswith(f"Товар «Молоко» нельзя записать в чек: {reason}")
    assert refusal(found, MarkingCode(code=MILK, accept_failed_check=True), "Молоко") == ""
    assert reason in warning(found, "Молоко")


@pytest.mark.parametrize("verdict", ["good", "no-link", "not-checked"])
def test_what_is_not_proven_bad_is_sold(verdict: str) -> None:
    assert refusal(checked(MILK, verdict), MarkingCode(code=MILK), "Молоко") == ""
    assert warning(checked(MILK, verdict), "Молоко") == ""


def test_the_words_of_a_missing_answer() -> None:
    assert checked(SHIRT, link=False).text == "[М] код проверен только в ФН, ответа «Честного ЗНАКа» нет"
    assert checked(SHIRT, autonomous=True).text == "[М] код проверен только в ФН, касса автономная"
    assert "в ФН не проверяется" in checked(MILK, link=False).text


def test_a_script_of_lines() -> None:
    script = marking_script.parse(
        "# бумага\n\n0104600439931256=bad-status\n"
        "(01)04600439931256(21)Jg=X = Bad-Code\n"
        "010460043993125621JgX<GS>93dGVz=good\n"
    )
    assert script.lines == {
        f"01{GTIN}": "bad-status",
        f"01{GTIN}21Jg=X": "bad-code",
        f"01{GTIN}21JgX\x1d93dGVz": "good",
    }
    assert script.verdict(f"]d201{GTIN}21Jg=X1") is VERDICTS["bad-code"]
    assert script.verdict(f"01{GTIN}21Zz") is VERDICTS["bad-status"]
    assert script.verdict("0199") is None
    assert marking_script.parse("") == Script()


@pytest.mark.parametrize("line", ["0104600439931256", "=good", "01=perfect"])
def test_faults_of_a_script(line: str) -> None:
    with pytest.raises(ValueError, match=r"строка 2 .*bad-status"):
        marking_script.parse(f"\n{line}\n")
