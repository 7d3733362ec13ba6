"""The document ChequeV3. Source: spec/ffd.md 12.

The place of sale is the ФСРАР ИД; a return says so, and its prices are positive. What `Identity` holds nobody checks
(inferred): ours is the number of the cheque.
"""

import xml.etree.ElementTree as ET
from datetime import datetime

from drivers.egais.bottles import check, check_eans
from drivers.egais.xml_text import add, document, roubles
from drivers.model.excise import TellEgais

_SPACES = {
    "xmlns:ns": "http://fsrar.ru/WEGAIS/WB_DOC_SINGLE_01",
    "xmlns:ck": "http://fsrar.ru/WEGAIS/ChequeV3",
    "xmlns:oref": "http://fsrar.ru/WEGAIS/ClientRef_v2",
    "xmlns:pref": "http://fsrar.ru/WEGAIS/ProductRef_v2",
}


def check_cheque_v3(command: TellEgais) -> None:
    """Raises RequestRefused."""
    check(command.bottles)
    check_eans(command.bottles)


def cheque_v3(command: TellEgais, local: datetime, fsrar_id: str) -> bytes:
    """`local`: time of the shop."""
    root = ET.Element("ns:Documents", {"Version": "1.0", **_SPACES})
    add(add(root, "ns:Owner"), "ns:FSRAR_ID", fsrar_id)
    told = add(add(root, "ns:Document"), "ns:ChequeV3")
    add(told, "ck:Identity", str(command.receipt))
    _head(add(told, "ck:Header"), command, local)
    content = add(told, "ck:Content")
    for bottle in command.bottles:
        row = add(content, "ck:Bottle")
        add(row, "ck:Barcode", bottle.stamp.barcode)
        add(row, "ck:EAN", bottle.stamp.ean)
        add(row, "ck:Price", roubles(bottle.price))
    return document(root)


def _head(head: ET.Element, command: TellEgais, local: datetime) -> None:
    add(head, "ck:Date", f"{local:%Y-%m-%dT%H:%M:%S}")
    add(head, "ck:Kassa", command.register)
    add(head, "ck:Shift", str(command.shift))
    add(head, "ck:Number", str(command.receipt))
    add(head, "ck:Type", "Возврат" if command.is_return else "Продажа")
