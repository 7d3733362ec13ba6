"""Documents whose answer is lost, on a register that does not give them as TLV. Source: spec/service-plus.md A5, A8."""

from collections.abc import Sequence

import pytest

from drivers.emulation.frame_faults import Fault, Link
from drivers.errors import NotSupported, OutcomeUnknown
from drivers.fiscal.tlv import Item
from drivers.model.command import CloseShift, OfdReport, ReadDocument
from drivers.model.ffd import DocumentForm
from drivers.pirit import archive
from drivers.registers import texts
from tests.contract.asking import Told, done, made, settled
from tests.contract.goods import CASHIER, correction, goods, receipt
from tests.contract.pirit import PiritStand
from tests.drivers.pirit.shop import play


@pytest.fixture(autouse=True)
def _mute(monkeypatch: pytest.MonkeyPatch) -> None:
    """78h/15 and 78h/16 as of firmware that answers them in some other shape."""

    async def nothing(*_: object) -> tuple[DocumentForm | None, Sequence[Item]] | None:
        return None

    monkeypatch.setattr(archive, "_read", nothing)


def test_the_last_receipt_is_told_by_its_number() -> None:
    async def scene(stand: PiritStand) -> None:
        stand.register.inject(Fault(what=Link.ANSWER_LOST, command="31"))
        document = made(await done(stand, receipt()))
        recorded = stand.documents[-1]
        assert (document.number, document.sign, document.total) == (recorded.number, recorded.sign, recorded.total)

    play(scene)


def test_reports_and_corrections_that_were_answered_are_known() -> None:
    async def scene(stand: PiritStand) -> None:
        for command, form in (
            (correction(), DocumentForm.CORRECTION),
            (OfdReport(CASHIER), DocumentForm.SETTLEMENT_STATE),
            (CloseShift(CASHIER), DocumentForm.CLOSE_SHIFT),
        ):
            document = made(await done(stand, command))
            assert (document.form, document.number) == (form, stand.documents[-1].number)
            assert document.sign == 0, "it is not told"

    play(scene)


def test_a_correction_that_was_not_answered_stays_unknown() -> None:
    """It may be somebody else's document: a person looks at the paper."""

    async def scene(stand: PiritStand) -> None:
        stand.register.inject(Fault(what=Link.ANSWER_LOST, command="58"))
        with pytest.raises(OutcomeUnknown) as caught:
            await done(stand, correction())
        assert "ленте" in caught.value.text
        assert len(stand.documents) == 3

    play(scene)


def test_a_receipt_that_was_followed_by_another_document_stays_unknown() -> None:
    async def scene(stand: PiritStand) -> None:
        command = receipt()
        mark = await stand.driver.mark()
        await done(stand, command)
        await done(stand, OfdReport(CASHIER))
        await stand.restart()
        assert (await settled(stand, command, mark)).told is Told.UNKNOWN

    play(scene)


def test_nothing_recorded_is_known_to_be_nothing() -> None:
    async def scene(stand: PiritStand) -> None:
        mark = await stand.driver.mark()
        assert (await settled(stand, receipt(), mark)).told is Told.REFUSED

    play(scene)


def test_the_last_receipt_is_read_shortly() -> None:
    async def scene(stand: PiritStand) -> None:
        sold = made(await done(stand, receipt(goods("Чай"))))
        outcome = await done(stand, ReadDocument(sold.number))
        assert outcome.copy is not None
        assert outcome.copy.document.sign == sold.sign
        assert outcome.warnings

    play(scene)


def test_an_older_document_is_not_told_and_the_cable_is_not_blamed() -> None:
    async def scene(stand: PiritStand) -> None:
        sold = made(await done(stand, receipt()))
        await done(stand, receipt())
        with pytest.raises(NotSupported, match="не сообщила"):
            await done(stand, ReadDocument(sold.number))

    play(scene)


def test_a_report_whose_sign_it_keeps_is_told_so_and_is_printed_whatever_is_asked() -> None:
    async def scene(stand: PiritStand) -> None:
        told = (await done(stand, CloseShift(CASHIER, print_paper=False))).warnings
        assert {texts.NO_SIGN, texts.REPORT_ON_PAPER} <= set(told)

    play(scene)
