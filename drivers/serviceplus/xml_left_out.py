"""What a client gives and the XML protocol has no field for. Source: spec/service-plus.md C2, the fields of 8.

Agents who take payments must give theirs: xml_requests refuses such receipts.
"""

from collections.abc import Iterator

from drivers.fiscal.settled import Settled
from drivers.model.document import Position, Receipt

_OF_RECEIPT = {
    "client_name": "имя покупателя (1227)",
    "client_inn": "ИНН покупателя (1228)",
    "buyer": "сведения о покупателе (1256)",
    "sender_email": "адрес отправителя (1117)",
    "address": "адрес расчётов (1009)",
    "place": "место расчётов (1187)",
    "attribute": "дополнительный реквизит чека (1192)",
    "user_attribute": "реквизит пользователя (1084)",
    "agent_data": "данные агента",
    "tags": "реквизиты по номерам тегов",
}
_OF_ITEM = {
    "country": "страна товара (1230)",
    "customs_declaration": "таможенная декларация (1231)",
    "attribute": "реквизит товара (1191)",
    "agent_data": "данные агента",
    "unit": "единица измерения (1197)",
}


def warnings(settled: Settled) -> tuple[str, ...]:
    told = list(dict.fromkeys([*_receipt(settled.receipt), *_items(settled.receipt)]))
    return (f"Касса не принимает и в чек не записала: {', '.join(told)}.",) if told else ()


def _receipt(receipt: Receipt) -> Iterator[str]:
    yield from (text for name, text in _OF_RECEIPT.items() if getattr(receipt, name))


def _items(receipt: Receipt) -> Iterator[str]:
    for position in receipt.positions:
        yield from _item(position)


def _item(position: Position) -> Iterator[str]:
    yield from (text for name, text in _OF_ITEM.items() if getattr(position, name))
    if position.excise is not None:
        yield "акциз (1229)"
