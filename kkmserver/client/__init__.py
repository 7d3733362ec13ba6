"""A client of a KkmServer, ours or the original: each command once, whatever happens to the connection.

from kkmserver.client import Client, Position, sale

with Client("http://127.0.0.1:5893") as shop:
    answer = shop.execute(sale([Position("Чай", 50, quantity=2)], cash=100, cashier="Петрова"))
    print(answer.document, answer.qr)
"""

from kkmserver.client.answer import Answer
from kkmserver.client.clients import AsyncClient, Client
from kkmserver.client.commands import (
    Command,
    Position,
    barcode,
    cancel_card_payment,
    cash_in,
    cash_out,
    close_shift,
    devices,
    open_drawer,
    open_shift,
    pay_by_card,
    print_document,
    return_to_card,
    sale,
    sale_return,
    settle_terminal,
    state,
    text,
    weight,
    x_report,
)
from kkmserver.client.errors import ClientError, CommandFailed, NotAccepted, NotFinished, OutcomeUnknown, Unreachable
from kkmserver.client.insistence import Patience

__all__ = [
    "Answer",
    "AsyncClient",
    "Client",
    "ClientError",
    "Command",
    "CommandFailed",
    "NotAccepted",
    "NotFinished",
    "OutcomeUnknown",
    "Patience",
    "Position",
    "Unreachable",
    "barcode",
    "cancel_card_payment",
    "cash_in",
    "cash_out",
    "close_shift",
    "devices",
    "open_drawer",
    "open_shift",
    "pay_by_card",
    "print_document",
    "return_to_card",
    "sale",
    "sale_return",
    "settle_terminal",
    "state",
    "text",
    "weight",
    "x_report",
]
