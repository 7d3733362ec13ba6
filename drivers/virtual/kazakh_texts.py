"""What the virtual register of Kazakhstan says. `native` of an error is the register's own code (spec/ikkm.md, 3.1)."""

from collections.abc import Mapping
from datetime import datetime

from drivers.errors import RequestRefused, WrongState
from drivers.model import money
from drivers.model.document import LocalTax
from drivers.model.ffd import ReceiptType
from drivers.model.outcome import FiscalDocument

OPERATIONS: Mapping[ReceiptType, str] = {
    ReceiptType.SALE: "Продажа",
    ReceiptType.SALE_RETURN: "Возврат продажи",
    ReceiptType.PURCHASE: "Покупка",
    ReceiptType.PURCHASE_RETURN: "Возврат покупки",
}
WORDS = ("ВИРТУАЛЬНАЯ ККМ", "НЕ ЯВЛЯЕТСЯ ФИСКАЛЬНЫМ ДОКУМЕНТОМ")


def title(document: FiscalDocument) -> str:
    """As on paper."""
    kind = document.receipt_type
    return f"{OPERATIONS[kind] if kind else 'Документ'} №{document.number}"


def shift_over() -> WrongState:
    return WrongState("Смена на кассе длится больше 24 часов: закройте смену и повторите.", native=-3)


def offline(since: datetime) -> WrongState:
    return WrongState(
        f"Касса больше 72 часов без связи с оператором фискальных данных, с {since:%d.%m.%Y %H:%M}: восстановите связь"
        " и повторите.",
        native=-4,
    )


def blocked(code: int) -> WrongState:
    text = f"Оператор фискальных данных заблокировал кассу (код {code}): обратитесь к нему."
    return WrongState(text, native=-100 - code)


def other_cashier(name: str) -> WrongState:
    return WrongState(f"Смену открыл другой кассир ({name}): закройте смену или войдите под этим именем.", native=-11)


def shift_closed() -> WrongState:
    return WrongState("Смена на кассе не открыта: закрывать нечего.", native=-7)


def shift_open() -> WrongState:
    return WrongState("Смена на кассе уже открыта: продолжайте работать или сначала закройте её.", native=-7)


def unfit(what: str) -> RequestRefused:
    return RequestRefused(f"Касса Казахстана такой чек не регистрирует: {what}.", native=-7)


def bad_amount(amount: int, most: int) -> RequestRefused:
    return RequestRefused(f"Сумма {money.text(amount)} не подходит: укажите от 0.01 до {money.text(most)}.", native=-9)


def unknown_tax(missing: str, known: tuple[LocalTax, ...]) -> RequestRefused:
    told = ", ".join(f"{tax.code} – {tax.name}" for tax in known)
    return RequestRefused(f"{missing} в справочнике кассы нет. Есть: {told}.", native=-14)


def underpaid(total: int, paid: int, *, tax_alone: bool) -> RequestRefused:
    """`tax_alone`: only the tax that comes on top is not paid."""
    text = f"Оплата {money.text(paid)} меньше итога чека {money.text(total)}: добавьте {money.text(total - paid)}."
    return RequestRefused(text, native=-12 if tax_alone else -10)


def overpaid(total: int, paid: int) -> RequestRefused:
    return RequestRefused(
        f"Оплата {money.text(paid)} больше итога чека {money.text(total)}, а сдачу с неё не дают: уменьшите её.",
        native=-13,
    )


def paid_already(total: int) -> RequestRefused:
    return RequestRefused(
        f"Итог чека {money.text(total)} уже оплачен наличными: уберите другие виды оплаты или уменьшите наличные.",
        native=-13,
    )


def no_cash(drawer: int, wanted: int) -> RequestRefused:
    return RequestRefused(
        f"В кассе {money.text(drawer)} наличными, а выдать нужно {money.text(wanted)}: внесите деньги или выдайте"
        " меньше.",
        native=-15,
    )


def no_document(number: int, last: int) -> str:
    """Its beginning is what clients look for, as that of a register of Russia."""
    what = f"Последний – № {last}." if last else "На кассе ещё не было чеков."
    return f"Не удалось получить данные чека: чека № {number} в памяти кассы нет. {what}"


def link_lost(count: int, since: datetime) -> str:
    return (
        f"Нет связи с оператором фискальных данных с {since:%d.%m.%Y %H:%M}, не передано документов: {count}. Проверьте"
        " связь: через 72 часа касса остановится."
    )
