"""What stands in which column of a registry, told by its headings."""

import re
from collections.abc import Sequence
from enum import StrEnum


class Column(StrEnum):
    """NUMBER..CASHIER are of the receipt, all else of one line of it."""

    NUMBER = "number"
    TYPE = "type"
    CONTACT = "contact"
    BUYER = "buyer"
    BUYER_INN = "buyer_inn"
    CASH = "cash"
    ELECTRONIC = "electronic"
    PREPAID = "prepaid"
    CREDIT = "credit"
    TAX_SYSTEM = "sno"
    CASHIER = "cashier"
    TITLE = "title"
    PRICE = "price"
    QUANTITY = "quantity"
    TOTAL = "total"
    VAT = "vat"
    SUBJECT = "subject"
    METHOD = "method"
    MARKING = "marking"


TITLES = {
    Column.NUMBER: "Номер документа",
    Column.TYPE: "Тип чека",
    Column.CONTACT: "Контакт покупателя",
    Column.BUYER: "Покупатель",
    Column.BUYER_INN: "ИНН покупателя",
    Column.CASH: "Оплата наличными",
    Column.ELECTRONIC: "Оплата безналичными",
    Column.PREPAID: "Зачёт аванса",
    Column.CREDIT: "В кредит",
    Column.TAX_SYSTEM: "СНО",
    Column.CASHIER: "Кассир",
    Column.TITLE: "Наименование",
    Column.PRICE: "Цена",
    Column.QUANTITY: "Количество",
    Column.TOTAL: "Сумма",
    Column.VAT: "НДС",
    Column.SUBJECT: "Предмет расчёта",
    Column.METHOD: "Способ расчёта",
    Column.MARKING: "Код маркировки",
}
_CALLED = {  # besides its title, and the English word
    Column.NUMBER: "документ|номер|номер чека|номер заказа|заказ|чек|№|№ документа|№ чека|№ заказа|номер продажи|doc|"
    "document|doc number|document number|order|order number|receipt",
    Column.TYPE: "тип|операция|вид операции|признак расчета|тип операции|type|operation",
    Column.CONTACT: "контакт|email|e-mail|почта|телефон|телефон или e-mail|email покупателя|e-mail покупателя|"
    "телефон покупателя|электронная почта|customer contact|contact|phone",
    Column.BUYER: "наименование покупателя|фио покупателя|клиент|buyer|customer",
    Column.BUYER_INN: "инн клиента|инн|buyer inn|customer inn|inn",
    Column.CASH: "наличные|наличными|нал|сумма наличными|cash",
    Column.ELECTRONIC: "безналичные|безналичными|безнал|картой|карта|электронными|электронно|оплата картой|"
    "оплата электронными|сумма безналичными|electronic|card|cashless",
    Column.PREPAID: "аванс|предоплата|авансом|prepaid|advance",
    Column.CREDIT: "кредит|постоплата|credit",
    Column.TAX_SYSTEM: "система налогообложения|налогообложение|tax system|sno",
    Column.CASHIER: "фио кассира|cashier",
    Column.TITLE: "товар|услуга|название|наименование товара|наименование услуги|название товара|номенклатура|"
    "предмет|title|name|item|product",
    Column.PRICE: "цена за единицу|цена, руб|цена руб|price|unit price",
    Column.QUANTITY: "кол-во|кол|колво|количество товара|quantity|qty",
    Column.TOTAL: "стоимость|итого|всего|сумма, руб|сумма руб|amount|total|sum",
    Column.VAT: "ставка ндс|налог|ставка налога|vat|tax|vat rate",
    Column.SUBJECT: "признак предмета расчета|признак предмета|тип товара|subject|payment subject",
    Column.METHOD: "признак способа расчета|признак способа|method|payment method",
    Column.MARKING: "маркировка|код товара|честный знак|км|marking|marking code|datamatrix",
}
_SPACES = re.compile(r"[\s_]+")


def plain(heading: str) -> str:
    """Letter case, ё, dots and spaces make no difference."""
    return _SPACES.sub(" ", heading.casefold().replace("ё", "е")).strip(" .:*")


_KNOWN = {
    **{name: column for column, names in _CALLED.items() for name in names.split("|")},
    **{plain(title): column for column, title in TITLES.items()},
}


def recognised(headings: Sequence[str]) -> list[Column | None]:
    """One for each heading; what comes twice counts the first time."""
    found: list[Column | None] = []
    for heading in headings:
        column = _KNOWN.get(plain(heading))
        found.append(None if column in found else column)
    return found
