"""Receipts and corrections of every kind: sums add up, documents read back, the composition is as it must be."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from drivers.fiscal import composition, documents, vat
from drivers.fiscal.check import check
from drivers.fiscal.settled import Settled
from drivers.fiscal.tlv import Item
from drivers.model.document import Correction, MarkingCode, Payments, Position, Receipt
from drivers.model.ffd import FfdVersion, ReceiptType, SettlementMethod, TaxSystem, VatRate
from tests.drivers.fiscal.full import AGENT, FULL, INDUSTRY, MILK, SUPPLIER, WHOLE
from tests.drivers.fiscal.samples import CASHIER, all_of, header, opened, rules

PAID = (1031, 1081, 1215, 1216, 1217)
FLAT = {1102: 1, 1103: 2, 1104: 5, 1105: 6, 1106: 3, 1107: 4}
LATE = (FfdVersion.V1_1, FfdVersion.V1_2)

names = st.text("Хлеб белый ABC 123", min_size=1).filter(str.strip)
quantities = st.decimals("0.001", 10**4, places=3) | st.integers(1, 1000).map(Decimal)
extras = st.sampled_from(
    [
        {},
        {"ean13": "4606453849072", "country": "643"},
        {"agent": 1, "agent_data": AGENT, "supplier": SUPPLIER},
        {"attribute": "А-1", "excise": 150, "industry": (INDUSTRY,)},
        {"subject": 33, "marking": MarkingCode(code=MILK), "quantity": Decimal(1)},
        {"subject": 33, "marking": MarkingCode(code=MILK), "quantity": Decimal(3), "pack_quantity": 10},
    ]
)


@dataclass(frozen=True)
class Case:
    asked: Receipt
    ffd: FfdVersion
    per_line: bool

    def checked(self) -> Settled:
        return check(self.asked, rules(self.ffd.value, registration=FULL, per_line_vat=self.per_line))


@st.composite
def positions(draw: st.DrawFn) -> Position:
    row = Position(
        name=draw(names),
        quantity=draw(quantities),
        price=0,
        amount=draw(st.integers(0, 10**7)),
        vat=draw(st.sampled_from(VatRate)),
        method=draw(st.sampled_from(SettlementMethod)),
        subject=draw(st.integers(1, 26)),
    )
    return replace(row, **draw(extras))


@st.composite
def payments(draw: st.DrawFn, total: int, over: int) -> Payments:
    """Parts of the total, the rest in cash with `over` kopecks too many."""
    left, parts = total, []
    for _ in range(4):
        parts.append(draw(st.integers(0, left)) if draw(st.booleans()) else 0)
        left -= parts[-1]
    return Payments(left + over, *parts)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    ffd = draw(st.sampled_from([FfdVersion.V1_05, *LATE]))
    rows = tuple(draw(st.lists(positions(), min_size=1, max_size=5)))
    total = sum(row.amount for row in rows)
    kind = draw(st.sampled_from(ReceiptType))
    why = None
    if draw(st.booleans()):
        by_order = draw(st.booleans())
        why = Correction(date=date(2026, 11, draw(st.integers(1, 15))), number="12" * by_order, by_order=by_order)
        kind = kind if ffd in LATE else draw(st.sampled_from([ReceiptType.SALE, ReceiptType.PURCHASE]))
        if draw(st.booleans()):
            given_vat = vat.sums(rows)
            why, rows = replace(why, total=total, vat=tuple(given_vat.items())), ()
    paid = draw(payments(total, 0 if why else draw(st.integers(0, 10**6))))
    whole = WHOLE if draw(st.booleans()) and not paid.electronic else {"internet": False}
    asked = Receipt(
        **{
            **whole,
            "type": kind,
            "lines": rows,
            "payments": paid,
            "cashier": CASHIER,
            "correction": why,
            "tax_system": draw(st.none() | st.sampled_from([TaxSystem.GENERAL, TaxSystem.SIMPLE_INCOME])),
            "cashless": (),
        }
    )
    return Case(asked, ffd, draw(st.booleans()))


def written(case: Case, done: Settled) -> bytes:
    head = header(done.form, case.ffd.value, registration=FULL)
    return documents.seal(documents.receipt(head, done), 1)


@given(cases())
def test_money_adds_up(case: Case) -> None:
    """1020 = sum of 1043 = sum of payments, in what was settled and in what was written."""
    done = case.checked()
    document = opened(written(case, done))
    assert document.tag == (31 if case.asked.correction else 3)
    assert document.child(1020).number() == done.total == case.asked.total
    assert sum(document.child(tag).number() for tag in PAID) == done.total
    if done.items:
        assert sum(item.child(1043).number() for item in all_of(document, 1059)) == done.total
    assert done.received - done.change == done.payments.cash
    assert bool(done.items) or (case.asked.correction is not None and case.ffd is FfdVersion.V1_05)


@given(cases())
def test_vat_adds_up(case: Case) -> None:
    """A rate's sum is that of its lines within a kopeck a line; rates without a tag stand in 1115, never in both."""
    done = case.checked()
    told = vat_told(opened(written(case, done)))
    assert {rate: amount for rate, amount in told.items() if amount} == {
        rate: amount for rate, amount in done.vat.items() if amount
    }
    if not case.asked.positions:
        return
    for rate in {item.vat for item in done.items}:
        lines = [item for item in done.items if item.vat is rate]
        if rate in vat.UNTAXED:
            assert told[rate] == sum(item.amount for item in lines)
        else:
            assert abs(told[rate] - sum(item.tax for item in lines)) <= len(lines)


def vat_told(document: Item) -> dict[VatRate, int]:
    told = {VatRate(rate): item.number() for tag, rate in FLAT.items() for item in all_of(document, tag)}
    for container in all_of(document, 1115):
        for part in container.children():
            rate = VatRate(part.child(1199).number())
            assert rate not in FLAT.values()
            assert rate not in told
            told[rate] = part.child(1120).number()
    return told


@given(cases())
def test_rows_read_back(case: Case) -> None:
    done = case.checked()
    found = all_of(opened(written(case, done)), 1059)
    assert len(found) == len(done.items)
    for item, told in zip(done.items, found, strict=True):
        assert (told.child(1030).text(), told.child(1023).decimal()) == (item.name, item.quantity)
        assert [told.child(tag).number() for tag in (1079, 1043, 1199)] == [item.price, item.amount, item.vat]
        assert (told.child(1214).number(), told.child(1212).number()) == (item.position.method, item.position.subject)


@given(cases())
def test_composition_is_clean(case: Case) -> None:
    document = written(case, case.checked())
    assert [str(found) for found in composition.check(document, case.ffd, FULL)] == []
