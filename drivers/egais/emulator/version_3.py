"""ChequeV3: elements in namespaces. Source: spec/ffd.md 12. Prices are positive; the type says which way it goes."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from drivers.egais.emulator.cheque import (
    Bottle,
    Cheque,
    Plain,
    Refused,
    checked_digits,
    checked_ean,
    checked_mark,
    checked_price,
)

DOCUMENTS = "{http://fsrar.ru/WEGAIS/WB_DOC_SINGLE_01}Documents"
_NAMES = {"ns": "http://fsrar.ru/WEGAIS/WB_DOC_SINGLE_01", "ck": "http://fsrar.ru/WEGAIS/ChequeV3"}
_TYPES = {"Продажа": False, "Возврат": True}


def read(root: Element) -> Cheque:
    """Raises Refused."""
    owner = checked_digits(_text(root, "ns:Owner/ns:FSRAR_ID"), "FSRAR_ID", 12)
    cheque = _one(root, "ns:Document/ns:ChequeV3")
    _text(cheque, "ck:Identity")
    header, content = _one(cheque, "ck:Header"), _one(cheque, "ck:Content")
    type_ = _text(header, "ck:Type")
    if type_ not in _TYPES:
        raise Refused(f"Неизвестный тип чека: {type_!r}")
    return Cheque(
        version=3,
        is_return=_TYPES[type_],
        owner=(owner,),
        register=_text(header, "ck:Kassa"),
        shift=checked_digits(_text(header, "ck:Shift"), "смена"),
        number=checked_digits(_text(header, "ck:Number"), "номер чека"),
        time=_time(_text(header, "ck:Date")),
        bottles=tuple(map(_bottle, content.findall("ck:Bottle", _NAMES))),
        plain=tuple(map(_plain, content.findall("ck:Nomark", _NAMES))),
    )


def _bottle(element: Element) -> Bottle:
    return Bottle(
        checked_mark(_text(element, "ck:Barcode")),
        checked_ean(_text(element, "ck:EAN")),
        checked_price(_text(element, "ck:Price")),
    )


def _plain(element: Element) -> Plain:
    _one(element, "ck:Product")
    quantity = _text(element, "ck:Quantity")
    try:
        count = Decimal(quantity)
    except InvalidOperation as error:
        raise Refused(f"Неверное количество: {quantity!r}") from error
    return Plain(checked_ean(_text(element, "ck:EAN")), checked_price(_text(element, "ck:Price")), count)


def _one(parent: Element, path: str) -> Element:
    found = parent.findall(path, _NAMES)
    if len(found) != 1:
        raise Refused(f"Нужен один элемент {path.rpartition('/')[2]}")
    return found[0]


def _text(parent: Element, path: str) -> str:
    text = (_one(parent, path).text or "").strip()
    if not text:
        raise Refused(f"Не заполнено: {path.rpartition('/')[2]}")
    return text


def _time(text: str) -> str:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S").strftime("%d.%m.%Y %H:%M:%S")  # noqa: DTZ007 - the shop's
    except ValueError as error:
        raise Refused(f"Неверное время чека: {text!r}") from error
