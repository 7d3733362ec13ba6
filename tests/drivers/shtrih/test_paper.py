"""Plain documents on the paper of an emulated register."""

from typing import Any

import pytest

from drivers.errors import DeviceOffline, KkmError, NotSupported, OperatorNeeded, OutcomeUnknown, RequestRefused
from drivers.model.command import OpenShift, PrintDocument
from drivers.model.document import BarcodeLine, Line, PictureLine, Symbology, TextLine
from drivers.printing.bitmap import Bitmap
from drivers.printing.preview import png
from drivers.registers import paper, receipt, shifts
from drivers.shtrih.emulator.model import Quirks
from drivers.shtrih.emulator.tcp import ShtrihEmulator
from drivers.shtrih.register import ShtrihRegister
from tests.drivers.shtrih.visit import visit
from tests.drivers.virtual.shop import sale, tea

PICTURE = PictureLine(png(Bitmap(16, 2, b"\xff\xff\x80\x01")))


def document(*lines: Line, copies: int = 0) -> PrintDocument:
    return PrintDocument(lines, copies)


def texts(register: ShtrihEmulator) -> list[str]:
    return [one.text for one in register.machine.paper.printed if hasattr(one, "text")]


def kinds(register: ShtrihEmulator) -> list[str]:
    return [type(one).__name__ for one in register.machine.paper.printed]


def test_rows_arrive_as_they_were_laid_out() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        outcome = await paper.print_document(ours, document(TextLine("Привет"), TextLine("слева<#0#>справа")))
        assert texts(register) == ["Привет", "слева" + "справа".rjust(48 - 5)]
        assert (outcome.warnings, outcome.message) == ((), "")

    visit(scene)


def test_a_document_ends_with_fed_paper_and_a_cut() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await paper.print_document(ours, document(TextLine("а"), copies=1))
        assert kinds(register) == ["Line", "Feed", "Cut"] * 2

    visit(scene)


@pytest.mark.parametrize(("cut", "cuts"), [("none", []), ("full", [True]), ("partial", [False])])
def test_the_cut_is_as_the_owner_says(cut: str, cuts: list[bool]) -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await paper.print_document(ours, document(TextLine("а")))
        assert [one.full for one in register.machine.paper.printed if hasattr(one, "full")] == cuts

    visit(scene, cut=cut)


def test_without_a_knife_it_is_only_fed() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.troubles.refuse(0x37, "25")
        outcome = await paper.print_document(ours, document(TextLine("а")))
        assert kinds(register) == ["Line", "Feed"]
        assert outcome.message == ""

    visit(scene, cut="full")


def test_large_letters_are_another_font() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await paper.print_document(ours, document(TextLine("Б" * 30, font=1)))
        lines = [one for one in register.machine.paper.printed if hasattr(one, "font")]
        assert [(line.text, line.font) for line in lines] == [("Б" * 24, 2), ("Б" * 6, 2)]

    visit(scene)


def test_signs_that_the_register_lacks_are_replaced_and_told() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        outcome = await paper.print_document(ours, document(TextLine("5 ₽ ✓")))
        assert texts(register) == ["5 р. v"]
        assert "₽ ✓" in outcome.warnings[0]

    visit(scene)


def test_a_row_that_cannot_be_printed_spoils_no_paper() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        with pytest.raises(RequestRefused, match="Строка 2"):
            await paper.print_document(ours, document(TextLine("а"), BarcodeLine(Symbology.EAN13, "12")))
        assert kinds(register) == []

    visit(scene)


def test_an_empty_row_is_a_row() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await paper.print_document(ours, document(TextLine("а"), TextLine(""), TextLine("б")))
        assert [text.strip() for text in texts(register)] == ["а", "", "б"]

    visit(scene)


def test_too_many_copies_are_refused() -> None:
    async def scene(ours: ShtrihRegister, _: ShtrihEmulator) -> None:
        with pytest.raises(RequestRefused, match="копий"):
            await paper.print_document(ours, document(copies=100))

    visit(scene)


def test_a_picture_is_printed_in_the_middle() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await paper.print_document(ours, document(PICTURE))
        (picture,) = (one for one in register.machine.paper.printed if hasattr(one, "rows"))
        assert picture.width == 512
        inked = [row for row in picture.rows if any(row)]  # a preview has a margin
        assert [int.from_bytes(row, "little") for row in inked] == [0xFFFF << 248, 0x8001 << 248]

    visit(scene)


def test_rows_within_an_open_receipt() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        code = BarcodeLine(Symbology.EAN13, "460000000001")
        await receipt.register_receipt(ours, sale(tea(), TextLine("внутри"), PICTURE, code, tea()))
        first, second = (place for place, text in enumerate(texts(register)) if text == "Чай")
        assert "внутри" in texts(register)[first:second]
        assert {"Picture", "Barcode"} <= set(kinds(register))
        assert register.machine.storage.documents[-1].total == 20_000

    visit(scene)


def test_no_paper_before_the_first_row_means_nothing_is_sent() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await register.switch("paper", on=False)
        with pytest.raises(OperatorNeeded, match="бумаг") as found:
            await paper.print_document(ours, document(TextLine("а")))
        assert found.value.nothing_sent
        assert kinds(register) == []

    visit(scene)


def test_paper_that_ends_within_a_document_is_something_sent() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.paper.reload(2)
        with pytest.raises(OperatorNeeded) as found:
            await paper.print_document(ours, document(*map(TextLine, "абвгд")))
        assert not found.value.nothing_sent

    visit(scene)


@pytest.mark.parametrize("error", [0x5C, 0x33])
def test_an_error_after_the_first_row_is_no_longer_nothing_sent(error: int) -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.troubles.refuse(error, "17", skip=1)
        with pytest.raises(KkmError) as found:
            await paper.print_document(ours, document(TextLine("а"), TextLine("б")))
        assert found.value.native == error
        assert not found.value.nothing_sent
        assert texts(register) == ["а"]

    visit(scene)


TALL = PictureLine(png(Bitmap(16, 1300, b"\xff\xff" * 1300)))  # more lines than the register remembers at a time


@pytest.mark.parametrize("error", [0x5C, 0x33])
def test_half_a_picture_is_something_sent(error: int) -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.troubles.refuse(error, "4D", skip=1)
        with pytest.raises(KkmError) as found:
            await paper.print_document(ours, document(TALL))
        assert (found.value.native, found.value.nothing_sent) == (error, False)
        assert kinds(register) == ["Picture"]

    visit(scene)


def test_where_the_link_goes_after_half_a_picture_nobody_knows() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        ask, printed = ours.session.ask, iter(range(9))

        async def breaks(request: Any) -> Any:
            if request.body[0] == 0x4D and next(printed):
                raise DeviceOffline("")
            return await ask(request)

        ours.session.ask = breaks  # type: ignore[method-assign]
        with pytest.raises(OutcomeUnknown):
            await paper.print_document(ours, document(TALL))

    visit(scene)


def test_an_error_on_the_first_row_is_nothing_sent() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.troubles.refuse(0x37, "17")
        with pytest.raises(NotSupported) as found:
            await paper.print_document(ours, document(TextLine("а")))
        assert found.value.nothing_sent

    visit(scene)


@pytest.mark.parametrize(("before", "kind"), [(0, DeviceOffline), (1, OutcomeUnknown)])
def test_a_link_that_breaks_leaves_the_paper_unknown_once_there_is_something_on_it(
    before: int, kind: type[KkmError]
) -> None:
    async def scene(ours: ShtrihRegister, _: ShtrihEmulator) -> None:
        ask, rows = ours.session.ask, iter(range(9))

        async def breaks(request: Any) -> Any:
            if request.name.startswith("17h") and next(rows) == before:
                raise DeviceOffline("the line broke")
            return await ask(request)

        ours.session.ask = breaks  # type: ignore[method-assign]
        with pytest.raises(kind) as found:
            await paper.print_document(ours, document(TextLine("а"), TextLine("б")))
        assert found.value.nothing_sent is (before == 0)

    visit(scene)


def test_what_the_register_has_taken_is_done_though_the_knife_sticks() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.troubles.refuse(0x71, "25")
        outcome = await paper.print_document(ours, document(TextLine("а")))
        assert "заново не нужно" in outcome.message
        assert texts(register) == ["а"]

    visit(scene, cut="full")


def test_the_ruler_shows_the_length_of_a_line() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        outcome = await paper.print_ruler(ours)
        assert outcome.line_length == ours.paper.columns() == 48
        assert len(texts(register)[1]) == 48

    visit(scene)


def test_the_drawer_is_opened() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await ours.open_drawer()
        assert register.machine.paper.pulses

    visit(scene)


def test_without_paper_in_the_middle_it_says_how_far_it_came() -> None:
    """What the register has taken it prints to the end, the rest nobody has sent."""

    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.paper.left = 3
        with pytest.raises(OperatorNeeded, match="взяла строк 3 из 10, остальные не напечатаны") as found:
            await paper.print_document(ours, document(*[TextLine(f"строка {number}") for number in range(5)], copies=1))
        assert not found.value.nothing_sent
        assert len(texts(register)) == 3

    visit(scene)


def test_a_picture_that_ends_the_paper() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        register.machine.paper.left = 2
        with pytest.raises(OperatorNeeded, match="взяла строк 2 из 3"):
            await paper.print_document(ours, document(TextLine("до"), PICTURE, TextLine("после")))
        assert kinds(register) == ["Line", "Picture"]

    visit(scene)


@pytest.mark.parametrize("columns", [8, 100])
def test_paper_of_any_width(columns: int) -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        rows = (TextLine("слово " * 40), BarcodeLine(Symbology.QR, "t=20261122T1405&s=246.90"), PICTURE)
        await paper.print_document(ours, document(*rows))
        assert max(map(len, texts(register))) <= columns
        assert (await paper.print_ruler(ours)).line_length == columns

    visit(scene, widths={1: columns})


def test_signs_that_are_no_letters_do_no_harm() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        hostile = "При\x00вет\x1b[0m\ud800\u202e\u200b\r\nдва\x07"
        await paper.print_document(ours, document(TextLine(hostile)))
        assert texts(register) == ["Привет[0m?", "два"]

    visit(scene)


def test_a_roll_that_no_register_has_is_refused() -> None:
    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        with pytest.raises(RequestRefused, match="длиннее"):
            await paper.print_document(ours, document(TextLine("ы" * 3_000_000)))
        assert texts(register) == []

    visit(scene)


def test_a_receipt_that_the_paper_was_not_enough_for_is_to_be_made_again() -> None:
    """It prints as it goes, and runs out before anything is recorded."""

    async def scene(ours: ShtrihRegister, register: ShtrihEmulator) -> None:
        await shifts.open_shift(ours, OpenShift())
        register.machine.paper.left = 3
        with pytest.raises(OperatorNeeded, match="Чек в ФН не записан") as found:
            await receipt.register_receipt(ours, sale(tea(), PICTURE, TextLine("после"), tea()))
        assert found.value.nothing_sent
        register.machine.paper.reload()
        assert (await receipt.register_receipt(ours, sale(tea()))).document is not None
        assert [document.form for document in register.machine.storage.documents].count(3) == 1

    visit(scene, register={"quirks": Quirks(prints_on_close=False)})
