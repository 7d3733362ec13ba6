"""Whatever a client may send, as hypothesis strategies: sound receipts with a few fields spoiled."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from drivers.model.document import AgentData, Cashier, ExtraTag, ExtraText, MarkingCode, Payments, Receipt, Supplier
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
}


@st.composite
def receipts(draw: st.DrawFn) -> Receipt:
    """Sound ones with a few fields spoiled: spoiling all would leave nothing that is accepted."""
    rows = [draw(changed(row_fields)) for _ in range(draw(st.integers(1, 2)))]
    paid = {"payments": Payments(cash=9_999_999_999)}
    return receipt(*[position(**changes) for changes in rows], **(paid | draw(changed(receipt_fields))))


def changed(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    chosen = st.sets(st.sampled_from(sorted(fields)), max_size=3)
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: fields[name] for name in sorted(names)}))
