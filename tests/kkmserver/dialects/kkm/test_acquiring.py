"""Bank terminals: their own commands, and the card payment of a receipt. Source: spec/kkmserver.md 3.9.5, 3.15."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.model.card import CardAction, CardOnReceipt, CardReference, CardResult
from drivers.model.command import (
    FindTransaction,
    MoveCardMoney,
    ReadSlipPrinting,
    RegisterReceipt,
    SettleTerminal,
    TerminalReport,
)
from drivers.model.outcome import Outcome
from kkmserver.dialects.kkm.acquiring import MONEY
from kkmserver.dialects.kkm.card_numbers import masked, without_cards
from kkmserver.dialects.kkm.lenient import parse
from kkmserver.dialects.kkm.transaction import TransactionIn, parts_of, universal_id
from tests.clock import MOSCOW
from tests.kkmserver.dialects.kkm.desk import Shop
from tests.kkmserver.dialects.kkm.full import CARD
from tests.kkmserver.dialects.kkm.samples import DONE, SOLD, receipt

REFERENCE = CardReference(card="4276********0001", receipt_number="77", rrn="100000000001", authorisation="123456")
TEXT = "CN:4276********0001;RN:77;RRN:100000000001;AC:123456"
PAID = CardResult(action=CardAction.PAY, amount=15000, reference=REFERENCE, slip="ОПЛАТА\r\nОдобрено\r\n")


def asked(name: str, **members: Any) -> object:
    shop = Shop(DONE)
    assert shop.post({"Command": name, **members})["Error"] == ""
    return shop.command


def test_a_payment_is_answered_as_published() -> None:
    body = {"Command": "PayByPaymentCard", "NumDevice": 0, "Amount": 150.00, "ReceiptNumber": "77", "IdCommand": "p-1"}
    wanted = json.loads("""{"UniversalID":"CN:4276********0001;RN:77;RRN:100000000001;AC:123456","Amount":150.0,
        "Slip":"ОПЛАТА\\r\\nОдобрено\\r\\n","RRNCode":"100000000001","AuthorizationCode":"123456",
        "CardNumber":"4276********0001","ReceiptNumber":"77","Command":"PayByPaymentCard","Error":"","Status":0,
        "IdCommand":"p-1","NumDevice":1}""")
    answer = Shop(Outcome(card=PAID)).post(body)
    assert answer == wanted | {"UnitName": "Касса 1", "Warning": "", "Message": ""}
    assert list(answer)[: len(wanted)] == list(wanted)


def test_what_the_terminal_tells_is_passed_on() -> None:
    answer = Shop(Outcome(card=replace(PAID, slip_printed=True, terminal="00123456"))).post(
        {"Command": "PayByPaymentCard", "Amount": 150.00, "IdCommand": "p-2"}
    )
    assert (answer["PrintSlipOnTerminal"], answer["TerminalID"]) == (True, "00123456")


@pytest.mark.parametrize(
    ("name", "action"),
    [
        ("PayByPaymentCard", CardAction.PAY),
        ("ReturnPaymentByPaymentCard", CardAction.REFUND),
        ("CancelPaymentByPaymentCard", CardAction.CANCEL),
        ("AuthorisationByPaymentCard", CardAction.AUTHORISE),
        ("AuthConfirmationByPaymentCard", CardAction.CONFIRM),
        ("CancelAuthorisationByPaymentCard", CardAction.CANCEL_AUTHORISATION),
        ("EmergencyReversal", CardAction.REVERSE),
    ],
)
def test_each_movement_of_money(name: str, action: CardAction) -> None:
    wanted = MoveCardMoney(action=action, amount=15000, reference=REFERENCE)
    assert asked(name, Amount="150,00", UniversalID=TEXT) == wanted
    assert Shop(Outcome(card=PAID)).post({"Command": name, "Amount": 1})["UniversalID"] == TEXT


@pytest.mark.parametrize("name", sorted(MONEY.keys() - {"EmergencyReversal"}))
@pytest.mark.parametrize("amount", [None, 0, "0.00", -1])
def test_money_needs_a_sum(name: str, amount: object) -> None:
    shop = Shop(DONE)
    assert " Amount: " in shop.post({"Command": name, "Amount": amount})["Error"]
    assert shop.desk.orders == []


def test_a_reversal_needs_none() -> None:
    wanted = MoveCardMoney(action=CardAction.REVERSE, amount=0, reference=CardReference(rrn="1"))
    assert asked("EmergencyReversal", UniversalID="RRN:1") == wanted


def test_older_members_name_a_payment_too() -> None:
    older = {"CardNumber": "4276********0001", "ReceiptNumber": 77, "RRNCode": "100000000001"}
    command = asked("ReturnPaymentByPaymentCard", Amount=150, AuthorizationCode="123456", **older)
    assert command == MoveCardMoney(action=CardAction.REFUND, amount=15000, reference=REFERENCE)


def test_the_other_commands() -> None:
    assert asked("Settlement") == SettleTerminal()
    assert asked("TerminalReport", Detailed="1") == TerminalReport(detailed=True)
    assert asked("TerminalReport") == TerminalReport()
    assert asked("TransactionDetails", Amount=1, RRNCode="5") == FindTransaction(
        amount=100, reference=CardReference(rrn="5")
    )
    assert asked("TransactionDetails") == FindTransaction()
    assert asked("PrintSlipOnTerminal") == ReadSlipPrinting()


@pytest.mark.parametrize("name", ["Settlement", "TerminalReport"])
def test_reports_have_a_slip(name: str) -> None:
    assert Shop(Outcome(slip="ИТОГИ\r\n")).post({"Command": name})["Slip"] == "ИТОГИ\r\n"
    assert Shop(Outcome(card=PAID)).post({"Command": name})["Slip"] == PAID.slip
    assert Shop(DONE).post({"Command": name})["Slip"] == ""


@pytest.mark.parametrize("own", [True, False])
def test_whether_the_terminal_prints(own: bool) -> None:
    assert Shop(Outcome(slip_on_terminal=own)).post({"Command": "PrintSlipOnTerminal"})["PrintSlipOnTerminal"] is own


def test_what_a_terminal_knows_of_a_transaction() -> None:
    answer = Shop(Outcome(card=PAID)).post({"Command": "TransactionDetails"})
    assert (answer["UniversalID"], answer["Amount"], answer["Slip"]) == (TEXT, 150.0, PAID.slip)
    assert "UniversalID" not in Shop(DONE).post({"Command": "TransactionDetails"})


def test_universal_id_of_other_servers() -> None:
    assert parts_of("cn:1254********6845; RN:26 ;RRN:5486265211;AC:7:8;X:1;;broken") == {
        "card": "1254********6845", "receipt_number": "26", "rrn": "5486265211", "authorisation": "7:8",
    }  # fmt: skip
    assert parts_of("") == {}
    assert universal_id(CardReference()) == ""
    assert universal_id(CardReference(rrn="1;2:3")) == "RRN:1 2 3"


@given(st.builds(CardReference, receipt_number=st.text("0123456789ab"), rrn=st.text("012"), card=st.text("0*")))
def test_what_is_told_is_understood_again(reference: CardReference) -> None:
    assert CardReference(**parts_of(universal_id(reference))) == reference
    assert all(pair.count(":") == 1 for pair in universal_id(reference).split(";") if pair)


def card_of(**members: Any) -> CardOnReceipt | None:
    shop = Shop(SOLD)
    assert shop.post(receipt(ElectronicPayment=100, Cash=0, **members))["Error"] == ""
    assert isinstance(shop.command, RegisterReceipt)
    return shop.command.card


def test_long_numbers_of_the_bank_are_no_card_numbers() -> None:
    given = "CN:1254123412346454;RN:26;RRN:5486265211;AC:783451264186418"  # the last: as the vendor shows it
    assert TransactionIn.model_validate({"universalid": given}).reference() == CardReference(
        receipt_number="26", rrn="5486265211", authorisation="783451264186418", card="1254********6454"
    )


def test_a_receipt_that_says_nothing_of_a_card_leaves_it_to_the_settings() -> None:
    assert card_of() is None
    assert card_of(PayByProcessing=None, NumDeviceByProcessing=None) is None


@pytest.mark.parametrize("wanted", [True, False])
def test_a_receipt_may_want_it_or_not(wanted: bool) -> None:
    assert card_of(PayByProcessing=wanted) == CardOnReceipt(wanted=wanted)


def test_every_member_of_it() -> None:
    card = card_of(
        PayByProcessing="true", NumDeviceByProcessing=0, ReceiptNumber="77", PrintSlipAfterCheck=False,
        PrintSlipForCashier=True, RRNCode="5", AuthorizationCode="6",
    )  # fmt: skip
    wanted = CardReference(receipt_number="77", rrn="5", authorisation="6")
    assert card == CardOnReceipt(wanted=True, terminal=0, reference=wanted, slip_after=False, slip_for_cashier=True)
    assert card_of(UniversalID=TEXT) == CardOnReceipt(reference=REFERENCE)


def test_the_shops_own_number_calls_no_payment_off() -> None:
    card = card_of(TypeCheck=1, ReceiptNumber="77")
    assert card is not None
    assert not card.reference.known


def test_rezult_processing() -> None:
    time = datetime(2024, 2, 2, 9, 30, tzinfo=MOSCOW)
    card = replace(PAID, slip_printed=True, card_hash="ab", time=time, terminal="T1", device=3)
    answer = Shop(replace(SOLD, card=card)).post(receipt(IdCommand="o-1", ElectronicPayment=100))
    assert answer["RezultProcessing"] == {
        "UniversalID": TEXT, "Amount": 150.0, "Slip": PAID.slip, "RRNCode": "100000000001",
        "AuthorizationCode": "123456", "CardNumber": "4276********0001", "ReceiptNumber": "77",
        "PrintSlipOnTerminal": True, "CardHash": "ab", "TransDate": "2024-02-02T09:30:00", "TerminalID": "T1",
        "Command": "PayByPaymentCard", "Error": "", "Warning": "", "Message": "", "Status": 0,
        "IdCommand": "o-1", "NumDevice": 3,
    }  # fmt: skip
    assert "RezultProcessing" not in Shop(SOLD).post(receipt())


@pytest.mark.parametrize(
    ("action", "name"), [("refund", "ReturnPaymentByPaymentCard"), ("cancel", "CancelPaymentByPaymentCard")]
)
def test_rezult_processing_of_a_return(action: str, name: str) -> None:
    card = replace(PAID, action=CardAction(action))
    assert Shop(replace(SOLD, card=card)).post(receipt(TypeCheck=1))["RezultProcessing"]["Command"] == name


FULL_NUMBER = "4276000011112222"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (FULL_NUMBER, "4276********2222"),
        ("CN:4276000011112222;RN:77", "CN:4276********2222;RN:77"),
        ("4276********2222", "4276********2222"),
        ("4276 0000 1111 2222", "4276********2222"),
        ("4276-0000-1111-2222", "4276********2222"),
        ("3712 000011 12222", "3712********2222"),
        ("4276000011112222=25121010000012345678", "4276********2222"),
        ("RN:2026-11-22-000123", "RN:2026-11-22-000123"),
        ("100000000001", "100000000001"),  # an RRN has twelve digits
        ("", ""),
    ],
)
def test_masks(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize("name", [*sorted(MONEY), "TransactionDetails"])
@pytest.mark.parametrize(
    "body",
    [
        '{"Command":"%s","CardNumber":"4276000011112222","Amount":1}',
        '{"Command":"%s","Amount":1,"cardnumber" : 4276000011112222 }',
        '{"Command":"%s","Amount":1,"UniversalID":"cn: 4276000011112222;RN:7"}',
        '{"Command":"%s","Amount":1,"CardNumber":"4276 0000 1111 2222"}',
        '{"Command":"%s","Amount":1,"CardNumber":"\\u0034276000011112222"}',
        '{"Command":"%s","Amount":1,"UniversalID":"CN:4276-0000-1111-2222;AC:783451264186418"}',
    ],
)
def test_a_full_card_number_is_kept_nowhere(name: str, body: str) -> None:
    shop = Shop(DONE)
    sent = (body % name).encode()
    shop.post(sent)
    (order,) = shop.desk.orders
    assert FULL_NUMBER not in f"{order}"
    assert FULL_NUMBER.encode() not in order.request.replace(b" ", b"").replace(b"-", b"")
    assert b"4276********2222" in order.request
    assert parse(order.request).keys() == parse(sent).keys()


def test_a_receipt_keeps_none_either() -> None:
    shop = Shop(SOLD)
    shop.post(receipt(UniversalID=f"CN:{FULL_NUMBER}", TypeCheck=1))
    (order,) = shop.desk.orders
    assert FULL_NUMBER not in f"{order}"
    assert b"CN:4276********2222" in order.request


def test_what_has_no_card_is_kept_as_it_came() -> None:
    body = json.dumps({"Command": "PayByPaymentCard"} | CARD | {"RRNCode": "427600001111"}).encode()
    assert without_cards(body) == body
