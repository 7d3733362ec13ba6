"""Receipts in all forms: what was sold is in the ФН, to the kopeck and the word, once."""

from dataclasses import replace

import pytest

from drivers.errors import RequestRefused
from drivers.fiscal import qr
from drivers.model.command import CashIn, OpenShift, RegisterReceipt
from drivers.model.document import Payments, Position
from drivers.model.ffd import DocumentForm, FfdVersion, ReceiptType, VatRate
from tests.contract.asking import done, last, made, refused
from tests.contract.conftest import Play
from tests.contract.forms import FORMS, fits, graphics, printable
from tests.contract.goods import CASHIER, correction, goods, receipt
from tests.contract.stand import Lack, Recorded, Stand

_PAID = {1031: "cash", 1081: "electronic", 1215: "advance", 1216: "credit", 1217: "provision"}
_PURCHASES = (ReceiptType.PURCHASE, ReceiptType.PURCHASE_RETURN)
FORMAT = pytest.mark.parametrize("ffd", ["1.05", "1.2"])


def paid(recorded: Recorded) -> Payments:
    return Payments(**{kind: recorded.amount(tag) for tag, kind in _PAID.items()})


@FORMAT
@pytest.mark.parametrize("name", FORMS)
def test_every_form(play: Play, ffd: str, name: str) -> None:
    """As the first receipt of a day: it opens the shift."""
    command = in_format(FORMS[name], ffd)

    async def scene(stand: Stand) -> None:
        if not fits(play.family, name, ffd):
            await not_in_full(stand, command)
            return
        await sold(stand, command)
        assert [document.form for document in stand.documents[-2:]] == [DocumentForm.OPEN_SHIFT, DocumentForm.RECEIPT]

    play(scene, ffd=ffd, one_of_many=True)


@FORMAT
def test_all_forms_in_one_shift(play: Play, ffd: str) -> None:
    async def scene(stand: Stand) -> None:
        count = 0
        for name, form in FORMS.items():
            fit = fits(play.family, name, ffd)
            count += await (sold if fit else not_in_full)(stand, in_format(form, ffd))
        assert len([one for one in stand.documents if one.form is DocumentForm.RECEIPT]) == count

    play(scene, ffd=ffd)


def in_format(command: RegisterReceipt, ffd: str) -> RegisterReceipt:
    """Marked goods are a kind of goods of their own only in the newest one."""
    if ffd == FfdVersion.V1_2.value:
        return command
    kinds = [replace(line, subject=1) if isinstance(line, Position) else line for line in command.receipt.lines]
    marked = any(position.marking for position in command.receipt.positions)
    return RegisterReceipt(replace(command.receipt, lines=tuple(kinds))) if marked else command


async def not_in_full(stand: Stand, command: RegisterReceipt) -> bool:
    """The family lacks a part of it: refused, or sold with a warning of what is left out; whether it is sold."""
    before = stand.documents
    try:
        return await sold(stand, command, warned=True)
    except RequestRefused as error:  # NotSupported is one
        proven = error.nothing_sent
    assert proven
    assert stand.documents == before
    return False


async def sold(stand: Stand, command: RegisterReceipt, *, warned: bool = False) -> bool:
    """Goods and money in the ФН are those of the receipt, and of the answer."""
    asked, cash = command.receipt, stand.drawer
    outcome = await done(stand, command)
    assert outcome.warnings or not warned
    recorded = last(stand, outcome)
    rows = recorded.all(1059)
    assert recorded.goods == [position.name.strip() for position in asked.positions]
    assert [row.child(1043).number() for row in rows] == [position.amount for position in asked.positions]
    assert [row.child(1023).decimal() for row in rows] == [position.quantity for position in asked.positions]
    assert [row.child(1199).number() for row in rows] == [position.vat.value for position in asked.positions]
    assert recorded.total == sum(position.amount for position in asked.positions)
    assert paid(recorded) == outcome.payments
    assert outcome.change == asked.payments.total - asked.total
    assert stand.drawer - cash == recorded.amount(1031)
    return True


@FORMAT
def test_four_kinds(play: Play, ffd: str) -> None:
    kinds = [kind for kind in ReceiptType if kind not in _PURCHASES or play.family.has(Lack.PURCHASES)]

    async def scene(stand: Stand) -> None:
        await done(stand, OpenShift(CASHIER))
        await done(stand, CashIn(30_000))
        for number, kind in enumerate(kinds, 1):
            outcome = await done(stand, receipt(type=kind))
            assert last(stand, outcome).type is kind
            document = made(outcome)
            assert (document.shift, document.number_in_shift) == (1, number)
            assert qr.PATTERN.fullmatch(document.qr)
            assert (
                f"&s=100.00&fn={document.storage}&i={document.number}&fp={document.sign}&n={kind.value}" in document.qr
            )
        assert stand.drawer == 30_000  # in, out, out, in

    play(scene, ffd=ffd)


@FORMAT
def test_what_the_law_wants_told(play: Play, ffd: str) -> None:
    """Cashier and buyer; kind of the goods and of the settlement."""

    async def scene(stand: Stand) -> None:
        recorded = last(stand, await done(stand, receipt(goods(subject=4), client_address="buyer@example.com")))
        assert recorded.all(1021)[0].text() == CASHIER.name
        assert recorded.all(1203)[0].text() == CASHIER.inn
        assert recorded.all(1008)[0].text() == "buyer@example.com"
        (row,) = recorded.all(1059)
        assert (row.child(1212).number(), row.child(1214).number()) == (4, 4)

    play(scene, ffd=ffd)


def test_a_marking_code_goes_into_its_row(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        outcome = await done(stand, FORMS["a marking code"])
        plain, marked = last(stand, outcome).all(1059)
        assert [1163 in {item.tag for item in row.children()} for row in (plain, marked)] == [False, True]
        (answer,) = outcome.marking
        assert (answer.name, answer.result & 0b11) == ("Вода", 0b11)
        assert marked.child(2106).number() == answer.result

    play(scene, needs=Lack.MARKING)


def test_an_agent_goes_into_its_row(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        (row,) = last(stand, await done(stand, FORMS["an agent"])).all(1059)
        assert row.child(1222).number() == 64
        assert row.child(1226).text() == "7707083893"

    play(scene, needs=Lack.AGENTS)


@FORMAT
def test_corrections(play: Play, ffd: str) -> None:
    """With rows where the format wants them, of sums alone where it has nothing else."""

    if ffd != FfdVersion.V1_2.value and not play.family.has(Lack.SUM_CORRECTIONS):
        pytest.skip(f"{play.family}: has none: {Lack.SUM_CORRECTIONS}")

    async def scene(stand: Stand) -> None:
        kinds = (ReceiptType.SALE, ReceiptType.PURCHASE)[: 1 + play.family.has(Lack.PURCHASES)]
        for kind in kinds:
            rows = (goods("Чай", 12_200, VatRate.VAT_10),) if ffd == FfdVersion.V1_2.value else ()
            outcome = await done(stand, correction(*rows, type=kind))
            recorded = last(stand, outcome)
            assert (recorded.form, recorded.type, recorded.total) == (DocumentForm.CORRECTION, kind, 12_200)
            assert recorded.amount(1081) == 12_200
            assert recorded.goods == ["Чай" for _ in rows]
        await done(stand, receipt())

    play(scene, ffd=ffd, needs=Lack.CORRECTIONS)


_ORDER = (("Спасибо\n", "\nЧай", "Скидка по карте", "Кофе", "Ждем вас"),)
_ORDER_APART = (("Спасибо\n", "Скидка по карте", "Ждем вас"), ("\nЧай", "Кофе"))


def test_the_rows_stand_on_paper_in_their_order(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        await done(stand, receipt())
        before = stand.graphics
        await done(stand, receipt())
        of_a_receipt = stand.graphics - before  # its own QR code
        lines = printable(play.family, FORMS["text, code and picture"].receipt.lines)
        await done(stand, receipt(*lines))
        assert stand.graphics - before == 2 * of_a_receipt + graphics(lines)
        printed = "\n".join(stand.rows).replace("ё", "е")  # which some cannot print
        for texts in _ORDER if play.family.has(Lack.ROWS_BETWEEN) else _ORDER_APART:
            places = [printed.rindex(text) for text in texts]
            assert places == sorted(places)

    play(scene)


def test_without_paper(play: Play) -> None:
    """Only the one that was asked for so; the next one is printed."""

    async def scene(stand: Stand) -> None:
        await done(stand, OpenShift(CASHIER))
        before = stand.rows
        for _ in range(2):
            await done(stand, receipt(goods("Тайный"), print_paper=False, client_address="buyer@example.com"))
        assert stand.rows == before
        await done(stand, receipt(goods("Явный")))
        printed = "\n".join(stand.rows[len(before) :])
        assert "Явный" in printed
        assert "Тайный" not in printed
        assert [document.goods for document in stand.documents[-3:]] == [["Тайный"], ["Тайный"], ["Явный"]]

    play(scene, needs=Lack.PAPERLESS)


def test_without_paper_is_refused_where_that_cannot_be(play: Play) -> None:
    async def scene(stand: Stand) -> None:
        await done(stand, OpenShift(CASHIER))
        if not play.family.has(Lack.PAPERLESS):
            before = stand.rows
            await refused(stand, receipt(print_paper=False, client_address="buyer@example.com"), RequestRefused)
            assert stand.rows == before

    play(scene)
