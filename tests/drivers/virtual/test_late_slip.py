"""What ФФД 1.2 puts on the paper of a receipt beside the sample of the spec; and where the buyer sees it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from drivers.model.command import OpenShift, ReadDocument, RegisterReceipt
from drivers.model.document import (
    AgentData,
    Buyer,
    CashlessPart,
    IndustryAttribute,
    OperationalAttribute,
    Supplier,
)
from drivers.model.ffd import AgentSign, VatRate
from drivers.virtual.kkt import VirtualKkt
from tests.drivers.virtual.shop import CASHIER, run, sale, tea

PERMIT = IndustryAttribute(authority="030", date=date(2023, 11, 21), number="1944", value="UUID=1&Time=2")
ITEM = replace(
    tea(12_200, VatRate.VAT_22),
    measure=11,
    agent=AgentSign.PAYING_AGENT,
    agent_data=AgentData(agent_phone="+79990000001", receiver_phone="+79990000002"),
    supplier=Supplier(name="Завод", phone="+79990000003", inn="7707083893"),
    industry=(PERMIT,),
)
FULL = RegisterReceipt(
    replace(
        sale(ITEM, tea(10_500, VatRate.VAT_5), tea(10_700, VatRate.VAT_7_107), electronic=12_000).receipt,
        client_name="Иванов И.И.",
        client_inn="500100732259",
        client_address="buyer@example.com",
        buyer=Buyer(citizenship="643", document_kind="21", document="4510 123456", address="Псков"),
        industry=(replace(PERMIT, number="1945"),),
        operational=OperationalAttribute(id=0, data="столик 5", time=datetime(2026, 11, 15, 12, 0, tzinfo=UTC)),
        cashless=(CashlessPart(amount=12_000, kind=1, identifiers="карта 1"),),
    )
)
ROWS = """
1 кг * 122.00 =122.00
ПЛ. АГЕНТ
Телефон платежного агента: +79990000001
Наименование поставщика: Завод
Телефон поставщика: +79990000003
ИНН поставщика: 7707083893
Идентификатор ФОИВ: 030
Номер документа основания: 1944
Значение отраслевого реквизита: UUID=1&Time=2
СУММА НДС 22% =22.00
СУММА НДС 5% =5.00
СУММА НДС 7/107 =7.00
Покупатель: Иванов И.И.
ИНН покупателя: 500100732259
Данные документа покупателя: 4510 123456
Номер документа основания: 1945
Данные операции: столик 5
БЕЗНАЛИЧНЫМИ карта 1 =120.00
"""


def test_everything_of_ffd_1_2_is_on_paper(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(FULL)
        shown = " ".join(kkt.tape()[0].text().split())
        for row in filter(None, ROWS.splitlines()):
            assert row in shown, row

    run(tmp_path, scene)


@pytest.mark.parametrize("ffd", ["1.0", "1.05", "1.1"])
def test_earlier_versions_print_none_of_it(tmp_path: Path, ffd: str) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        await kkt.execute(FULL)
        text = kkt.tape()[0].text()
        for word in ("ФОИВ", "столик", "карта 1", "4510"):
            assert word not in text

    run(tmp_path, scene, ffd=ffd)


def test_a_link_to_the_receipt(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        opened = await kkt.execute(OpenShift(CASHIER))
        assert opened.document is not None
        assert opened.document.url == ""
        mark = await kkt.mark()
        sold = await kkt.execute(sale())
        document = sold.document
        assert document is not None
        assert document.url == f"https://check.ofd.ru/rec/7700000009/{RNM}/{document.storage}/3/{document.sign}"
        assert await kkt.settle(sale(), mark) == sold
        copy = (await kkt.execute(ReadDocument())).copy
        assert copy is not None
        assert copy.document == document

    run(tmp_path, scene, ofd_inn="7841465198", registration_number=RNM)


RNM = "0000000001012345"


def test_a_link_of_ones_own(tmp_path: Path) -> None:
    async def scene(kkt: VirtualKkt) -> None:
        sold = await kkt.execute(sale())
        assert sold.document is not None
        assert sold.document.url == "https://shop.example/3?s=100.00"

    async def silent(kkt: VirtualKkt) -> None:
        sold = await kkt.execute(sale())
        assert sold.document is not None
        assert sold.document.url == ""

    run(tmp_path / "own", scene, ofd_link="https://shop.example/{fd}?s={total}")
    run(tmp_path / "none", silent)
    run(tmp_path / "autonomous", silent, ofd="autonomous", ofd_link="https://shop.example/{fd}")
