"""Marking codes in receipts and on their own, with an emulated register whose verdicts a test gives."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from drivers.emulation.fiscal.marking import Verdict
from drivers.errors import OutcomeUnknown, RequestRefused, WrongState
from drivers.fiscal import tlv
from drivers.model.command import CheckMarking
from drivers.model.document import MarkingCode, Position
from drivers.model.ffd import ReceiptType
from drivers.model.marking import MarkingAnswer, MarkingQuestion
from drivers.model.registration import RegistrationStep
from drivers.registers import receipt, registration
from drivers.shtrih.emulator.tcp import ShtrihEmulator
from drivers.shtrih.register import ShtrihRegister
from drivers.shtrih.requests.status import Mode
from tests.drivers.shtrih.test_registration import command as registering
from tests.drivers.shtrih.visit import Scene, visit
from tests.drivers.virtual.shop import sale, tea

GOOD = "010460043993125621JgXJ5.T\x1d93dGVz"
BAD = "010460043993125621STOPPED\x1d93dGVz"


def water(code: str = GOOD, **fields: object) -> Position:
    code_of = MarkingCode(code=code, **fields)  # type: ignore[arg-type]
    return replace(tea(5_000), name="Вода", subject=33, marking=code_of)


def shop(scene: Scene, **settings_of_register: object) -> None:
    """A register that is registered for marked goods, as the emulator is from its beginning."""
    visit(scene, register=settings_of_register)


def other_shop(scene: Scene) -> None:
    """A register that is not."""

    async def registered(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await registration.register_device(ours, registering(RegistrationStep.OPEN))
        await scene(ours, register)

    visit(registered, register={"registered": False})


def says(register: ShtrihEmulator, code: str, **verdict: int) -> None:
    register.machine.marking.verdicts[code.encode()] = Verdict(**verdict)


def items(register: ShtrihEmulator) -> list[tlv.Item]:
    recorded = tlv.parse(register.machine.storage.documents[-1].tlv)
    inner = recorded[0].children() if len(recorded) == 1 else recorded
    return [item for item in inner if item.tag == 1059]


def test_a_good_code_is_checked_accepted_and_bound() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        outcome = await receipt.register_receipt(ours, sale(tea(), water()))
        assert outcome.marking == (
            MarkingAnswer(code=GOOD, name="Вода", result=15, text="[М+] проверка выполнена, результат положительный"),
        )
        plain, marked = items(register)
        assert {2106, 1163} <= {child.tag for child in marked.children()}
        assert 2106 not in {child.tag for child in plain.children()}
        assert outcome.warnings == ()

    shop(scene)


def test_bad_codes_are_refused_and_nothing_is_recorded() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        says(register, BAD, local=1, result=5, details=5)
        before = len(register.machine.storage.documents)
        with pytest.raises(RequestRefused, match="нельзя записать в чек") as found:
            await receipt.register_receipt(ours, sale(water(BAD), water()))
        assert found.value.nothing_sent
        assert {one.form for one in register.machine.storage.documents[before:]} <= {2}  # the shift alone was opened
        assert (await ours.session.status()).mode == Mode.SHIFT_OPEN
        assert not register.machine.marking.accepted

    shop(scene)


def test_the_client_may_insist() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        says(register, BAD, local=1, result=5, details=5)
        outcome = await receipt.register_receipt(ours, sale(water(BAD, accept_failed_check=True)))
        assert [answer.result for answer in outcome.marking] == [5]
        assert "записан в чек, хотя" in outcome.warnings[0]
        assert items(register)[0].child(2106).number() == 5

    shop(scene)


def test_a_silent_server_is_a_warning() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        says(register, GOOD, server=0xFF, result=3)
        outcome = await receipt.register_receipt(ours, sale(water()))
        assert "не ответил вовремя" in outcome.warnings[0]
        assert outcome.marking[0].result == 3
        assert "ответа «Честного ЗНАКа» нет" in outcome.marking[0].text

    shop(scene)


@pytest.mark.parametrize("error", [0xA1, 0xA3])
def test_a_full_table_is_cleared_and_all_codes_are_checked_again(error: int) -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.troubles.refuse(error, "FF61", skip=1)
        outcome = await receipt.register_receipt(ours, sale(water(), water(BAD)))
        assert [answer.result for answer in outcome.marking] == [15, 15]

    shop(scene)


def test_it_is_started_anew_once() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.troubles.refuse(0xA1, "FF61", times=None)
        with pytest.raises(WrongState) as found:
            await receipt.register_receipt(ours, sale(water()))
        assert found.value.native == 0xA1

    shop(scene)


def test_more_codes_than_the_storage_can_keep() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.troubles.refuse(0xA3, "FF61", times=None, skip=1)
        with pytest.raises(RequestRefused, match="в чеке 2, столько ФН не помнит") as found:
            await receipt.register_receipt(ours, sale(water(), water(BAD)))
        assert found.value.nothing_sent
        assert not register.machine.marking.accepted
        assert (await ours.session.status()).mode == Mode.SHIFT_OPEN

    shop(scene)


@pytest.mark.parametrize("code", ["01046004399312562100" + "x" * 228, "x" * 300])
def test_a_code_of_a_sort_that_is_too_long_is_refused_before_anything(code: str) -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        with pytest.raises(RequestRefused, match="слишком длинный") as found:
            await receipt.register_receipt(ours, sale(tea(), water(code, has_serial=False)))
        assert found.value.nothing_sent
        assert (await ours.session.status()).mode == Mode.SHIFT_CLOSED

    shop(scene)


def test_a_sort_of_goods_is_bound_and_not_checked() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        outcome = await receipt.register_receipt(ours, sale(water(has_serial=False)))
        assert outcome.marking == ()
        assert b"\xff\x61" not in register.executed
        assert 1163 in {child.tag for child in items(register)[0].children()}

    shop(scene)


def test_what_the_register_records_is_what_is_told() -> None:
    """2106 may say no where the ФН alone had found the code good (2004)."""

    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        says(register, GOOD, local=3, result=13)
        with pytest.raises(RequestRefused, match="нельзя записать в чек"):
            await receipt.register_receipt(ours, sale(water()))
        outcome = await receipt.register_receipt(ours, sale(water(accept_failed_check=True)))
        assert [answer.result for answer in outcome.marking] == [13]
        assert items(register)[0].child(2106).number() == 13

    shop(scene)


def test_part_of_a_pack() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        part = replace(water(), quantity=Decimal(2), pack_quantity=10, price=2_500)
        outcome = await receipt.register_receipt(ours, sale(part))
        assert outcome.marking[0].result == 15
        fraction = items(register)[0].child(1291)
        assert (fraction.child(1293).number(), fraction.child(1294).number()) == (2, 10)

    shop(scene)


def test_a_return_plans_another_status() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await receipt.register_receipt(ours, sale(tea(50_000)))
        outcome = await receipt.register_receipt(ours, sale(water(), type=ReceiptType.SALE_RETURN))
        assert outcome.marking[0].result == 15

    shop(scene)


def test_a_register_that_is_not_for_marked_goods_is_warned_of() -> None:
    async def scene(ours: ShtrihRegister, _: ShtrihEmulator) -> None:
        outcome = await receipt.register_receipt(ours, sale(water()))
        assert any("не зарегистрирована для торговли маркированными" in warning for warning in outcome.warnings)

    other_shop(scene)


def test_before_1_2_nothing_is_asked() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.troubles.refuse(0x39, "FF61", times=None)
        register.machine.troubles.refuse(0x39, "FF67", times=None)
        outcome = await receipt.register_receipt(ours, sale(replace(water(), subject=1)))
        assert outcome.marking == ()
        assert 1162 in {child.tag for child in items(register)[0].children()}

    visit(scene, register={"ffd": "1.05"})


def test_codes_are_checked_without_a_sale() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        says(register, BAD, local=3, result=7, details=7)
        questions = [MarkingQuestion(marking=MarkingCode(code=code)) for code in (GOOD, BAD, " ")]
        answers, _ = await ours.check_marking(CheckMarking(tuple(questions)))
        assert [answer.result for answer in answers] == [15, 7, 0]
        assert answers[2].text.startswith("[М] кода нет")
        assert not register.machine.marking.accepted

    shop(scene)


def test_a_question_without_a_sale_may_be_put_again() -> None:
    async def scene(ours: ShtrihRegister, _: ShtrihEmulator) -> None:
        ask, lost = ours.session.ask, iter([True])

        async def loses_one(request: Any) -> Any:
            answer = await ask(request)
            if request.name.startswith("FF61") and next(lost, False):
                raise OutcomeUnknown("the answer is lost")
            return answer

        ours.session.ask = loses_one  # type: ignore[method-assign]
        question = MarkingQuestion(marking=MarkingCode(code=GOOD))
        answers, _ = await ours.check_marking(CheckMarking((question,)))
        assert [answer.result for answer in answers] == [15]

    shop(scene)


def test_a_code_too_long_is_refused_in_words() -> None:
    async def scene(ours: ShtrihRegister, _: ShtrihEmulator) -> None:
        question = MarkingQuestion(marking=MarkingCode(code="x" * 250), name="Вода")
        with pytest.raises(RequestRefused, match="слишком длинный: отсканируйте"):
            await ours.check_marking(CheckMarking((question,)))

    shop(scene)


def test_registers_that_cannot_check_say_so() -> None:
    async def old(ours: ShtrihRegister, _: ShtrihEmulator) -> None:
        with pytest.raises(RequestRefused, match=r"ФФД 1\.2"):
            await ours.check_marking(CheckMarking(()))

    async def plain(ours: ShtrihRegister, _: ShtrihEmulator) -> None:
        with pytest.raises(RequestRefused, match="не зарегистрирована"):
            await ours.check_marking(CheckMarking(()))

    visit(old, register={"ffd": "1.05"})
    other_shop(plain)
