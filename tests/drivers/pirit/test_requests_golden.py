"""The examples of the specification: builders make them, and their answers are read."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from drivers.model.ffd import TaxSystem
from drivers.pirit.codec import Dialect, frame, take_reply
from drivers.pirit.request import Effect, Request
from drivers.pirit.requests import device, document, items, settings, shift, status
from drivers.pirit.requests.document import Closed, Recorded
from drivers.pirit.requests.status import Current, DocumentKind, Fatal, Flags
from tests.drivers.pirit.framed_examples import ANSWERS, COMMANDS

IVANOV = "Иванов"
REQUESTS: dict[str, Request[Any]] = {
    "flags": status.flags(),
    "start work": settings.start_work(datetime.fromisoformat("2026-02-01T09:30")),
    "open sale": document.open_document(DocumentKind.SALE, IVANOV, tax_system=TaxSystem.GENERAL),
    "item": items.add_item(
        items.Item(name="Чай", quantity=Decimal("2.000"), price=10000, tax=0, position="1", unit="0")
    ),
    "pay": document.pay(document.PaymentType.CASH, 10000),
    "close": document.close_document(),
    "X report": shift.x_report(IVANOV),
    "drawer": device.open_drawer(),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_commands(name: str) -> None:
    request, raw = REQUESTS[name], bytes.fromhex(COMMANDS[name])
    assert frame(Dialect(), raw[5], request.code, request.parameters) == raw


RECORDED = Recorded(
    number=7, sign=1234567890, shift=3, number_in_shift=2, time=datetime.fromisoformat("2026-02-01T09:31")
)
READ = {
    "flags": Flags(Fatal(0), Current.SHIFT_OPEN, 0, 0),
    "start work": None,
    "item": Decimal("33.3333"),
    "close": Closed(15, "12", RECORDED),
}


@pytest.mark.parametrize("name", READ)
def test_answers(name: str) -> None:
    reply = take_reply(bytearray.fromhex(ANSWERS[name]))
    assert reply
    assert REQUESTS[name].read(reply.data) == READ[name]


@pytest.mark.parametrize("name", REQUESTS)
def test_what_a_repeat_would_do(name: str) -> None:
    effects = dict.fromkeys(("flags", "start work"), Effect.NONE) | dict.fromkeys(("X report", "drawer"), Effect.PAPER)
    request = REQUESTS[name]
    assert request.effect is effects.get(name, Effect.MONEY)
    assert request.findable == (request.effect is Effect.MONEY)
    assert request.name.startswith(request.code + "h ")
