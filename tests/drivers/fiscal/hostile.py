"""Whatever a client may send, as hypothesis strategies: sound receipts with a few fields spoiled."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from drivers.model.document import (
    AgentData,
    Buyer,
    Cashier,
    CashlessPart,
    Correction,
    ExtraTag,
    ExtraText,
    IndustryAttribute,
    MarkingCode,
    OperationalAttribute,
    Payments,
    Receipt,
    Supplier,
)
from drivers.model.ffd import AgentSign, ReceiptType, SettlementMethod, TaxSystem, VatRate
from tests.drivers.fiscal.samples import position, receipt

texts = (
    st.just("")
    | st.text(max_size=3)
    | st.text(max_size=20)
    | st.text("«…™ЩÄ\x1d\ud800", max_size=300)
    | st.sampled_from(["\0\x1b\r\n", "ы" * 10_000, "\ud800" * 65])
)
numbers = st.integers(0, 3) | st.integers(-2, 10**10) | st.integers(-(2**70), 2**70)
subjects = st.integers(1, 33) | numbers
measures = st.sampled_from([0, 11]) | numbers
quantities = st.sampled_from([Decimal(1), Decimal(0), Decimal("1.5"), Decimal("9e9")]) | st.decimals()
agents = st.none() | st.builds(
    AgentData, operation=texts, agent_phone=texts, transfer_name=texts, transfer_address=texts, transfer_inn=texts
)
suppliers = st.none() | st.builds(Supplier, name=texts, phone=texts, inn=texts)
signs = st.none() | st.integers(0, 127).map(AgentSign)
days = st.dates(date(2026, 11, 1), date(2026, 11, 15)) | st.dates()
industry = st.lists(st.builds(IndustryAttribute, authority=texts, date=days, number=texts, value=texts), max_size=2)
operations = st.builds(
    OperationalAttribute,
    id=numbers,
    data=texts,
    time=st.just(datetime(2026, 1, 1)) | st.datetimes(),  # noqa: DTZ001
)
buyers = st.builds(Buyer, birth_date=days, citizenship=texts, document_kind=texts, document=texts, address=texts)
cashless = st.builds(CashlessPart, amount=numbers, kind=numbers, identifiers=texts, details=texts)
corrections = st.builds(
    Correction,
    by_order=st.booleans(),
    date=days,
    number=texts,
    name=texts,
    total=st.none() | numbers,
    vat=st.lists(st.tuples(st.sampled_from(VatRate), numbers), max_size=3).map(tuple),
)
row_fields: dict[str, st.SearchStrategy[Any]] = {
    "name": texts,
    "quantity": quantities,
    "price": numbers,
    "amount": numbers,
    "vat": st.sampled_from(VatRate),
    "method": st.sampled_from(SettlementMethod),
    "subject": subjects,
    "measure": measures,
    "unit": texts,
    "pack_quantity": numbers,
    "country": texts,
    "customs_declaration": texts,
    "excise": numbers,
    "attribute": texts,
    "ean13": texts,
    "goods_code": texts,
    "marking": st.builds(MarkingCode, code=texts, has_serial=st.booleans(), gtin=texts, serial=texts),
    "agent": signs,
    "agent_data": agents,
    "supplier": suppliers,
    "industry": industry.map(tuple),
}
receipt_fields: dict[str, st.SearchStrategy[Any]] = {
    "type": st.sampled_from(ReceiptType),
    "payments": st.builds(Payments, numbers, numbers, numbers, numbers, numbers),
    "cashier": st.builds(Cashier, texts, texts),
    "tax_system": st.sampled_from(TaxSystem),
    "print_paper": st.booleans(),
    "client_address": texts,
    "client_name": texts,
    "client_inn": texts,
    "sender_email": texts,
    "address": texts,
    "place": texts,
    "attribute": texts,
    "user_attribute": st.tuples(texts, texts),
    "agent": signs,
    "agent_data": agents,
    "supplier": suppliers,
    "internet": st.booleans(),
    "kpp": texts,
    "tags": st.lists(st.builds(ExtraTag, st.integers(1000, 1240), texts), max_size=3).map(tuple),
    "texts": st.lists(st.builds(ExtraText, texts, texts), max_size=2).map(tuple),
    "correction": corrections,
    "buyer": buyers,
    "industry": industry.map(tuple),
    "operational": operations,
    "cashless": st.lists(cashless, max_size=2).map(tuple),
}


@st.composite
def receipts(draw: st.DrawFn) -> Receipt:
    """Sound ones with a few fields spoiled: spoiling all would leave nothing that is accepted."""
    rows = [draw(changed(row_fields)) for _ in range(draw(st.integers(1, 2)))]
    changes: dict[str, Any] = {"payments": Payments(cash=9_999_999_999)} | draw(changed(receipt_fields))
    if "correction" in changes and draw(st.booleans()):
        changes["lines"] = ()
    return receipt(*[position(**row) for row in rows], **changes)


def changed(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    chosen = st.sets(st.sampled_from(sorted(fields)), max_size=3)
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: fields[name] for name in sorted(names)}))
