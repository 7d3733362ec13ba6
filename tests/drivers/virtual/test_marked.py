"""Marking codes in receipts and on their own, with a scripted «Честный ЗНАК»."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from drivers.errors import RequestRefused
from drivers.fiscal import marking_notices, tlv
from drivers.model.command import CheckMarking, CloseShift, Command, OfdReport
from drivers.model.document import MarkingCode, Position
from drivers.model.ffd import ReceiptType
from drivers.model.marking import MarkingAnswer, MarkingQuestion
from drivers.model.outcome import Outcome
from drivers.virtual.kkt import VirtualKkt
from drivers.virtual.stored import StoredDocument
from tests.drivers.virtual.shop import CASHIER, run, sale, tea

GOOD = "010460043993125621JgXJ5.T\x1d93dGVz"
STOPPED = "010460043993125621STOPPED\x1d93dGVz"
SCRIPT = ["010460043993125621STOPPED=suspended"]


def water(code: str = GOOD, **fields: object) -> Position:
    marking = MarkingCode(code=code, **fields)  # type: ignore[arg-type]
    return replace(tea(5_000), name="Вода", subject=33, marking=marking)


async def recorded(kkt: VirtualKkt, outcome: Outcome) -> tuple[dict[int, tlv.Item], StoredDocument]:
    document = outcome.document
    assert document is not None
    stored = await kkt._ask(lambda one: one.storage.document(document.number))
    assert stored is not None
    (envelope,) = tlv.parse(stored.tlv)
    return {child.tag: child for child in envelope.children()}, stored


def test_a_good_code(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        mark = await kkt.mark()
        command = sale(tea(), water())
        done = await kkt.execute(command)
        assert done.marking == (
            MarkingAnswer(code=GOOD, name="Вода", result=15, text="[М+] проверка выполнена, результат положительный"),
        )
        assert await kkt.settle(command, mark) == done
        children, stored = await recorded(kkt, done)
        assert children[2107].number() == 0
        assert children[1059].child(2106).number() == 15
        (notice,) = tlv.parse(stored.notice)
        told = {child.tag: child for child in notice.children()}
        assert (notice.tag, told[2002].number(), told[1054].number()) == (marking_notices.FORM, 1, 1)
        assert told[2007].child(2106).number() == 15
        text = kkt.tape()[0].text()
        assert "[М+] Вода" in text
        assert "0708" in text

    run(tmp_path, scene)


def test_what_is_wrong_with_a_code_is_told_when_it_is_checked(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        lost = MarkingQuestion(marking=MarkingCode(code=GOOD.replace("\x1d", "")), name="Вода")
        good = MarkingQuestion(marking=MarkingCode(code=GOOD))
        done = await kkt.execute(CheckMarking((good, lost)))
        assert [answer.result for answer in done.marking] == [15, 15]
        (warning,) = done.warnings
        assert warning.startswith("Товар «Вода»: в коде потеряны разделители GS")
        too_long = MarkingQuestion(marking=MarkingCode(code="x" * 300))
        with pytest.raises(RequestRefused, match=r"^Код маркировки не читается или слишком длинный"):
            await kkt.execute(CheckMarking((too_long,)))

    run(tmp_path, scene)


def test_a_bad_code_is_refused_unless_the_client_insists(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        with pytest.raises(RequestRefused, match=r"оборот товара приостановлен\. Уберите его из чека"):
            await kkt.execute(sale(water(STOPPED), water()))
        assert (await kkt.state()).last_document == 1
        done = await kkt.execute(sale(water(STOPPED, accept_failed_check=True)))
        assert [answer.result for answer in done.marking] == [7]
        assert any("записан в чек, хотя" in warning for warning in done.warnings)
        children, _ = await recorded(kkt, done)
        assert children[2107].number() == 1
        assert "[М-] Вода" in kkt.tape()[0].text()
        closed, _ = await recorded(kkt, await kkt.execute(CloseShift(CASHIER)))
        assert (closed[2112].number(), closed[2104].number()) == (1, 0)
        again, _ = await recorded(kkt, await kkt.execute(sale(water())))
        assert 2112 not in again
        closed, _ = await recorded(kkt, await kkt.execute(CloseShift(CASHIER)))
        assert 2112 not in closed

    run(tmp_path, scene, marking_script=SCRIPT)


def test_notifications_wait_with_their_receipts(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(sale(water()))
        await kkt.switch_ofd(online=False)
        silent = await kkt.execute(sale(water(STOPPED)))  # whom could it ask?
        assert [answer.result for answer in silent.marking] == [3]
        await kkt.execute(sale())
        await kkt.execute(sale(water(), type=ReceiptType.SALE_RETURN))
        report, _ = await recorded(kkt, await kkt.execute(OfdReport(CASHIER)))
        assert report[2104].number() == 2
        await kkt.switch_ofd(online=True)
        report, stored = await recorded(kkt, await kkt.execute(sale(water())))
        (notice,) = tlv.parse(stored.notice)
        assert notice.child(2002).number() == 4
        closed, _ = await recorded(kkt, await kkt.execute(CloseShift(CASHIER)))
        assert closed[2104].number() == 0

    run(tmp_path, scene, marking_script=SCRIPT)


def test_a_register_without_an_ofd_asks_nobody(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        assert [one.result for one in (await kkt.execute(sale(water(STOPPED)))).marking] == [19]

    run(tmp_path, scene, ofd="autonomous", marking_script=SCRIPT)


def test_a_part_of_a_pack(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        part = replace(water(), quantity=Decimal(2), pack_quantity=22)
        children, stored = await recorded(kkt, await kkt.execute(sale(part)))
        assert children[1059].child(1291).child(1292).text() == "2/22"
        (notice,) = tlv.parse(stored.notice)
        assert notice.child(2007).child(2110).number() == 2
        assert "Дробная часть:" + "2/22".rjust(34) in kkt.tape()[0].text()

    run(tmp_path, scene)


def test_codes_are_checked_without_selling(tmp_path: Path) -> None:
    questions = (
        MarkingQuestion(marking=MarkingCode(code=GOOD), name="Вода"),
        MarkingQuestion(marking=MarkingCode(code=STOPPED)),
        MarkingQuestion(marking=MarkingCode()),
    )

    async def scene(kkt: VirtualKkt) -> None:
        mark = await kkt.mark()
        answers = (await kkt.execute(CheckMarking(questions))).marking
        assert [(answer.name, answer.result) for answer in answers] == [("Вода", 15), ("", 7), ("", 0)]
        assert await kkt.mark() == mark
        assert await kkt.settle(CheckMarking(questions), mark) is None

    run(tmp_path, scene, marking_script=SCRIPT)


@pytest.mark.parametrize("ffd", ["1.0", "1.05", "1.1"])
def test_below_ffd_1_2_codes_are_sold_and_not_checked(tmp_path: Path, ffd: str) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        with pytest.raises(RequestRefused, match=f"эта работает по ФФД {ffd}"):
            await kkt.execute(CheckMarking((MarkingQuestion(marking=MarkingCode(code=GOOD)),)))
        done = await kkt.execute(sale(water(STOPPED)))
        assert done.marking == ()
        assert "[М" not in kkt.tape()[0].text()

    run(tmp_path, scene, ffd=ffd, marking_script=SCRIPT)


def test_a_register_for_other_goods(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        with pytest.raises(RequestRefused, match="не зарегистрирована для торговли"):
            await kkt.execute(CheckMarking((MarkingQuestion(marking=MarkingCode(code=GOOD)),)))
        (warning,) = (await kkt.execute(sale(water()))).warnings
        assert "не зарегистрирована для торговли маркированными" in warning
        assert (await kkt.execute(sale(tea()))).warnings == ()

    run(tmp_path, scene, marking=False)


TOO_LONG = GOOD + "\x1d92" + "x" * 300


@pytest.mark.parametrize(
    "command", [sale(water(TOO_LONG)), CheckMarking((MarkingQuestion(marking=MarkingCode(code=TOO_LONG)),))]
)
def test_a_code_beyond_the_format_is_refused(tmp_path: Path, command: Command) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        with pytest.raises(RequestRefused):
            await kkt.execute(command)

    run(tmp_path, scene)
