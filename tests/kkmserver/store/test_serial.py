"""What goes into the journal comes out the same."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.model.document import Payments
from drivers.model.ffd import DocumentForm, ReceiptType, ShiftState, TaxSystem, VatRate
from drivers.model.outcome import CopyRow, DocumentCopy, FiscalDocument, Outcome, Progress
from drivers.model.state import DeviceState, Registration
from kkmserver.store.record import Evidence, Failure
from kkmserver.store.serial import (
    dump_evidence,
    dump_failure,
    dump_moment,
    dump_numbers,
    dump_outcome,
    load_evidence,
    load_failure,
    load_moment,
    load_numbers,
    load_outcome,
)

_ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2199, 1, 1), timezones=_ZONES)  # noqa: DTZ001  # hypothesis adds the zone
_TEXT = st.text(max_size=20)
_KOPECKS = st.integers(-(10**15), 10**15)
for _type in (Registration, DeviceState, FiscalDocument, CopyRow, Payments, DocumentCopy, Progress, Outcome, Failure):
    st.register_type_strategy(_type, lambda found: st.builds(found))
st.register_type_strategy(str, _TEXT)
st.register_type_strategy(datetime, _MOMENTS)
st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False, places=6, max_value=10**9))


@settings(max_examples=60, deadline=None)
@given(st.from_type(Outcome))
def test_outcomes_come_back(outcome: Outcome) -> None:
    back = load_outcome(dump_outcome(outcome))
    assert back == outcome
    assert repr(back.payments) == repr(outcome.payments)


@settings(max_examples=50, deadline=None)
@given(st.from_type(Failure))
def test_failures_come_back(failure: Failure) -> None:
    assert load_failure(dump_failure(failure)) == failure


@given(st.builds(Evidence, sent=st.integers(0, 2**40), exchange=st.lists(_TEXT).map(tuple)))
def test_evidence_comes_back(evidence: Evidence) -> None:
    assert load_evidence(dump_evidence(evidence)) == evidence


@given(st.lists(st.integers(0, 2**31)).map(tuple))
def test_numbers_come_back(numbers: tuple[int, ...]) -> None:
    assert load_numbers(dump_numbers(numbers)) == numbers


@given(_MOMENTS)
def test_moments_come_back(moment: datetime) -> None:
    assert load_moment(dump_moment(moment)) == moment
    assert load_moment(dump_moment(moment)).tzinfo is UTC


def test_a_receipt_by_hand() -> None:
    time = datetime(2026, 11, 15, 15, 30, tzinfo=timezone(timedelta(hours=3)))
    document = FiscalDocument(
        form=DocumentForm.RECEIPT,
        number=18,
        sign=4294967295,
        time=time,
        storage="9999078900000001",
        shift=6,
        receipt_type=ReceiptType.SALE,
        total=0,
    )
    row = CopyRow("Сок", Decimal("2.000"), 100, VatRate.VAT_22_122)
    outcome = Outcome(
        document=document,
        payments=Payments(cash=1),
        state=DeviceState(online=True, shift=ShiftState.EXPIRED),
        copy=DocumentCopy(document=document, text="a\r\nb", tax_system=TaxSystem.PATENT, rows=(row,)),
    )
    back = load_outcome(dump_outcome(outcome))
    assert back == outcome
    assert back.copy
    assert str(back.copy.rows[0].quantity) == "2.000"
    assert back.document
    assert back.document.time.utcoffset() == timedelta(hours=3)
    assert back.document.total == 0
    assert type(back.document.receipt_type) is ReceiptType


def test_a_lone_surrogate_does_not_stop_the_journal() -> None:
    outcome = Outcome(warnings=("плохо \ud800", "хорошо"), change=7)
    assert load_outcome(dump_outcome(outcome)) == Outcome(warnings=("плохо ?", "хорошо"), change=7)
