"""What the helpers make is what the server takes."""

from decimal import Decimal

import pytest

from drivers.model import command as model
from kkmserver import client
from kkmserver.client import Command, Position, sale, sale_return, text
from kkmserver.client.json_text import encode
from tests.kkmserver.dialects.kkm.desk import Shop

PAYMENT = "CN:4276********0001;RN:77;RRN:100000000001;AC:123456"
TEA = Position("Чай", "33.33", Decimal("0.5"), tax=22)
CODE = client.barcode("EAN13", "4607001234567")

COMMANDS: list[tuple[Command, type]] = [
    (sale([TEA, text("Спасибо"), CODE], cash=20, cashier="Петрова"), model.RegisterReceipt),
    (sale_return(sale([TEA], electronic="16.67", cashier="Петрова", to="a@example.com")), model.RegisterReceipt),
    (client.print_document(["Заказ 7", text("Стол 3", font=1)], device=1), model.PrintDocument),
    (client.open_shift("Петрова", "500100732259"), model.OpenShift),
    (client.close_shift("Петрова"), model.CloseShift),
    (client.x_report(), model.XReport),
    (client.cash_in("100.50"), model.CashIn),
    (client.cash_out(100), model.CashOut),
    (client.open_drawer(device=1), model.OpenDrawer),
    (client.pay_by_card("150.00", receipt="77"), model.MoveCardMoney),
    (client.return_to_card(150, PAYMENT), model.MoveCardMoney),
    (client.cancel_card_payment(150, PAYMENT), model.MoveCardMoney),
    (client.settle_terminal(), model.SettleTerminal),
    (client.state(1), model.ReadState),
    (client.weight(), model.ReadWeight),
]  # fmt: skip


@pytest.mark.parametrize(("command", "kind"), COMMANDS)
def test_the_server_takes_it(command: Command, kind: type) -> None:
    shop = Shop()
    answer = shop.post(encode({**command, "Timeout": 1}))
    assert answer["Error"] == ""
    assert type(shop.command) is kind


def test_a_sale() -> None:
    shop = Shop()
    shop.post(encode({**COMMANDS[0][0], "Timeout": 1}))
    assert isinstance(shop.command, model.RegisterReceipt)
    (position,) = shop.command.receipt.positions
    assert (position.name, position.price, position.quantity, position.amount) == ("Чай", 3333, Decimal("0.5"), 1667)
    assert shop.command.receipt.payments.cash == 2000


def test_a_return_is_another_command_than_its_sale() -> None:
    """Under the id of the sale it would be answered as the sale was, and nothing would be given back."""
    sold = sale([TEA], cash=20, IdCommand="order-17")
    assert "IdCommand" not in sale_return(sold)
    assert sale_return(sold, IdCommand="return-17") == {**sold, "TypeCheck": 1, "IdCommand": "return-17"}


def test_devices() -> None:
    assert [unit["NumDevice"] for unit in Shop().post(encode(client.devices()))["ListUnit"]] == [1, 2]
