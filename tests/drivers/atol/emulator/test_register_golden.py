"""Examples of spec/atol.md 5, 6, 7 as the register itself reads and answers them."""

from datetime import datetime

from drivers.atol.emulator.register import Register
from tests.drivers.atol.emulator.examples import FRAMES, QR, STATE
from tests.drivers.atol.emulator.host import ask, begun, enter, items, number, register, sell, shop, state_code, tag

SALE = [data for data, _ in FRAMES if data[2:4] in (b"\x99\x00", b"\x4a\x00")]


def in_the_state_of_the_spec() -> Register:
    """Model 63, mode 1.0, last closed shift 12, shift open, fiscal, ФН active."""
    told = enter(register(serial="00001234"), 1)
    told.till.set_clock(datetime(2026, 2, 1, 9, 30))  # noqa: DTZ001
    told.till.storage.documents.clear()
    told.till.storage.shift = 12
    ask(told, "9A 00")
    told.till.storage.receipt = 7
    return told


def test_the_state() -> None:
    told = in_the_state_of_the_spec()
    assert told.execute(bytes.fromhex("00 00 3F")) == STATE


def test_the_state_code_and_an_ordinary_answer() -> None:
    told = enter(register(), 1)
    assert told.execute(bytes.fromhex("00 00 45")) == bytes.fromhex("55 01 00")
    assert told.execute(bytes.fromhex("00 00 47")) == bytes.fromhex("55 00 00")


def test_the_device() -> None:
    answer = register().execute(bytes.fromhex("00 00 A5"))
    assert (answer[0], answer[3], answer[11:].decode("cp866")) == (0, 63, "FPrint-22ПТК")


def test_the_sale_of_the_spec_with_two_payments() -> None:
    """Card 50.00, cash 150.00; the tea costs 200.00."""
    told = begun(shop())
    answers = [told.execute(body) for body in SALE[1:]]
    assert answers[0] == bytes.fromhex("55 00 00 00 00 01 50 00 00 00 00 00 00")
    assert answers[1] == bytes.fromhex("55 00 00 00 00 00 00 00 00 00 00 00 00")
    assert answers[2] == bytes.fromhex("55 00 00")
    document = told.till.storage.documents[-1]
    paid = {each: number(document.tags()[each][0]) for each in (1020, 1031, 1081)}
    assert paid == {1020: 20000, 1031: 15000, 1081: 5000}


def test_the_payment_of_the_spec_and_its_change() -> None:
    told = begun(shop())
    assert told.execute(SALE[0])[3:] == bytes.fromhex("00 00 00 00 00 00 00 03 00 00")


def test_the_position_of_the_spec() -> None:
    item = items(sell(shop()))[0]
    assert item[1030].decode("cp866") == "Чай"
    assert (number(item[1079]), item[1023], number(item[1043])) == (10000, b"\0\2", 20000)
    assert (item[1199], item[1212], item[1214]) == (b"\1", b"\1", b"\4")


def test_the_cashier_of_the_spec() -> None:
    told = enter(register(), 1)
    body = next(data for data, _ in FRAMES if data[2:3] == b"\xe8")
    assert body[2:] == tag(1021, "Иванов").replace(b"\xe8\0", b"\xe8\1")
    assert told.execute(body) == bytes.fromhex("55 00 00")
    ask(told, "9A 00")
    assert told.till.storage.documents[-1].tags()[1021] == ["Иванов".encode("cp866")]


def test_cash_in_of_the_spec() -> None:
    told = shop()
    assert ask(told, "49 00 00 00 10 00 00") == b"\0"
    assert told.till.drawer == 100_000
    assert told.execute(bytes.fromhex("00 00 4D")) == bytes.fromhex("4D 00 00 00 00 10 00 00")


def test_the_register_and_the_table_of_the_spec() -> None:
    told = shop()
    assert ask(told, "91 34 00 00") == bytes.fromhex("00 00 00 00 02")
    assert ask(told, "46 02 00 01 37") == b"\x48"


def test_the_code_of_the_spec() -> None:
    told = register()
    assert told.execute(QR) == bytes.fromhex("55 00 00")
    assert [(each.kind, each.content) for each in told.roll.barcodes] == [("QR", "TEST")]


def test_entering_a_mode_as_the_spec_does() -> None:
    told = register()
    assert told.execute(bytes.fromhex("00 00 56 01 00 00 00 30")) == bytes.fromhex("55 00 00")
    assert state_code(told) == 0x01
