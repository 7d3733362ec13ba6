"""What our own dialect tells of an outcome is read back as that outcome."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import FrameError
from drivers.model import command as commands
from drivers.model.card import CardAction, CardReference, CardResult
from drivers.model.command import Command
from drivers.model.counters import CounterBlock
from drivers.model.document import Correction, Payments
from drivers.model.excise import EgaisSlip
from drivers.model.ffd import DocumentForm, ReceiptType, VatRate
from drivers.model.marking import MarkingAnswer
from drivers.model.outcome import DisplayAbilities, DocumentCopy, FiscalDocument, Outcome
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.model.state import DeviceState, Registration
from drivers.notation.json_text import decode
from drivers.notation.members import Members
from drivers.remote.answer import Asked, answer_of
from drivers.remote.codec import request_of
from drivers.remote.results import Here, outcome_of
from kkmserver.dialects.kkm.answer import Status, common, remarks
from kkmserver.dialects.kkm.encoding import Value, encode
from kkmserver.dialects.kkm.payload import payload
from kkmserver.dialects.kkm.processing import rezult_processing
from tests.clock import MOSCOW
from tests.drivers.remote.every_command import digits, masked
from tests.drivers.remote.shop import sale
from tests.kkmserver.dialects.kkm.samples import QR, SALE

HERE = Here(datetime(2026, 11, 15, 15, 30, tzinfo=MOSCOW), "tcp://kassa:5893")
PAY = commands.MoveCardMoney(action=CardAction.PAY, amount=15000)
TYPED = sale()

sums = st.integers(0, 10**11)
texts = st.text(st.characters(categories=("L", "P", "Zs")), max_size=20)
references = st.builds(CardReference, receipt_number=digits, rrn=digits, authorisation=digits, card=masked)
cards = st.builds(CardResult, action=st.just(CardAction.PAY), amount=sums, reference=references, slip=texts)
paid = st.builds(Payments, sums, sums, sums, sums, sums)
vat = st.dictionaries(st.sampled_from(VatRate), st.integers(1, 10**11))
blocks = st.builds(
    CounterBlock,
    shift=st.booleans(),
    type=st.sampled_from(ReceiptType),
    count=st.integers(0, 10**6),
    total=sums,
    payments=paid,
    vat=vat,
    corrections=st.integers(0, 10**6),
    corrections_total=sums,
)
checked = st.builds(MarkingAnswer, code=texts, name=texts, result=st.integers(0, 31), text=texts)
brought: st.SearchStrategy[tuple[Command, Outcome]] = st.one_of(
    st.tuples(st.just(PAY), st.builds(Outcome, card=cards)),
    st.tuples(st.just(commands.FindTransaction()), st.builds(Outcome, card=cards)),
    st.tuples(st.sampled_from((commands.SettleTerminal(), commands.TerminalReport())), st.builds(Outcome, slip=texts)),
    st.tuples(st.just(commands.ReadSlipPrinting()), st.builds(Outcome, slip_on_terminal=st.none() | st.booleans())),
    st.tuples(st.just(commands.ReadCounters()), st.builds(Outcome, counters=st.lists(blocks, max_size=3).map(tuple))),
    st.tuples(st.just(commands.CheckMarking(())), st.builds(Outcome, marking=st.lists(checked, max_size=3).map(tuple))),
    st.tuples(st.just(commands.ReadWeight()), st.builds(Outcome, weight=st.decimals(-10, 1000, places=3))),
    st.tuples(
        st.just(commands.ReadDisplay()),
        st.builds(
            Outcome,
            display=st.builds(DisplayAbilities, top=st.booleans(), bottom=st.booleans(), qr=st.booleans()),
        ),
    ),
    st.tuples(st.just(commands.SetTare()), st.just(Outcome())),
    st.tuples(st.just(commands.ContinuePrint()), st.builds(Outcome, message=texts.map(str.strip))),
)


def name_of(command: Command) -> str:
    return "ValidationMarkingCode" if isinstance(command, commands.CheckMarking) else request_of(command).command


def told(command: Command, outcome: Outcome, **more: Value) -> Outcome:
    """Over there, and read here."""
    name = name_of(command)
    body = {**payload(name, outcome, MOSCOW), **common(name, Status.OK, "", "o-1")}
    body |= remarks(outcome.warnings, outcome.message) | more
    return outcome_of(command, answer_of(Members(decode(encode(body))), Asked("o-1", name)), HERE)


@given(brought)
def test_nothing_is_lost_on_the_way_back(pair: tuple[Command, Outcome]) -> None:
    command, outcome = pair
    assert told(command, outcome) == outcome


def test_a_receipt_with_all_that_may_come_along() -> None:
    outcome = Outcome(
        document=SALE,
        payments=Payments(cash=10000),
        change=5000,
        marking=(MarkingAnswer(code="01046\u001d93", name="Вода", result=15, text="[М+]"),),
        excise=EgaisSlip(url="https://check.egais.ru?id=1", sign="A1B2"),
        warnings=("Не указан кассир.",),
        message="Смените ФН.",
    )
    assert told(TYPED, outcome) == outcome


def test_a_receipt_with_its_state() -> None:
    done = told(TYPED, Outcome(document=SALE, state=DeviceState(online=True, cash=150_50, line_length=48)))
    assert done.state
    assert (done.state.cash, done.state.line_length, done.state.last_document) == (150_50, 48, 20)


@pytest.mark.parametrize(("action"), [CardAction.PAY, CardAction.REFUND, CardAction.CANCEL])
def test_a_card_payment_that_was_made_there_all_the_same(action: CardAction) -> None:
    """Its terminal is none of ours."""
    card = CardResult(
        action=action,
        amount=10000,
        reference=CardReference(receipt_number="77", rrn="100000000001", authorisation="123456"),
        slip="ОПЛАТА\r\n",
        slip_printed=True,
        terminal="00000008",
        card_hash="abc",
        time=datetime(2026, 11, 15, 15, 29, 30, tzinfo=MOSCOW),
        device=3,
    )
    processed = rezult_processing(card, "o-1", MOSCOW)
    assert told(TYPED, Outcome(document=SALE), RezultProcessing=processed).card == replace(card, device=0)


def test_a_terminal_that_says_that_it_prints() -> None:
    """A server of ours may say of a payment all that it says of one within a receipt."""
    more: dict[str, Any] = {"PrintSlipOnTerminal": True, "TerminalID": "8", "TransDate": "2026-11-15T15:29:30"}
    reference = CardReference(rrn="1")
    card = told(PAY, Outcome(card=CardResult(action=CardAction.PAY, amount=1, reference=reference)), **more).card
    assert card
    assert (card.slip_printed, card.terminal) == (True, "8")
    assert card.time == datetime(2026, 11, 15, 15, 29, 30, tzinfo=MOSCOW)


def test_money_that_has_moved_is_not_in_doubt_for_a_date_of_another_make() -> None:
    card = CardResult(action=CardAction.PAY, amount=1, reference=CardReference(rrn="1"))
    assert told(PAY, Outcome(card=card), TransDate="15.11.2026 15:29", PrintSlipOnTerminal="?").card == card


@pytest.mark.parametrize("along", ["Info", "MarkingCodeValidation", "RezultProcessing", "EGAIS"])
@pytest.mark.parametrize("nonsense", ["?", [5], {"SessionState": "?", "Amount": "?", "Url": [], "BarCode": {}}])
def test_a_receipt_that_is_recorded_is_so_whatever_comes_along(along: str, nonsense: Value) -> None:
    plain = Outcome(document=SALE, payments=Payments(cash=10000), change=5000)
    assert told(TYPED, plain, **{along: nonsense}) == plain


def test_a_slip_keeps_no_whole_card_number() -> None:
    card = CardResult(action=CardAction.PAY, amount=1, reference=CardReference(), slip="4111111111111111\r\n")
    done = told(PAY, Outcome(card=card)).card
    assert done
    assert done.slip == "************1111\r\n"


def test_older_servers_name_each_part_of_a_transaction_by_itself() -> None:
    body = b'{"Status":0,"Amount":150.0,"RRNCode":"1","AuthorizationCode":"2","CardNumber":"4*1","ReceiptNumber":"77"}'
    card = outcome_of(PAY, answer_of(Members(decode(body)), Asked("", "")), HERE).card
    assert card
    assert card.reference == CardReference(receipt_number="77", rrn="1", authorisation="2", card="4*1")
    assert not card.slip_printed


def test_no_weight_is_no_weight() -> None:
    with pytest.raises(FrameError, match="вес"):
        told(commands.ReadWeight(), Outcome())


def test_the_counters_of_the_document() -> None:
    """spec/kkmserver.md 3.13: Cyrillic names and no Latin twins."""
    body = """{"Сounters":[{"СountersType":"Shift","ReceiptType":"Shell","Count":1,"Sum":100.0,"Cash":100.0,
    "ElectronicPayment":0.0,"AdvancePayment":0.0,"Credit":0.0,"CashProvision":0.0,"Tax20":0.0,"Tax10":0.0,"Tax0":0.0,
    "TaxNo":100.0,"Tax120":0.0,"Tax110":0.0,"CorrectionsCount":0,"CorrectionsSum":0.0}],"Status":0}"""
    done = outcome_of(commands.ReadCounters(), answer_of(Members(decode(body.encode())), Asked("", "")), HERE)
    (block,) = done.counters
    assert block == CounterBlock(
        shift=True,
        type=ReceiptType.SALE,
        count=1,
        total=10000,
        payments=Payments(cash=10000),
        vat={VatRate.NO_VAT: 10000},
    )


@pytest.mark.parametrize("block", ['{"CountersType":"Shift"}', '{"CountersType":"?","ReceiptType":"Buy"}', "5"])
def test_counters_of_nobody_knows_what(block: str) -> None:
    body = f'{{"Counters":[{block}],"Status":0}}'
    with pytest.raises(FrameError):
        outcome_of(commands.ReadCounters(), answer_of(Members(decode(body.encode())), Asked("", "")), HERE)


def test_a_correction_is_one() -> None:
    command = commands.RegisterReceipt(replace(TYPED.receipt, correction=Correction(date=HERE.now.date())))
    done = told(command, Outcome(document=SALE, payments=Payments(cash=10000)))
    assert done.document
    assert (done.document.form, done.document.total) == (DocumentForm.CORRECTION, 10000)


@pytest.mark.parametrize("kind", ReceiptType)
def test_copies_of_corrections(kind: ReceiptType) -> None:
    document = replace(SALE, form=DocumentForm.CORRECTION, receipt_type=kind, qr="", shift=0, number_in_shift=0)
    copy = told(commands.ReadDocument(), Outcome(copy=DocumentCopy(document=document, text="Чек\r\n"))).copy
    assert copy
    assert (copy.document.form, copy.document.receipt_type) == (DocumentForm.CORRECTION, kind)


@pytest.mark.parametrize(
    ("step", "form"),
    [
        (RegistrationStep.OPEN, DocumentForm.REGISTRATION),
        (RegistrationStep.CHANGE_OFD, DocumentForm.REREGISTRATION),
        (RegistrationStep.CLOSE, DocumentForm.CLOSE_STORAGE),
    ],
)
def test_a_registration(step: RegistrationStep, form: DocumentForm) -> None:
    command = RegisterDevice(step=step, registration=Registration())
    document = FiscalDocument(
        form=form, number=1, sign=2, time=SALE.time, storage="9999078900000001", shift=0, qr=QR[:16] + QR[25:-4]
    )
    known = DeviceState(online=True, registration=Registration(organization="ООО", inn="7700000009"))
    done = told(command, Outcome(document=document, state=known))
    assert done.document
    assert (done.document.form, done.document.number) == (form, 1)
    assert done.state
    assert done.state.registration == known.registration


def test_a_weight_keeps_its_digits() -> None:
    assert str(told(commands.ReadWeight(), Outcome(weight=Decimal("1.250"))).weight) == "1.250"
