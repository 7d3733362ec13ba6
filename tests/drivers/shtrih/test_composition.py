"""What the ФН records of a day: every mandatory requisite is there, and none that does not belong.

Source: spec/ffd.md 2.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from drivers.fiscal import composition, tlv
from drivers.model.command import CashIn, CloseShift, Command, OfdReport, OpenShift, RegisterReceipt
from drivers.model.document import (
    AgentData,
    Buyer,
    CashlessPart,
    Correction,
    IndustryAttribute,
    OperationalAttribute,
    Payments,
    Position,
    Supplier,
)
from drivers.model.ffd import AgentSign, DocumentForm, FfdVersion, ReceiptType, VatRate
from tests.contract.goods import CASHIER, water
from tests.drivers.shtrih.till import Till, play, position, sale

AGENT = AgentData(
    operation="Перевод",
    agent_phone="+79001112233",
    receiver_phone="+79001112234",
    transfer_phone="+79001112235",
    transfer_name="Банк",
    transfer_address="Москва",
    transfer_inn="7707083893",
)
SUPPLIER = Supplier(name="ООО Поставщик", phone="+79001112236", inn="7707083893")
RATES = (VatRate.VAT_22, VatRate.VAT_10, VatRate.VAT_0, VatRate.NO_VAT, VatRate.VAT_22_122, VatRate.VAT_10_110)
ATTRIBUTE = IndustryAttribute(authority="030", date=date(2026, 1, 1), number="1", value="Идентификатор")
FORMS = {DocumentForm.REGISTRATION, DocumentForm.OPEN_SHIFT, DocumentForm.RECEIPT, DocumentForm.CORRECTION}
FORMS |= {DocumentForm.SETTLEMENT_STATE, DocumentForm.CLOSE_SHIFT}

RECEIPTS: list[Command] = [
    *(sale(*(position(amount=1000, vat=rate) for rate in RATES), kind=kind) for kind in ReceiptType),
    sale(position(amount=1100), payments=Payments(300, 100, 200, 300, 200), client_address="+79001112233"),
    *(sale(position(amount=1000, agent=sign, agent_data=AGENT, supplier=SUPPLIER)) for sign in AgentSign),
    sale(agent=AgentSign.PAYING_AGENT, agent_data=AGENT, supplier=SUPPLIER),
    sale(
        position(country="643", customs_declaration="10702020/060520/0013422", excise=12, attribute="А", unit="шт"),
        client_name="Иванов",
        client_inn="500100732259",
        client_address="a@b.ru",
        attribute="123",
        user_attribute=("Карта", "7"),
    ),
    sale(position(amount=1000, quantity=Decimal(3), price=333), address="Москва", place="Зал"),
]
LATE: list[Command] = [
    sale(
        position(amount=1000, measure=11, quantity=Decimal("0.333"), price=3003, industry=(ATTRIBUTE,)),
        client_name="Иванов",
        buyer=Buyer(birth_date=date(1990, 1, 1), citizenship="643", document_kind="21", document="1234"),
        industry=(ATTRIBUTE,),
        operational=OperationalAttribute(id=1, data="x", time=datetime(2026, 1, 1, tzinfo=UTC)),
        cashless=(CashlessPart(amount=1000, kind=1, identifiers="x", details="y"),),
        payments=Payments(electronic=1000),
        internet=True,
    ),
    sale(water()),
    sale(replace(water(), quantity=Decimal(1), pack_quantity=3)),
]


def corrections(ffd: str) -> list[Command]:
    """Sums alone, and of no returns, in the oldest format."""
    early = ffd == "1.05"
    kinds = [ReceiptType.SALE, ReceiptType.PURCHASE] if early else list(ReceiptType)
    why = Correction(by_order=True, date=date(2026, 1, 1), number="12-3", vat=((VatRate.NO_VAT, 500),) if early else ())
    return [
        RegisterReceipt(
            replace(sale(kind=kind).receipt, payments=Payments(cash=500), lines=_corrected(early), correction=why)
        )
        for kind in kinds
    ]


def _corrected(early: bool) -> tuple[Position, ...]:
    return () if early else (position(amount=500),)


@pytest.mark.parametrize("ffd", ["1.05", "1.1", "1.2"])
def test_a_day(ffd: str) -> None:
    async def scene(till: Till) -> None:
        late = LATE if ffd == "1.2" else []
        for command in (
            OpenShift(CASHIER),
            CashIn(100_000),
            *RECEIPTS,
            *late,
            *corrections(ffd),
            OfdReport(CASHIER),
            CloseShift(CASHIER),
        ):
            await till.do(command)
        registration = (await till.driver.state()).registration
        for document in till.documents:
            whole = tlv.pack(document.form, document.tlv)
            found = composition.check(whole, FfdVersion(ffd), registration)
            assert not found, f"ФД {document.number}, form {document.form}: {'; '.join(map(str, found))}"
        assert {DocumentForm(document.form) for document in till.documents} == FORMS

    play(scene, emulator={"ffd": ffd})
