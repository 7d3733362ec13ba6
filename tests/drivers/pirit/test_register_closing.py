"""31h: recorded and not printed, answered late, or refused. Source: spec/service-plus.md A2, A5, A8."""

import pytest

from drivers.emulation.frame_faults import Fault, Link, Power
from drivers.errors import DeviceOffline, OperatorNeeded
from drivers.model.command import CashIn, CloseShift, ContinuePrint
from drivers.model.document import TextLine
from drivers.model.ffd import DocumentForm
from drivers.pirit.emulator import shift_commands
from drivers.pirit.emulator.core import Core
from drivers.pirit.emulator.document import Requisite
from drivers.pirit.emulator.refused import Refused
from tests.contract.asking import Told, carried_out, done, refused, settled, tried
from tests.contract.goods import CASHIER, correction, goods, receipt
from tests.contract.pirit import PiritStand
from tests.drivers.pirit.shop import play, sent

_RECORDED = 8 << 4  # document flags of 00h


def sold(stand: PiritStand, name: str = "Чай") -> int:
    return sum(document.goods == [name] for document in stand.documents)


@pytest.mark.parametrize("error", [0x08, 0x09])
def test_an_error_of_the_paper_may_mean_that_it_is_recorded(error: int) -> None:
    async def scene(stand: PiritStand) -> None:
        stand.register.machine.stops_with = error
        outcome = await done(stand, receipt())
        assert sold(stand) == 1
        assert outcome.document is not None
        assert outcome.document.number == stand.documents[-1].number
        assert not stand.register.machine.state[2], "it has been printed by another 31h"
        assert "Чай" in "\n".join(stand.rows)

    play(scene)


def test_the_answer_says_that_the_paper_is_not_out_yet() -> None:
    async def scene(stand: PiritStand) -> None:
        stand.register.machine.roll.reload(6)
        outcome = await done(stand, receipt(goods("Чай"), *(goods(f"Кофе {number}") for number in range(5))))
        assert "повторно пробивать чек нельзя" in outcome.message
        assert stand.register.machine.state[2] & 0xF0 == _RECORDED
        await stand.mend()
        await done(stand, ContinuePrint())
        assert not stand.register.machine.state[2]
        assert len(stand.documents) == 3

    play(scene)


@pytest.mark.parametrize("error", [0x08, 0x09])
def test_or_that_it_is_not(error: int) -> None:
    """Only the ФН tells."""

    async def scene(stand: PiritStand) -> None:
        stand.register.machine.troubles.refuse(error, "31")
        told = await refused(stand, receipt(), OperatorNeeded)
        assert "не записан" in told.text
        assert sold(stand) == 0
        await done(stand, receipt())
        assert sold(stand) == 1

    play(scene)


def test_after_a_power_cut_work_begins_before_it_is_printed() -> None:
    """And a new server knows nothing of the receipt."""

    async def scene(stand: PiritStand) -> None:
        command = receipt()
        mark = await stand.driver.mark()
        stand.register.machine.stops_with = 0x08
        stand.register.inject(Fault(what=Power.AFTER_EXECUTION, command="31", seconds=None))
        await tried(stand, command)
        await stand.restart()
        await stand.mend()
        before = len(stand.register.executed)
        answer = await settled(stand, command, mark)
        assert answer.told is Told.DONE
        after = stand.register.executed[before:]
        assert after.index("10") < after.index("31")
        assert not stand.register.machine.state[2]
        assert sold(stand) == 1

    play(scene)


def test_an_answer_that_comes_late_is_the_answer() -> None:
    """ENQ is acknowledged meanwhile, for longer than anybody waits at first."""

    async def scene(stand: PiritStand) -> None:
        stand.register.inject(Fault(what=Link.ANSWER_LATE, command="31", seconds=20))
        outcome = await done(stand, receipt())
        assert outcome.document is not None
        assert outcome.document.sign == stand.documents[-1].sign
        assert sold(stand) == 1
        assert len(sent(stand, "31")) == 1
        assert "03" not in stand.register.executed[-4:]

    play(scene)


def test_acknowledged_and_never_answered() -> None:
    async def scene(stand: PiritStand) -> None:
        stand.register.inject(Fault(what=Link.ANSWER_LOST, command="31"))
        outcome = await done(stand, receipt())
        assert outcome.document is not None
        assert (outcome.document.number, outcome.document.sign) == (
            stand.documents[-1].number,
            stand.documents[-1].sign,
        )
        assert sold(stand) == len(sent(stand, "31")) == 1

    play(scene)


def test_a_broken_answer_is_a_lost_one() -> None:
    async def scene(stand: PiritStand) -> None:
        stand.register.inject(Fault(what=Link.BAD_SUM, command="31"))
        await done(stand, receipt())
        assert sold(stand) == len(sent(stand, "31")) == 1

    play(scene)


def test_a_closing_that_was_never_heard_is_sent_again() -> None:
    """The receipt still stands paid, and the ФН has nothing: so it was not carried out."""

    async def scene(stand: PiritStand) -> None:
        stand.register.inject(Fault(what=Link.PORT_GONE, command="31"))
        await carried_out(stand, receipt())
        assert sold(stand) <= 1
        await stand.mend()
        await done(stand, receipt(goods("После")))
        assert sold(stand, "После") == 1

    play(scene)


@pytest.mark.parametrize("error", [0x08, 0x09])
def test_a_shift_that_is_closed_and_not_printed(error: int) -> None:
    async def scene(stand: PiritStand) -> None:
        stand.register.machine.stops_with = error
        await done(stand, CloseShift(CASHIER))
        closed = [one for one in stand.documents if one.form is DocumentForm.CLOSE_SHIFT]
        assert len(closed) == 1
        assert len(sent(stand, "21")) == 2

    play(scene)


@pytest.mark.parametrize("error", [0x08, 0x09])
def test_money_that_was_moved_and_not_printed(error: int) -> None:
    async def scene(stand: PiritStand) -> None:
        stand.register.machine.stops_with = error
        await done(stand, CashIn(700, CASHIER))
        assert stand.drawer == 700
        assert not stand.register.machine.state[2]

    play(scene)


def test_a_correction_whose_answer_is_lost() -> None:
    async def scene(stand: PiritStand) -> None:
        stand.register.inject(Fault(what=Link.ANSWER_LOST, command="58"))
        outcome = await done(stand, correction())
        assert outcome.document is not None
        assert outcome.document.number == stand.documents[-1].number
        assert stand.documents[-1].form is DocumentForm.CORRECTION
        assert len(sent(stand, "58")) == 1

    play(scene)


def test_the_wire_breaks_before_anything_is_recorded() -> None:
    """The same receipt is made once more, and once alone."""

    async def scene(stand: PiritStand) -> None:
        stand.register.inject(Fault(what=Link.PORT_GONE, command="47"))
        answer = await carried_out(stand, receipt(goods(), TextLine("Спасибо")))
        assert sold(stand) == (answer.told is Told.DONE)
        assert not isinstance(answer.error, DeviceOffline) or answer.error.nothing_sent

    play(scene)


def test_a_z_report_that_is_brought_to_its_end_is_told_as_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused before the ФН had it, but begun (bit 8): the repeat closes the shift, so it is no refusal."""
    whole, calls = shift_commands.close_shift, []

    def broken_off(core: Core, requisites: list[Requisite]) -> None:
        calls.append(requisites)
        core.closing = len(calls) == 1
        if core.closing:
            raise Refused(0x42)
        whole(core, requisites)

    monkeypatch.setattr(shift_commands, "close_shift", broken_off)

    async def scene(stand: PiritStand) -> None:
        document = (await done(stand, CloseShift(CASHIER))).document
        assert document is not None
        assert (document.form, document.number) == (DocumentForm.CLOSE_SHIFT, stand.documents[-1].number)
        assert len(calls) == 2

    play(scene)
