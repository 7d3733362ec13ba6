"""One document of every form that holds all the rules have a place for; the tests of composition spoil them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from drivers.fiscal import documents
from drivers.fiscal.check import check
from drivers.fiscal.counters import Totals
from drivers.fiscal.settled import Settled, with_marking
from drivers.model.document import (
    AgentData,
    Buyer,
    CashlessPart,
    Correction,
    IndustryAttribute,
    MarkingCode,
    OperationalAttribute,
    Payments,
    Supplier,
)
from drivers.model.ffd import AgentSign, DocumentForm, FfdVersion, ReceiptType, VatRate
from tests.drivers.fiscal.samples import INN, REGISTRATION, correction, header, position, receipt, rules, settled

MILK = "010460043993125621JgXJ5.T\x1d93dGVz"
FULL = replace(REGISTRATION, marking=True, place="https://shop.example", excise=True, agents=(0, 6))
INDUSTRY = IndustryAttribute(authority="030", date=date(2026, 11, 1), number="123/43", value="UUID=1&Time=2")
AGENT = AgentData(
    operation="Перевод",
    agent_phone="+79990000002",
    receiver_phone="+79990000003",
    transfer_phone="+79990000004",
    transfer_name="Банк",
    transfer_address="Москва",
    transfer_inn=INN,
)
SUPPLIER = Supplier(name="Поставщик", phone="+79990000001", inn=INN)
WHY = Correction(date=date(2026, 11, 14), number="12", name="Кассир ошибся", by_order=True)
SINCE = datetime(2026, 11, 14, 22, 30, tzinfo=UTC)

ROWS = (
    position(
        agent=AgentSign.BANK_AGENT | AgentSign.PAYING_AGENT,
        agent_data=AGENT,
        supplier=SUPPLIER,
        unit="шт",
        country="643",
        customs_declaration="10013",
        excise=100,
        attribute="А-1",
        industry=(INDUSTRY, replace(INDUSTRY, number="7")),
    ),
    position(subject=33, marking=MarkingCode(code=MILK)),
    position(subject=31, marking=MarkingCode(code=MILK[:-1] + "w"), quantity=Decimal(2), pack_quantity=22),
    *(position(vat=rate) for rate in VatRate if rate is not VatRate.VAT_22),
)
WHOLE = {
    "payments": Payments(cash=20000, electronic=90000, advance=10000, credit=10000, provision=30000),
    "client_address": "a@b.ru",
    "client_name": "Иванов",
    "client_inn": INN,
    "attribute": "Ч-1",
    "user_attribute": ("Столик", "5"),
    "agent": AgentSign.PAYING_AGENT,
    "agent_data": AGENT,
    "supplier": SUPPLIER,
    "internet": True,
    "buyer": Buyer(birth_date=date(1990, 5, 1), citizenship="643", document_kind="21", document="45", address="Тверь"),
    "industry": (INDUSTRY, INDUSTRY),
    "operational": OperationalAttribute(id=1, data="стол", time=SINCE),
    "cashless": (CashlessPart(amount=90000, kind=1, identifiers="RRN 1", details="МИР"),),
}


def full_receipt(ffd: str) -> Settled:
    return _checked(check(receipt(*ROWS, **WHOLE), rules(ffd, registration=FULL)))


def full_correction(ffd: str) -> Settled:
    return _checked(check(correction(*ROWS, why=WHY, **WHOLE), rules(ffd, registration=FULL)))


def _checked(done: Settled) -> Settled:
    return with_marking(done, [15 if item.position.marking else 0 for item in done.items])


def all_totals() -> Totals:
    totals = Totals()
    for kind in ReceiptType:
        totals = totals.add(settled(type=kind)).add(check(correction(position(), type=kind, why=WHY), rules()))
    return totals


def all_documents(ffd: str) -> dict[str, bytes]:
    """By name; sealed."""
    totals, late = all_totals(), ffd != "1.05"
    of = {
        form: header(form, ffd, registration=FULL, key_days=2, storage_full=True, ofd_timeout=True)
        for form in DocumentForm
    }
    told = replace(of[DocumentForm.OPEN_SHIFT], operator_message=2)
    bodies = {
        "registration": documents.registration(of[DocumentForm.REGISTRATION]),
        "change": documents.registration(of[DocumentForm.REREGISTRATION], reasons=0b10, storage_totals=totals),
        "new storage": documents.registration(of[DocumentForm.REREGISTRATION], reasons=0b1),
        "open shift": documents.open_shift(told if late else of[DocumentForm.OPEN_SHIFT]),
        "state": documents.settlement_state(
            of[DocumentForm.SETTLEMENT_STATE],
            storage_totals=totals,
            unsent=3,
            unsent_since=SINCE,
            first_unsent=17,
            unsent_totals=totals,
            notifications=2,
        ),
        "receipt": documents.receipt(of[DocumentForm.RECEIPT], full_receipt(ffd)),
        "plain receipt": documents.receipt(of[DocumentForm.RECEIPT], settled(ffd=ffd)),
        "correction": documents.receipt(of[DocumentForm.CORRECTION], full_correction(ffd)),
        "correction by sums": documents.receipt(of[DocumentForm.CORRECTION], check(correction(), rules(ffd))),
        "close shift": documents.close_shift(
            of[DocumentForm.CLOSE_SHIFT],
            receipts=1,
            documents=3,
            shift_totals=totals,
            storage_totals=totals,
            unsent=2,
            unsent_since=SINCE,
            notifications=1,
            bad_codes=1,
            bad_notices=1,
        ),
        "close storage": documents.close_storage(of[DocumentForm.CLOSE_STORAGE], storage_totals=totals),
    }
    return {name: documents.seal(body, 3125146288) for name, body in bodies.items()}


VERSIONS = (FfdVersion.V1_05, FfdVersion.V1_1, FfdVersion.V1_2)
EVERY = {(name, ffd): document for ffd in VERSIONS for name, document in all_documents(ffd.value).items()}
