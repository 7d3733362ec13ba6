"""Receipts that the register records, and those that it must not. What was recorded is read in its ФН."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from drivers.emulation.fiscal.storage import Document
from drivers.emulation.frame_faults import Fault, Link
from drivers.errors import KkmError, RequestRefused
from drivers.fiscal import tlv
from drivers.model.command import CheckMarking, CloseShift, RegisterReceipt
from drivers.model.document import AgentData, Buyer, Correction, Payments, Supplier, TextLine
from drivers.model.ffd import AgentSign, ReceiptType, TaxSystem, VatRate
from drivers.model.outcome import Outcome
from tests.drivers.shtrih.till import Till, play, position, sale


def recorded(document: Document) -> dict[int, list[tlv.Item]]:
    """Requisites by tag."""
    items = tlv.parse(document.tlv)
    if len(items) == 1 and items[0].tag == document.form:
        items = items[0].children()
    found: dict[int, list[tlv.Item]] = {}
    for item in items:
        found.setdefault(item.tag, []).append(item)
    return found


def one(command: RegisterReceipt, **more: Any) -> tuple[Outcome, Document]:
    """The result of a single receipt, and what the ФН has."""
    found: list[tuple[Outcome, Document]] = []

    async def scene(till: Till) -> None:
        outcome = await till.do(command)
        found.append((outcome, till.receipts[-1]))
        assert len(till.receipts) == 1
        assert till.mode == 2

    play(scene, **more)
    return found[0]


@pytest.mark.parametrize("kind", list(ReceiptType))
@pytest.mark.parametrize("ffd", ["1.05", "1.2"])
def test_all_kinds(kind: ReceiptType, ffd: str) -> None:
    async def scene(till: Till) -> None:
        await till.do(sale(position(amount=100_000)))  # money to give back
        outcome = await till.do(sale(kind=kind))
        document = till.receipts[-1]
        assert outcome.document is not None
        assert (document.type, document.total) == (kind, 24690)
        assert (outcome.document.number, outcome.document.sign) == (document.number, document.sign)
        assert outcome.document.receipt_type is kind
        assert outcome.document.number_in_shift == 2
        assert outcome.document.qr.endswith(f"&i={document.number}&fp={document.sign}&n={kind.value}")

    play(scene, emulator={"ffd": ffd})


def test_money_and_change() -> None:
    payments = Payments(cash=20000, electronic=3000, advance=2000, credit=1000, provision=500)
    outcome, document = one(sale(payments=payments))
    assert outcome.change == 1810
    assert outcome.payments == Payments(cash=18190, electronic=3000, advance=2000, credit=1000, provision=500)
    paid = {tag: recorded(document)[tag][0].number() for tag in (1031, 1081, 1215, 1216, 1217)}
    assert paid == {1031: 18190, 1081: 3000, 1215: 2000, 1216: 1000, 1217: 500}


def test_the_time_is_the_registers() -> None:
    outcome, document = one(sale())
    assert outcome.document is not None
    assert outcome.document.time.replace(tzinfo=None) == document.time.replace(second=0, microsecond=0, tzinfo=None)
    assert outcome.document.time.tzinfo is not None


def test_requisites_of_an_item() -> None:
    row = position(
        agent=AgentSign.AGENT,
        agent_data=AgentData(operation="приём"),
        supplier=Supplier(name="ООО Поставщик", phone="+79990000000", inn="7707083893"),
        country="643",
        customs_declaration="10702020/060520/0013422",
        attribute="реквизит",
        excise=150,
        unit="пачка",
        ean13="4607034171476",
        department=3,
        subject=4,
    )
    _, document = one(sale(row))
    item = recorded(document)[1059][0]
    texts = {tag: item.child(tag).text() for tag in (1030, 1226, 1230, 1231, 1191, 1197)}
    assert texts == {
        1030: "Чай чёрный",
        1226: "7707083893",
        1230: "643",
        1231: "10702020/060520/0013422",
        1191: "реквизит",
        1197: "пачка",
    }
    assert item.child(1222).number() == 64
    assert item.child(1223).child(1044).text() == "приём"
    assert item.child(1224).child(1225).text() == "ООО Поставщик"
    assert item.child(1162).raw == bytes.fromhex("450D") + (4607034171476).to_bytes(6, "big")
    assert item.child(1229).number() == 150
    assert item.child(1212).number() == 4


def test_requisites_of_a_receipt() -> None:
    command = sale(
        client_address="a@b.ru",
        client_name="ООО Покупатель",
        client_inn="7707083893",
        attribute="доп",
        user_attribute=("Заказ", "17"),
        tax_system=TaxSystem.SIMPLE_INCOME,
    )
    tags = recorded(one(command)[1])
    assert {tag: tags[tag][0].text() for tag in (1008, 1021, 1227, 1228, 1192)} == {
        1008: "a@b.ru",
        1021: "Петрова А.И.",
        1227: "ООО Покупатель",
        1228: "7707083893",
        1192: "доп",
    }
    assert tags[1084][0].child(1086).text() == "17"
    assert tags[1055][0].number() == 2


def test_the_buyer_of_ffd_1_2() -> None:
    command = sale(position(measure=11, quantity=Decimal("0.5")), client_name="Иванов", buyer=Buyer(citizenship="643"))
    tags = recorded(one(command, emulator={"ffd": "1.2"})[1])
    assert tags[1256][0].child(1244).text() == "643"
    assert tags[1059][0].child(2108).number() == 11


def test_a_requisite_too_long_for_one_command() -> None:
    command = sale(user_attribute=("Заказ" * 12, "я" * 230))
    assert recorded(one(command)[1])[1084][0].child(1086).text() == "я" * 230


@pytest.mark.parametrize(
    ("rate", "percent"), [(VatRate.VAT_22, 1199), (VatRate.VAT_10, 1199), (VatRate.VAT_0, 1199), (VatRate.NO_VAT, 1199)]
)
def test_rates_the_register_knows(rate: VatRate, percent: int) -> None:
    _, document = one(sale(position(vat=rate)))
    assert recorded(document)[1059][0].child(percent).number() in (rate, VatRate.VAT_20)


def test_a_rate_it_does_not_know_is_refused_before_anything_is_sent() -> None:
    async def scene(till: Till) -> None:
        await till.driver.mark()
        before = len(till.executed())
        with pytest.raises(RequestRefused, match="НДС 7%"):
            await till.do(sale(position(vat=VatRate.VAT_7)))
        assert till.executed()[before:] == []

    play(scene)


def test_a_code_from_the_settings_wins() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale(position(vat=VatRate.VAT_7)))
        close = [exchange.request for exchange in till.register.exchanges if exchange.code == b"\xff\x46"]
        assert close[0][28] == 0x02

    play(scene, vat_codes={8: 2})


def test_an_amount_no_price_gives_becomes_two_rows() -> None:
    _, document = one(sale(position(quantity=Decimal(7), price=1429, amount=10000)))
    items = recorded(document)[1059]
    assert [item.child(1043).number() for item in items] == [4284, 5716]
    assert document.total == 10000


def test_rows_stand_where_they_stood() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale(TextLine("до"), position("А"), TextLine("между"), position("Б"), TextLine("после")))
        wanted = ["до", "А", "между", "Б", "после"]
        shown = [word for line in till.lines for word in wanted if line.split()[:1] == [word]]
        assert shown == wanted

    play(scene)


def test_a_name_that_would_be_hidden() -> None:
    _, document = one(sale(position("//тайна")))
    assert recorded(document)[1059][0].child(1030).text().endswith("//тайна")


def test_the_connection_stays_and_nothing_is_asked_twice() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        before = len(till.executed())
        await till.do(sale())
        codes = till.executed()[before:]
        assert codes == ["10", "FF01", "8D", "FF46", "FF0C", "89", "FF45", "FF0A", "FF40", "10"]

    play(scene)


def test_no_paper_wanted() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        printed = len(till.lines)
        await till.do(sale(TextLine("не на бумаге"), position(), client_address="a@b.ru", print_paper=False))
        assert len(till.lines) == printed
        assert len(till.receipts) == 2
        await till.do(sale())
        assert len(till.lines) > printed

    play(scene)


def test_no_paper_wanted_by_the_first_receipt_of_a_shift() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale(client_address="a@b.ru", print_paper=False))
        assert till.lines == []
        await till.do(sale())
        assert till.lines

    play(scene)


def test_a_receipt_without_paper_that_fails_leaves_the_next_one_its_paper() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        till.refuse(0x33, "FF46")
        with pytest.raises(RequestRefused):
            await till.do(sale(client_address="a@b.ru", print_paper=False))
        printed = len(till.lines)
        await till.do(sale())
        assert len(till.lines) > printed

    play(scene)


def test_no_paper_is_not_taken_from_the_next_receipt_by_one_that_was_cancelled() -> None:
    """The register has heard "leave out one document", and nobody was told so."""

    async def scene(till: Till) -> None:
        await till.do(sale())
        till.inject(Fault(what=Link.ANSWER_LATE, command="1E", seconds=0.2))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await till.do(sale(client_address="a@b.ru", print_paper=False))
        printed = len(till.lines)
        await till.do(sale())
        assert len(till.lines) > printed

    play(scene)


def test_no_paper_that_the_document_has_not_used_up() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale(client_address="a@b.ru", print_paper=False))
        till.register.machine.tables.put(17, 1, 7, 1)
        await till.do(sale())
        assert till.lines

    play(scene)


def test_receipts_without_paper_may_be_forbidden() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale())
        till.register.machine.advance(timedelta(hours=25))
        documents = len(till.documents)
        with pytest.raises(RequestRefused, match="no_print"):
            await till.do(sale(client_address="a@b.ru", print_paper=False))
        assert len(till.documents) == documents  # nor is the shift closed for it

    play(scene, no_print="refuse", close_expired_shift=True)


@pytest.mark.parametrize("corrects", [False, True])
def test_another_storage_of_another_format(corrects: bool) -> None:
    """Put in behind a serial server, which keeps the connection: the receipt is made as the new one wants it."""
    base = Correction(date=date(2026, 3, 1), number="1") if corrects else None

    async def scene(till: Till) -> None:
        await till.do(sale())
        machine = till.register.machine
        machine.storage.number = "9999078900000777"
        machine.tables.put(17, 1, 17, 4)
        command = sale(client_name="Иванов", client_inn="500100732259", correction=base)
        outcome = await till.do(command)
        assert outcome.document is not None
        assert outcome.document.storage == "9999078900000777"
        assert 1256 in recorded(till.receipts[-1])

    play(scene)


def test_or_printed_all_the_same() -> None:
    async def scene(till: Till) -> None:
        outcome = await till.do(sale(client_address="a@b.ru", print_paper=False))
        assert "no_print" in outcome.warnings[-1]
        assert till.lines

    play(scene, no_print="print")


@pytest.mark.parametrize("command", ["8D", "FF46", "FF4D", "FF0C", "FF45"])
@pytest.mark.parametrize("error", [0x33, 0x73, 0x39, 0x2F])
def test_whatever_is_refused_nothing_stays(command: str, error: int) -> None:
    """The receipt is annulled, the ФН has nothing new, and the next receipt works."""

    async def scene(till: Till) -> None:
        await till.do(sale())
        till.refuse(error, command)
        with pytest.raises(KkmError) as caught:
            await till.do(sale(position(attribute="тег")))
        assert caught.value.nothing_sent
        assert caught.value.device == "Касса 1"
        assert len(till.receipts) == 1
        assert till.mode == 2
        await till.do(sale())
        assert len(till.receipts) == 2

    play(scene)


def test_a_question_that_fails_for_a_moment_is_asked_again() -> None:
    async def scene(till: Till) -> None:
        till.refuse(0x2F, "89")
        await till.do(sale())
        assert till.executed().count("89") == 2

    play(scene)


def test_another_total_than_ours() -> None:
    """A register that rounds or discounts by itself."""

    async def scene(till: Till) -> None:
        await till.do(sale())
        command = sale(position(amount=24690))
        session = till.ours.session
        session.ask = lying(session.ask)  # type: ignore[method-assign]
        with pytest.raises(RequestRefused, match=r"насчитала 246\.91 руб\., а в чеке 246\.90") as caught:
            await till.do(command)
        assert caught.value.nothing_sent
        assert (len(till.receipts), till.mode) == (1, 2)

    def lying(ask: Any) -> Any:
        async def answer(request: Any) -> Any:
            told = await ask(request)
            return told + 1 if request.body[0] == 0x89 else told

        return answer

    play(scene)


def test_copies() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale(copies=2))
        assert till.executed().count("8C") == 2
        assert len(till.receipts) == 1

    play(scene)


def test_a_register_that_works_no_tax_out_is_told_it() -> None:
    async def scene(till: Till) -> None:
        await till.do(sale(position(vat=VatRate.VAT_10, amount=11000)))
        requests = {exchange.code: exchange.request for exchange in till.register.exchanges}
        assert int.from_bytes(requests[b"\xff\x46"][23:28], "little") == 1000
        assert int.from_bytes(requests[b"\xff\x45"][92:97], "little") == 1000

    play(scene, tax_by_host="host")


def test_the_firmware_of_old_has_no_such_command() -> None:
    async def scene(till: Till) -> None:
        till.refuse(0x37, "FF46")
        with pytest.raises(KkmError) as caught:
            await till.do(sale())
        assert caught.value.code == "not_supported"
        assert (caught.value.nothing_sent, till.receipts) == (True, [])

    play(scene)


def test_marking_needs_ffd_1_2() -> None:
    async def scene(till: Till) -> None:
        with pytest.raises(RequestRefused):
            await till.do(CheckMarking(()))
        with pytest.raises(KkmError):
            await till.do(CloseShift())

    play(scene)
