"""A counter whose every device belongs to another server: register, terminal, scales and display."""

import asyncio
import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from drivers.errors import KkmError, OutcomeUnknown
from drivers.model.card import CardAction
from drivers.model.command import MoveCardMoney
from drivers.model.outcome import Outcome
from drivers.ports import Errand
from tests.drivers.remote.cutting import Way, wire_to
from tests.drivers.remote.shop import WITHIN, device
from tests.drivers.remote.test_two_servers import Pair, essence
from tests.kkmserver.dialects.kkm.samples import receipt, row
from tests.live import LiveServer

FAR = """
[[devices]]
number = 7
name = "Дальняя касса"
driver = "virtual-kkt"
[[devices]]
number = 8
name = "Дальний терминал"
driver = "virtual-terminal"
script = "kopecks"
slow = 0.3
[[devices]]
number = 9
name = "Дальние весы"
driver = "virtual-scales"
weights = ["1.250"]
[[devices]]
number = 10
name = "Дальний дисплей"
driver = "virtual-display"
"""
NEAR = """
[processing]
enabled = true
[[devices]]
number = 2
name = "Касса"
driver = "remote"
url = "{url}"
device = 7
[[devices]]
number = 3
name = "Терминал"
driver = "remote"
url = "{url}"
device = 8
kind = "terminal"
[[devices]]
number = 4
name = "Весы"
driver = "remote"
url = "{url}"
device = 9
kind = "scales"
[[devices]]
number = 5
name = "Дисплей"
driver = "remote"
url = "{url}"
device = 10
kind = "display"
"""
MARK = "0104600000000008215Abcd12345678\u001d93wxyz"
CORRECTED = {"TypeCheck": 2, "CorrectionType": 0, "CorrectionBaseDate": "2026-11-01", "CorrectionBaseNumber": "12"}
BUYER = {"BuyerInfo": {"Address": "Москва"}, "ClientInfo": "Иванов", "ClientINN": "500100732259"}
INDUSTRY = {"Foiv": "030", "Date": "2024-01-31", "Number": "17", "Value": "mode=horeca"}
IDS = itertools.count()


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    with (
        LiveServer(tmp_path_factory.mktemp("far"), FAR) as far,
        LiveServer(tmp_path_factory.mktemp("near"), NEAR.format(url=far.url)) as near,
    ):
        yield near, far


def asked(servers: Pair, number: int, body: dict[str, Any]) -> dict[str, Any]:
    """What both say of it, alike."""
    near, far = servers
    id_command = f"shop-{next(IDS)}"
    answer = near.post({**body, "NumDevice": number, "IdCommand": id_command})
    assert essence(answer) == essence(far.rezult(id_command))
    return answer


def documents(far: LiveServer) -> int:
    number: int = far.post({"Command": "GetDataKKT", "NumDevice": 7})["CheckNumber"]
    return number


def taken(far: LiveServer, rrn: str) -> bool:
    """Whether the bank has money of that payment."""
    found = far.post({"Command": "TransactionDetails", "NumDevice": 8, "RRNCode": rrn, "Timeout": 10})
    assert found["Status"] == 0, found
    return "деньги возвращены" not in found["Warning"]


OF_REGISTER: list[dict[str, Any]] = [
    receipt(**CORRECTED),
    receipt(**BUYER, IndustryAttribute=[INDUSTRY]),
    receipt(row(GoodCodeData={"BarCode": MARK, "AcceptOnBad": True}, MeasureOfQuantity=0, Quantity=1, Amount=50)),
    {"Command": "ValidationMarkingCode", "GoodCodeDatas": [{"BarCode": MARK, "Name": "Вода"}]},
    {"Command": "Get\u0421ounters"},
    {"Command": "ContinuePrint"},
    {"Command": "CloseShift", "CashierName": "Петрова"},
    {"Command": "KkmRegOfd", "CashierName": "Петрова", "RegKkmOfd": {"Command": "ChangeOFD", "NameOFD": "Другой"}},
]


def test_a_register_far_away_answers_as_it_does_there(servers: Pair) -> None:
    answers = [asked(servers, 2, body) for body in OF_REGISTER]
    assert [answer["Error"] for answer in answers] == [""] * len(OF_REGISTER)
    _, _, marked, checked, counted, *_ = answers
    assert marked["MarkingCodeValidation"][0]["BarCode"] == MARK
    assert checked["MarkingCodeValidation"][0]["Name"] == "Вода"
    corrected = {(one["CountersType"], one["ReceiptType"]): one["CorrectionsCount"] for one in counted["Counters"]}
    assert (corrected["Shift", "Shell"], corrected["Shift", "Buy"], len(corrected)) == (1, 0, 8)


def test_scales_and_display(servers: Pair) -> None:
    assert asked(servers, 4, {"Command": "GetWeight"})["Weight"] == 1.25
    assert asked(servers, 4, {"Command": "Calibrate", "TareWeight": 0.25})["Status"] == 0
    assert asked(servers, 4, {"Command": "GetWeight"})["Weight"] == 1.0
    assert asked(servers, 5, {"Command": "OutputOnCustomerDisplay", "TopString": "К оплате"})["Status"] == 0
    assert asked(servers, 5, {"Command": "OptionsCustomerDisplay"})["IsCodeQR"] is True
    assert asked(servers, 5, {"Command": "ClearCustomerDisplay"})["Status"] == 0


def test_a_terminal_far_away(servers: Pair) -> None:
    paid = asked(servers, 3, {"Command": "PayByPaymentCard", "Amount": 150, "ReceiptNumber": "77"})
    assert (paid["Status"], paid["Amount"], paid["ReceiptNumber"]) == (0, 150.0, "77")
    found = asked(servers, 3, {"Command": "TransactionDetails", "RRNCode": paid["RRNCode"]})
    assert found["UniversalID"] == paid["UniversalID"]
    back = {"Command": "CancelPaymentByPaymentCard", "Amount": 150, "UniversalID": paid["UniversalID"]}
    assert asked(servers, 3, back)["Status"] == 0
    assert asked(servers, 3, back)["Status"] == 2
    assert "ПЛАТ" in asked(servers, 3, {"Command": "TerminalReport", "Detailed": True})["Slip"].upper()
    assert asked(servers, 3, {"Command": "PrintSlipOnTerminal"})["PrintSlipOnTerminal"] is False
    assert asked(servers, 3, {"Command": "Settlement"})["Slip"]


@pytest.mark.parametrize(
    ("amount", "status"),
    [(100.01, 2), (100.02, 2), (100.03, 2), (100.04, 0), (100.05, 2)],
    ids=["declined", "no link", "by the customer", "taken, answer lost", "not taken, answer lost"],
)
def test_whatever_happens_at_the_till(servers: Pair, amount: float, status: int) -> None:
    """The bank there remembers, so every doubt is settled there."""
    answer = asked(servers, 3, {"Command": "PayByPaymentCard", "Amount": amount})
    assert (answer["Status"], answer.get("Outcome")) == (status, "refused" if status else None)
    assert "RRNCode" in answer or answer["NothingSent"]


def test_a_receipt_that_is_paid_by_card(servers: Pair) -> None:
    """The money is taken once: the far server is told to leave the bank alone."""
    near, far = servers
    before = documents(far)
    sold = near.post(receipt(NumDevice=2, IdCommand="card-1", Cash=0, ElectronicPayment=100))
    assert (sold["Status"], sold["ElectronicPayment"]) == (0, 100.0), sold
    assert sold["RezultProcessing"]["NumDevice"] == 3
    assert taken(far, sold["RezultProcessing"]["RRNCode"])
    assert "RezultProcessing" not in far.rezult("card-1")
    assert documents(far) > before


def test_a_receipt_that_comes_to_nothing_gives_the_money_back(servers: Pair) -> None:
    near, far = servers
    before = documents(far)
    wrong = receipt(row(Amount=300, Price=150), NumDevice=2, IdCommand="card-2", Cash=0, ElectronicPayment=100)
    answer = near.post(wrong)
    assert (answer["Status"], answer["NothingSent"]) == (2, True), answer
    assert "Деньги возвращены на карту" in answer["Error"]
    assert not taken(far, far.rezult("card-2@card")["RRNCode"])
    assert documents(far) == before


def test_the_near_one_is_killed_while_the_bank_thinks(servers: Pair) -> None:
    """Kopecks 06: approved after a while."""
    near, far = servers
    near.post({"Command": "PayByPaymentCard", "NumDevice": 3, "IdCommand": "pay-kill", "Amount": 7.06, "Timeout": 1})
    near.kill()
    near.start()
    answer = near.finished("pay-kill")
    assert answer["Status"] == 0
    assert taken(far, answer["RRNCode"])
    assert essence(answer) == essence(far.rezult("pay-kill"))


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize(("way", "after"), [("up", 1), ("up", 300), ("down", 0), ("down", 200)])
def test_money_is_taken_once_wherever_the_wire_breaks(servers: Pair, way: Way, after: int, times: int) -> None:
    _, far = servers
    command = MoveCardMoney(action=CardAction.PAY, amount=12300 + next(IDS) * 100)
    id_command = f"wire-{command.amount}"

    async def main() -> tuple[Outcome | KkmError, Outcome | None]:
        async with asyncio.timeout(WITHIN), wire_to(far.port) as wire:
            remote = device(wire.url, device=8, kind="terminal")
            remote.about(Errand(id=id_command))
            mark = await remote.mark()
            wire.cut(way, after, times)
            told: Outcome | KkmError
            try:
                told = await remote.execute(command)
            except KkmError as error:
                told = error
            wire.cuts = 0
            settled = await remote.settle(command, mark)
            await remote.close()
            return told, settled

    told, settled = asyncio.run(main())
    there = far.rezult(id_command)
    if isinstance(told, Outcome):
        assert told == settled
    else:
        assert told.nothing_sent or isinstance(told, OutcomeUnknown)
    assert (settled is not None) == (there["Status"] == 0)
    if settled:
        assert settled.card
        assert (settled.card.reference.rrn, settled.card.amount) == (there["RRNCode"], command.amount)
