"""The binary family on the shared frame. Source: spec/service-plus.md B."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from drivers.errors import DeviceFaulty, OperatorNeeded, WrongState
from drivers.pirit.codec import frame, take_reply
from drivers.pirit.request import Effect, Request
from drivers.pirit.requests.status import Current, Fatal, Flags
from drivers.serviceplus import binary_codes
from drivers.serviceplus import binary_requests as binary
from drivers.serviceplus.binary_options import BinaryOptions
from drivers.serviceplus.binary_requests import DocumentKind, Item
from tests.drivers.pirit.framed_examples import PONE_ANSWERS, PONE_COMMANDS

DIALECT = BinaryOptions(connection="serial:///dev/ttyS0?baud=115200").dialect()
TEA = Item(name="Чай", quantity=Decimal(1), price=12345, tax=0)
REQUESTS: dict[str, Request[Any]] = {
    "start work": binary.start_work(datetime.fromisoformat("2026-02-01T09:30")),
    "flags": binary.flags(),
    "open sale": binary.open_document(DocumentKind.SALE, "Иванов"),
    "item": binary.add_item(TEA),
    "pay": binary.pay(0, 20000),
}


@pytest.mark.parametrize("name", PONE_COMMANDS)
def test_commands(name: str) -> None:
    request, raw = REQUESTS[name], bytes.fromhex(PONE_COMMANDS[name])
    assert frame(DIALECT, raw[5], request.code, request.parameters) == raw


def test_the_answer() -> None:
    reply = take_reply(bytearray.fromhex(PONE_ANSWERS["flags"]))
    assert reply
    assert (reply.number, reply.code, reply.error) == (0x21, "A0", 0)
    assert REQUESTS["flags"].read(reply.data) == Flags(Fatal(0), Current(0), 0, 0)


def test_ids_go_further() -> None:
    assert (DIALECT.first, DIALECT.last) == (0x20, 0xFD)


BYTES: list[tuple[Request[Any], str]] = [
    (binary.row("Привет"), "21 Привет|"),
    (binary.close_document(), "22 |"),
    (binary.cancel_document(), "23 "),
    (binary.barcode(binary.Symbology.UPC_A, "012345678905", width=3), "24 2|3|100|0|012345678905|"),
    (binary.qr("t=1"), "29 5|2|t=1|"),
    (binary.add_item(Item(name="Ч", quantity=Decimal("0.125"), price=1, tax=2, article="А")), "30 Ч|А|0.125|0.01|1|2|"),
    (binary.total(), "34 "),
    (binary.move_cash(150050), "36 |1500.50|"),
    (binary.x_report("И"), "60 И|"),
    (binary.z_report("И"), "61 И|"),
    (binary.version(), "A5 0|"),
    (binary.next_shift(), "A5 1|"),
    (binary.serial(), "A6 "),
]


@pytest.mark.parametrize(("request_", "written"), BYTES, ids=[request.name for request, _ in BYTES])
def test_bytes(request_: Request[Any], written: str) -> None:
    data = b"".join(parameter + b"|" for parameter in request_.parameters)
    assert f"{request_.code} ".encode() + data == written.encode("cp866")
    assert (request_.effect is Effect.NONE) == request_.code.startswith("A")
    assert not request_.findable


@pytest.mark.parametrize("quantity", ["0", "-1", "0.0001", "NaN"])
def test_quantities_that_cannot_be(quantity: str) -> None:
    with pytest.raises(ValueError, match="quantity"):
        binary.add_item(Item(name="Ч", quantity=Decimal(quantity), price=1, tax=0))


def test_the_version_is_read_with_the_number_of_the_query_and_without() -> None:
    assert binary.version().read(b"0\x1c402\x1c") == binary.version().read(b"402\x1c") == 402
    assert binary.MODELS[402] == "СП402ФР-К"


def test_errors_of_its_own() -> None:
    assert type(binary_codes.error_of(0x0D, "20h open document")) is WrongState
    display = binary_codes.error_of(0x0F, "20h open document")
    assert type(display) is DeviceFaulty
    assert display.text == (
        "Дисплей покупателя не готов (ошибка 15, 0Fh, команда 20h). Проверьте кабель дисплея и повторите."
    )
    assert type(binary_codes.error_of(0x08, "20h open document")) is OperatorNeeded
