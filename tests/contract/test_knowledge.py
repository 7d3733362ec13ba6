"""What a register tells of itself: state, counters, registration, marking codes."""

from dataclasses import replace

import pytest

from drivers.errors import NotSupported, RequestRefused, WrongState
from drivers.model.command import (
    CheckMarking,
    CloseShift,
    OpenShift,
    ReadCounters,
    ReadDocument,
    ReadLineLength,
    ReadState,
)
from drivers.model.counters import CounterBlock
from drivers.model.document import MarkingCode, Payments
from drivers.model.ffd import DocumentForm, FfdVersion, ReceiptType, VatRate
from drivers.model.marking import MarkingQuestion
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.model.state import DeviceKind, Registration
from tests.contract.asking import done, last, made, refused, tried
from tests.contract.conftest import Play
from tests.contract.goods import CASHIER, GOOD, STOPPED, goods, receipt, water
from tests.contract.stand import Lack, Stand

_ASKED = CheckMarking((MarkingQuestion(marking=MarkingCode(code=GOOD)),))
_LOOKS = (ReadState(), ReadCounters(), ReadDocument(1), ReadLineLength(), _ASKED)


@pytest.mark.parametrize("ffd", ["1.05", "1.2"])
def test_the_state(play: Play, ffd: str) -> None:
    async def scene(stand: Stand) -> None:
        sold = made(await done(stand, receipt()))
        state = (await done(stand, ReadState())).state
        assert state is not None
        assert replace(state, time=None) == replace(await stand.driver.state(), time=None)
        assert (state.online, state.fiscalized, state.ffd) == (True, True, FfdVersion(ffd))
        assert (state.storage, state.last_document, state.shift_number) == (sold.storage, sold.number, 1)
        assert state.storage_until is not None or not play.family.has(Lack.STORAGE_TERM)
        assert not any((state.paper_out, state.cover_open, state.storage_full, state.fault))
        assert stand.driver.traits.kind is DeviceKind.REGISTER

    play(scene, ffd=ffd)


def test_the_registration_is_told(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        registration = (await stand.driver.state()).registration
        assert registration is not None
        assert len(registration.inn) in (10, 12)
        assert registration.tax_systems
        assert registration.number

    play(scene, needs=Lack.REGISTRATION_TOLD)


def _counters(mark: str) -> str:
    """Without the trace of the next command, which every question moves."""
    return mark.partition(";at=")[0]


def test_looking_changes_nothing(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        await done(stand, receipt())
        before = stand.documents, stand.rows, stand.drawer
        mark = _counters(await stand.driver.mark())
        await stand.driver.state()
        for command in _LOOKS:
            if type(command) in stand.driver.traits.commands:
                await tried(stand, command)
            assert _counters(await stand.driver.mark()) == mark
        assert (stand.documents, stand.rows, stand.drawer) == before

    play(scene)


def test_counters_of_the_shift(play: Play) -> None:
    async def blocks(stand: Stand) -> dict[ReceiptType, CounterBlock]:
        found = (await done(stand, ReadCounters())).counters
        return {block.type: block for block in found if block.shift}

    async def scene(stand: Stand) -> None:
        await done(stand, receipt())
        await done(stand, CloseShift(CASHIER))
        await done(stand, receipt(goods("Сыр", 11_000, VatRate.VAT_10), paid=Payments(cash=1_000, electronic=10_000)))
        await done(stand, receipt())
        await done(stand, receipt(type=ReceiptType.SALE_RETURN))
        shift = await blocks(stand)
        sold, back = shift[ReceiptType.SALE], shift[ReceiptType.SALE_RETURN]
        assert (sold.count, sold.total) == (2, 21_000)
        assert (sold.payments.cash, sold.payments.electronic) == (11_000, 10_000)
        assert (back.count, back.total) == (1, 10_000)

    play(scene, needs=Lack.COUNTERS)


def test_the_registration_is_changed(play: Play) -> None:
    """It is a document of its own, between shifts."""
    command = RegisterDevice(
        step=RegistrationStep.CHANGE_OWNER,
        registration=Registration(place="Зал"),
        given=frozenset({"place"}),
        cashier=CASHIER,
    )

    async def scene(stand: Stand) -> None:
        await done(stand, receipt())
        await refused(stand, command, (WrongState, RequestRefused))
        await done(stand, CloseShift(CASHIER))
        outcome = await done(stand, command)
        assert last(stand, outcome).form is DocumentForm.REREGISTRATION
        registration = (await stand.driver.state()).registration
        assert registration is not None
        assert registration.place == "Зал"
        await done(stand, receipt())

    play(scene, needs=Lack.REGISTRATION)


def test_marking_codes_are_checked(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        codes = (GOOD, STOPPED)
        questions = tuple(MarkingQuestion(marking=MarkingCode(code=code), name="Вода") for code in codes)
        answers = (await done(stand, CheckMarking(questions))).marking
        assert [answer.code for answer in answers] == list(codes)
        assert [answer.result & 0b1000 for answer in answers] == [0b1000, 0]
        assert all("[М" in answer.text for answer in answers)

    play(scene, needs=Lack.MARKING)


def test_a_bad_code_is_sold_only_where_the_client_insists(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        await done(stand, OpenShift(CASHIER))
        await refused(stand, receipt(water(STOPPED)), RequestRefused)
        outcome = await done(stand, receipt(water(STOPPED, accept_failed_check=True)))
        assert outcome.warnings
        (row,) = last(stand, outcome).all(1059)
        assert not row.child(2106).number() & 0b1000
        await done(stand, receipt(water()))

    play(scene, needs=Lack.MARKING)


def test_the_older_format_checks_no_codes(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        await refused(stand, _ASKED, (RequestRefused, NotSupported))
        (row,) = last(stand, await done(stand, receipt(replace(water(), subject=1)))).all(1059)
        assert 1162 in {item.tag for item in row.children()}

    play(scene, ffd="1.05", needs=Lack.GOODS_CODES)
