"""The XML driver against registers that do otherwise what no source tells."""

from dataclasses import replace
from typing import Any

import pytest

from drivers.emulation.answer_faults import Fault, What
from drivers.emulation.fiscal.storage import Document
from drivers.errors import NotSupported, OperatorNeeded, OutcomeUnknown, RequestRefused, WrongState
from drivers.model.command import CashIn, OfdReport, OpenShift, PrintDocument, ReadDocument
from drivers.model.document import AgentData, BarcodeLine, Symbology, TextLine
from drivers.model.ffd import AgentSign, VatRate
from drivers.notation.xml_tree import parse
from drivers.registers import texts
from drivers.registers.request import Effect
from drivers.serviceplus import xml_register
from drivers.serviceplus.emulator import xml_receipt_commands, xml_recorded
from drivers.serviceplus.emulator.xml_core import Core
from drivers.serviceplus.emulator.xml_quirks import Numbers, XmlQuirks
from drivers.serviceplus.emulator.xml_tree import Pa
from drivers.serviceplus.xml_codes import error_of
from drivers.serviceplus.xml_data import Answered
from drivers.serviceplus.xml_message import Reply
from drivers.serviceplus.xml_results import registered
from tests.contract.goods import CASHIER, goods, receipt
from tests.drivers.serviceplus.bench import marked, played, xml


@pytest.mark.parametrize(
    "quirks",
    [
        XmlQuirks(),
        XmlQuirks(sign_is_text=True),
        XmlQuirks(state_has_document=False),
        XmlQuirks(state_has_sign=False, new_lines=True),
        XmlQuirks(gives_change=False),
        XmlQuirks(checks_types=False, recorded_without_paper=True),
    ],
)
def test_it_sells_and_tells_the_document(quirks: XmlQuirks) -> None:
    async def test() -> None:
        async with xml(quirks) as (register, driver):
            outcome = await driver.execute(receipt())
            document = register.machine.till.storage.documents[-1]
            assert outcome.document is not None
            assert (outcome.document.number, outcome.document.sign) == (document.number, document.sign)
            assert f"&i={document.number}&fp={document.sign}" in outcome.document.qr

    played(test)


@pytest.mark.parametrize("quirks", [XmlQuirks(), XmlQuirks(state_has_document=False)])
def test_a_lost_answer_is_settled_by_what_the_register_tells(quirks: XmlQuirks) -> None:
    async def test() -> None:
        async with xml(quirks) as (register, driver):
            register.inject(Fault(what=What.ANSWER_LOST, command="8"))
            outcome = await driver.execute(receipt())
            assert register.executed.count("8") == 1
            assert outcome.document is not None
            assert (outcome.document.number, outcome.document.total) == (3, 10_000)
            assert outcome.document.qr == "", "its time is not known"
            assert texts.NO_SIGN in outcome.warnings

    played(test)


def test_numbers_that_it_writes_otherwise_are_refused_and_nothing_is_sold() -> None:
    async def test() -> None:
        async with xml(XmlQuirks(numbers=Numbers.COMMA)) as (register, driver):
            with pytest.raises(OperatorNeeded) as refused:
                await driver.execute(receipt())
            assert refused.value.nothing_sent
            assert register.machine.till.storage.last == 2  # the shift is open

    played(test)


def test_a_rate_nobody_has_told_of() -> None:
    async def test() -> None:
        async with xml() as (register, driver):
            with pytest.raises(RequestRefused, match="taxes"):
                await driver.execute(receipt(goods(vat=VatRate.VAT_22)))
            assert register.machine.till.storage.last == 1

    played(test)


def test_paper_that_ended_is_told_and_nothing_is_sold_twice() -> None:
    async def test() -> None:
        async with xml() as (register, driver):
            await driver.execute(OpenShift(CASHIER))
            register.machine.roll.reload(3)
            outcome = await driver.execute(receipt())
            assert outcome.document is not None
            assert "бумаг" in outcome.message.lower()
            assert register.executed.count("8") == 1

    played(test)


def test_only_text_goes_on_paper() -> None:
    async def test() -> None:
        async with xml() as (register, driver):
            await driver.execute(PrintDocument((TextLine("раз"), TextLine("два")), copies=1))
            assert register.executed.count("30") == 2
            assert register.machine.roll.lines.count("раз") == 2
            with pytest.raises(RequestRefused):
                await driver.execute(PrintDocument((BarcodeLine(Symbology.QR, "x"),)))

    played(test)


def test_a_plain_document_that_was_refused_is_not_told_as_printed() -> None:
    async def test() -> None:
        async with xml() as (register, driver):
            register.inject(Fault(what=What.REFUSED, command="30", result=9))
            with pytest.raises(OperatorNeeded):
                await driver.execute(PrintDocument((TextLine("раз"),)))
            assert "раз" not in register.machine.roll.lines

    played(test)


def test_cash_goes_once() -> None:
    async def test() -> None:
        async with xml() as (register, driver):
            await driver.execute(OpenShift(CASHIER))
            register.inject(Fault(what=What.ANSWER_LOST, command="38"))
            await driver.execute(CashIn(500))
            assert (register.executed.count("38"), register.machine.till.drawer) == (1, 500)

    played(test)


def test_a_mark_is_settled_by_another_driver() -> None:
    async def test() -> None:
        async with xml() as (_, driver):
            mark, outcome = await marked(driver, receipt())
            await driver.close()
            settled = await driver.settle(receipt(), mark)
            assert settled is not None
            assert settled.document is not None
            assert outcome.document is not None
            assert settled.document.number == outcome.document.number
            assert await driver.settle(receipt(goods(amount=200)), mark) is None

    played(test)


def test_a_report_that_no_counter_shows_is_told_to_whoever_asks_for_it_alone() -> None:
    """Nothing has been sold in this shift: the report has moved nothing but the number of the last document."""

    async def test() -> None:
        async with xml() as (_, driver):
            await driver.execute(OpenShift(CASHIER))
            mark, outcome = await marked(driver, OfdReport(CASHIER))
            await driver.close()
            settled = await driver.settle(OfdReport(CASHIER), mark)
            assert settled is not None
            assert settled.document is not None
            assert outcome.document is not None
            assert settled.document.number == outcome.document.number
            with pytest.raises(OutcomeUnknown):
                await driver.settle(receipt(), mark)

    played(test)


def test_a_format_that_is_not_ours() -> None:
    told = registered(Answered(parse('<pa n="0" t="7"><pa n="1209" t="4">4</pa></pa>')))
    with pytest.raises(WrongState, match="1209 = 4"):
        xml_register.format_of(told)
    assert xml_register.format_of(replace(told, ffd=2)).value == "1.05"
    assert xml_register.format_of(None).value == "1.05"


def test_a_mark_that_does_not_tell_how_it_stood_proves_nothing() -> None:
    async def test() -> None:
        async with xml() as (_, driver):
            mark, _ = await marked(driver, receipt())
            with pytest.raises(OutcomeUnknown):
                await driver.settle(receipt(), mark.partition(";at=")[0])

    played(test)


def test_amounts_that_no_price_gives_are_sold_to_the_kopeck() -> None:
    """8 has no field for the amount of a row."""

    async def test() -> None:
        async with xml() as (register, driver):
            await driver.execute(receipt(goods(quantity=3, price=3_333, amount=10_000)))
            assert register.machine.till.storage.documents[-1].total == 10_000

    played(test)


def test_a_receipt_without_its_place_in_the_shift_is_not_taken_for_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its answer tells the number alone, and then 44 is refused: it is recorded, and must not be sold again."""

    def few(core: Core, document: Document) -> list[Pa]:
        return [pa for pa in xml_recorded.told(core, document) if pa.name not in ("1042", "1038")]

    monkeypatch.setattr(xml_receipt_commands, "told", few)

    async def test() -> None:
        async with xml() as (register, driver):
            await driver.execute(OpenShift(CASHIER))
            mark = await driver.mark()
            register.inject(Fault(what=What.REFUSED, command="44", skip=1, text="занята"))
            with pytest.raises(OutcomeUnknown):
                await driver.execute(receipt())
            outcome = await driver.settle(receipt(), mark)
            assert outcome is not None
            assert outcome.document is not None
            assert outcome.document.total == 10_000

    played(test)


@pytest.mark.parametrize("of_row", [True, False])
@pytest.mark.parametrize("sign", [AgentSign.BANK_AGENT, AgentSign.PAYING_SUBAGENT])
def test_an_agent_whose_data_it_cannot_take_is_refused(sign: AgentSign, of_row: bool) -> None:
    told: dict[str, Any] = {"agent": sign, "agent_data": AgentData(operation="Приём платежей")}
    command = receipt(goods(**told)) if of_row else receipt(goods(), **told)

    async def test() -> None:
        async with xml() as (register, driver):
            with pytest.raises(RequestRefused, match="агента"):
                await driver.execute(command)
            assert register.machine.till.storage.last == 1

    played(test)


def test_a_document_that_nobody_tells_is_not_called_a_receipt() -> None:
    async def test() -> None:
        async with xml() as (_, driver):
            with pytest.raises(NotSupported, match="чек ли это"):
                await driver.execute(ReadDocument(0))
            await driver.execute(receipt())
            copy = (await driver.execute(ReadDocument(0))).copy
            assert copy is not None
            assert copy.document.total == 10_000

    played(test)


def test_a_code_of_thousands_of_digits_is_no_number() -> None:
    reply = Reply(
        id="", command=3, result=1, category="", source="", code="1" * 5000, description="", data=Answered(None)
    )
    assert error_of(reply, "состояние", Effect.NONE).native == 1
