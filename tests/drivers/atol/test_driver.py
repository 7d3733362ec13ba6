"""What the contract suite does not ask of the АТОЛ driver: quirks of firmware, its own errors, recovery by task id."""

import pytest

from drivers.atol.emulator.quirks import Quirks
from drivers.emulation.frame_faults import Fault, Link
from drivers.errors import KkmError, OperatorNeeded, RequestRefused, WrongState
from drivers.fiscal.check import check
from drivers.model.command import CloseShift, OpenShift, PrintDocument, ReadState, XReport
from drivers.model.document import TextLine
from drivers.model.ffd import DocumentForm, FfdVersion
from drivers.model.outcome import FiscalDocument, Outcome
from drivers.registers import rules
from drivers.registers.driver import RegisterDriver
from tests.contract.asking import Told, carried_out, done, last, made, refused, settled
from tests.contract.goods import CASHIER, goods, receipt
from tests.contract.stand import Stand, Trouble
from tests.drivers.atol.till import till
from tests.faults.wires.skipping import run


def test_a_rate_whose_index_nobody_told() -> None:
    async def scene() -> None:
        async with till(taxes={"20": 1}) as stand:
            error = await refused(stand, receipt(), RequestRefused)
            assert "taxes" in error.text
            assert '"-1"' in error.text

    run(scene())


def test_a_format_that_the_protocol_does_not_know() -> None:
    async def scene() -> None:
        async with till(ffd="1.2") as stand:
            assert "atol-web" in (await refused(stand, receipt(), RequestRefused)).text

    run(scene())


@pytest.mark.parametrize(
    ("quirks", "settings"),
    [
        (Quirks(storage_mode=6, tables_mode=4), {}),
        (Quirks(subject_first=False), {"item_tags": "1214-1212"}),
        (Quirks(swallowed=2), {"name_blanks": 2}),
        (Quirks(table_numbers="binary"), {"table_numbers": "binary"}),
        (Quirks(shift_order="big"), {"shift_numbers": "big"}),
        (Quirks(converts_texts=False), {"tag_letters": "cp866"}),
        (Quirks(at_once=True), {}),
        (Quirks(requisites_in_reports=False), {}),
        (Quirks(mode_after_z=3), {}),
        (Quirks(ext=None), {}),
    ],
    ids=str,
)
def test_a_day_on_firmware_that_differs(quirks: Quirks, settings: dict[str, object]) -> None:
    async def scene() -> None:
        async with till(quirks, **settings) as stand:
            for number in (1, 2):
                outcome = await done(stand, receipt(goods(subject=4), client_name="ООО №1"))
                recorded = last(stand, outcome)
                (row,) = recorded.all(1059)
                assert recorded.goods == ["Чай"]
                assert recorded.all(1227)[0].text() == "ООО №1"
                assert (row.child(1212).number(), row.child(1214).number()) == (4, 4)
                assert made(outcome).number_in_shift == number
            await done(stand, CloseShift(CASHIER))
            await done(stand, PrintDocument((TextLine("конец"),)))
            state = (await done(stand, ReadState())).state
            assert state is not None
            assert state.line_length == 48
            assert state.shift_number == 1

    run(scene())


def test_positions_of_the_old_format() -> None:
    async def scene() -> None:
        async with till() as stand:
            stand.register.machine.tables.put(2, 1, 109, 1)
            assert (await stand.driver.state()).ffd is FfdVersion.V1_0
            await done(stand, OpenShift(CASHIER))
            await refused(stand, receipt())  # by the emulator, which knows no other format than 1.05
            assert b"\xe6" in stand.register.executed

    run(scene())


@pytest.mark.parametrize("fault", [Link.RESET_AFTER_ACK, Link.ANSWER_LOST])
def test_the_answer_is_fetched_by_its_task_id(fault: Link) -> None:
    """4Ah is sent once, and the driver itself tells the document."""

    async def scene() -> None:
        async with till() as stand:
            await done(stand, OpenShift(CASHIER))
            stand.register.inject(Fault(what=fault, command="4A"))
            last(stand, await done(stand, receipt()))
            assert stand.register.executed.count(b"\x4a") == 1

    run(scene())


@pytest.mark.parametrize("moment", range(40, 110, 7))
def test_a_new_process_lets_the_command_of_the_old_one_end(moment: int) -> None:
    """The mark tells which task may be in the queue: it is looked for before the queue is dropped."""

    async def scene() -> None:
        async with till() as stand:
            await done(stand, OpenShift(CASHIER))
            mark = await stand.driver.mark()
            await stand.broken_off(receipt(goods("Чай")), moment)
            await stand.restart()
            answer = await settled(stand, receipt(goods("Чай")), mark)
            sold = [one for one in stand.documents if one.goods == ["Чай"]]
            assert len(sold) == (answer.told is Told.DONE)

    run(scene())


@pytest.mark.parametrize("recorded", [True, False])
def test_no_paper_as_the_answer_to_the_closing(recorded: bool) -> None:
    """103 tells nothing: the ФН does."""

    async def scene() -> None:
        async with till(Quirks(refuses_without_paper=not recorded)) as stand:
            await done(stand, OpenShift(CASHIER))
            stand.register.machine.roll.reload(4)
            answer = await carried_out(stand, receipt(*(goods(f"Товар {number}") for number in range(5))))
            await stand.mend()
            sold = [one for one in stand.documents if one.form is DocumentForm.RECEIPT]
            assert len(sold) == (answer.told is Told.DONE)
            await done(stand, receipt(goods("После")))
            assert stand.documents[-1].goods == ["После"]

    run(scene())


def test_a_print_that_has_to_be_resumed() -> None:
    """118 until 55h."""

    async def scene() -> None:
        async with till(Quirks(needs_resume=True)) as stand:
            await done(stand, OpenShift(CASHIER))
            stand.register.machine.roll.reload(4)
            await carried_out(stand, receipt(*(goods(f"Товар {number}") for number in range(5))))
            await stand.mend()
            await done(stand, receipt(goods("После")))
            assert b"\x55" in stand.register.executed

    run(scene())


@pytest.mark.parametrize("at_once", [True, False])
def test_a_z_report_that_the_paper_has_interrupted(at_once: bool) -> None:
    """26 wants it once more; the shift is closed once."""

    async def scene() -> None:
        async with till(Quirks(z_before_paper=at_once)) as stand:
            await done(stand, receipt())
            stand.register.machine.roll.reload(3)
            await carried_out(stand, CloseShift(CASHIER))
            await stand.mend()
            await carried_out(stand, receipt(goods("Сегодня")))
            await done(stand, receipt(goods("Завтра")))
            assert [one.form for one in stand.documents].count(DocumentForm.CLOSE_SHIFT) == 1
            assert stand.documents[-1].goods == ["Завтра"]

    run(scene())


@pytest.mark.parametrize(("error", "kind"), [(136, WrongState), (240, WrongState), (8, RequestRefused)])
def test_a_refusal_in_the_middle_leaves_nothing(error: int, kind: type[KkmError]) -> None:
    async def scene() -> None:
        async with till() as stand:
            await done(stand, OpenShift(CASHIER))
            stand.register.machine.troubles.refuse(error, "EB")
            await refused(stand, receipt(), kind)
            await done(stand, receipt())

    run(scene())


def test_the_error_behind_238() -> None:
    async def scene() -> None:
        async with till() as stand:
            await done(stand, OpenShift(CASHIER))
            stand.register.machine.extended_error = 103
            stand.register.machine.troubles.refuse(238, "EB")
            assert (await refused(stand, receipt(), OperatorNeeded)).native == 103

    run(scene())


@pytest.mark.parametrize(
    "lacks", [{0x10}, {0x20}, {0x30}, {0x31}, {0x30, 0x31}, {0x32}, {0x40}, {0x43}, {0x45}], ids=str
)
def test_a_day_on_firmware_that_does_not_tell_all_of_its_storage(lacks: set[int]) -> None:
    async def scene() -> None:
        async with till(Quirks(storage_lacks=frozenset(lacks))) as stand:
            for number in (1, 2):
                outcome = last_of(stand, await done(stand, receipt(goods(f"Чай {number}"))))
                assert (f"fn={outcome.storage}" in outcome.qr) == bool(outcome.storage)
                assert bool(outcome.storage) == (lacks != {0x30, 0x31})
            await done(stand, CloseShift(CASHIER))
            assert [one.form for one in stand.documents].count(DocumentForm.RECEIPT) == 2

    run(scene())


def last_of(stand: Stand, outcome: Outcome) -> FiscalDocument:
    last(stand, outcome)
    return made(outcome)


def test_a_receipt_that_is_not_ours_is_left_alone_after_one_that_was() -> None:
    """Ours was annulled for want of paper; the next one was begun by somebody at the register."""

    async def scene() -> None:
        async with till(cancel_open_receipt=False) as stand:
            await done(stand, OpenShift(CASHIER))
            await stand.broken_off(receipt(), 60)
            await done(stand, XReport())
            await stand.suffer(Trouble.STUCK_RECEIPT)
            await refused(stand, XReport(), WrongState)

    run(scene())


def test_rows_of_the_old_format_are_multiplied_by_the_register() -> None:
    """E6h has no cost: what price and quantity make must be the amount to the kopeck."""

    async def scene() -> None:
        async with till(ffd="1.0") as stand:
            await done(stand, OpenShift(CASHIER))
            await refused(stand, receipt(goods(amount=10_000, quantity=3)))  # by the emulator, as above
            assert isinstance(stand.driver, RegisterDriver)
            settled = check(receipt(goods(amount=10_000, quantity=3)).receipt, rules.rules(stand.driver.register))
            assert sum(item.price * item.quantity for item in settled.items) == 10_000

    run(scene())


def test_a_z_report_that_somebody_has_finished_closes_no_new_shift() -> None:
    """At the register itself; the shift that was opened there since then stays open."""

    async def scene() -> None:
        async with till(Quirks(z_before_paper=True)) as stand:
            await done(stand, receipt())
            stand.register.machine.roll.reload(3)
            await carried_out(stand, CloseShift(CASHIER))
            await stand.mend()
            for command in ("48", "56 03 00 00 00 30", "5A", *["45"] * 20, "48", "56 01 00 00 00 30", "9A 00"):
                stand.register.machine.execute(bytes(2) + bytes.fromhex(command))
            assert stand.documents[-1].form is DocumentForm.OPEN_SHIFT
            await done(stand, XReport())
            assert stand.documents[-1].form is DocumentForm.OPEN_SHIFT

    run(scene())
