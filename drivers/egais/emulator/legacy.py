"""The cheque of old: everything is an attribute. Source: spec/ffd.md 12.

That name, address and register must be filled, and that marked and unmarked goods do not mix, is taken from a public
УТМ for tests. КПП is asked of organisations, whose ИНН has ten digits. A return has negative prices.
"""

import re
from datetime import datetime
from decimal import Decimal
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

_TIME = "%d%m%y%H%M"
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def read(root: Element) -> Cheque:
    """Raises Refused."""
    inn = checked_digits(root.get("inn", ""), "ИНН", 10, 12)
    kpp = root.get("kpp", "")
    if kpp or len(inn) == 10:
        checked_digits(kpp, "КПП", 9)
    for name in ("name", "address", "kassa"):
        if not root.get(name, "").strip():
            raise Refused(f"Не заполнено: {name}")
    bottles, plain = root.findall("Bottle"), root.findall("nopdf")
    if len(bottles) + len(plain) != len(root):
        raise Refused("Неизвестный элемент чека")
    if bottles and plain:
        raise Refused("В одном чеке товары с марками и без них")
    return Cheque(
        version=2,
        is_return=_is_return([*bottles, *plain]),
        owner=(inn, kpp) if kpp else (inn,),
        register=root.get("kassa", ""),
        shift=checked_digits(root.get("shift", ""), "смена"),
        number=checked_digits(root.get("number", ""), "номер чека"),
        time=_time(root.get("datetime", "")),
        bottles=tuple(map(_bottle, bottles)),
        plain=tuple(map(_plain, plain)),
    )


def _is_return(goods: list[Element]) -> bool:
    """The signs of all prices must agree."""
    signs = {checked_price(each.get("price", ""), signed=True) < 0 for each in goods}
    if len(signs) > 1:
        raise Refused("В чеке и продажа, и возврат")
    return True in signs


def _bottle(element: Element) -> Bottle:
    return Bottle(
        checked_mark(element.get("barcode", "")),
        checked_ean(element.get("ean", "")),
        abs(checked_price(element.get("price", ""), signed=True)),
        _number(element.get("volume", ""), "объём"),
    )


def _plain(element: Element) -> Plain:
    return Plain(
        checked_ean(element.get("ean", "")),
        abs(checked_price(element.get("price", ""), signed=True)),
        _number(element.get("count", ""), "количество"),
        element.get("bname", ""),
    )


def _number(text: str, what: str) -> Decimal:
    if not _NUMBER.fullmatch(text) or not Decimal(text):
        raise Refused(f"Не заполнено или неверно: {what} {text!r}")
    return Decimal(text)


def _time(text: str) -> str:
    """ДДММГГЧЧММ."""
    try:
        return datetime.strptime(checked_digits(text, "время", 10), _TIME).strftime("%d.%m.%Y %H:%M")  # noqa: DTZ007
    except ValueError as error:
        raise Refused(f"Неверное время чека: {text!r}") from error
