"""The older document of a sale: everything is an attribute. Source: spec/ffd.md 12.

Of a return the prices are negative; nothing else tells it from a sale.
"""

import xml.etree.ElementTree as ET
from datetime import datetime

from drivers.egais.bottles import check, check_volumes
from drivers.egais.xml_text import add, document, roubles
from drivers.errors import RequestRefused
from drivers.model.excise import Bottle, TellEgais
from drivers.notation.xml_text import clean


def check_cheque(command: TellEgais) -> None:
    """Raises RequestRefused."""
    check(command.bottles)
    check_volumes(command.bottles)
    if not command.inn:
        raise RequestRefused("Для ЕГАИС не известен ИНН продавца: укажите его в настройках УТМ (ключ inn).")
    if len(command.inn) == 10 and not command.kpp:
        raise RequestRefused("Для ЕГАИС не указан КПП места торговли: передайте KPP или укажите его в настройках УТМ.")


def cheque(command: TellEgais, local: datetime) -> bytes:
    """`local`: time of the shop."""
    head = {
        "inn": command.inn,
        "kpp": command.kpp,
        "address": command.address,
        "name": command.organization,
        "kassa": command.register,
        "shift": str(command.shift),
        "number": str(command.receipt),
        "datetime": f"{local:%d%m%y%H%M}",
    }
    root = ET.Element("Cheque", {name: clean(value) for name, value in head.items()})
    for bottle in command.bottles:
        add(root, "Bottle").attrib.update(_bottle(bottle, is_return=command.is_return))
    return document(root)


def _bottle(bottle: Bottle, *, is_return: bool) -> dict[str, str]:
    stamp = bottle.stamp
    ean = {"ean": stamp.ean} if stamp.ean else {}
    price = roubles(-bottle.price if is_return else bottle.price)
    return {"barcode": stamp.barcode, **ean, "price": price, "volume": f"{stamp.volume_litres:.4f}"}
