"""Rules for the requisites that came with ФФД 1.2, and what earlier versions lose of a receipt.

Source: spec/ffd.md 2.1, 3, 9 and 15.
"""

from collections.abc import Iterable

from drivers.fiscal import extras, tlv
from drivers.fiscal.check_requisites import fits
from drivers.fiscal.cp866 import to_cp866
from drivers.fiscal.findings import Findings, quoted
from drivers.fiscal.rows import industry_texts
from drivers.fiscal.settled import Rules
from drivers.fiscal.tags import TAGS
from drivers.model import money
from drivers.model.document import Buyer, IndustryAttribute, OperationalAttribute, Position, Receipt
from drivers.model.ffd import FfdVersion

_MOST_KIND = 255  # 1236


def check(receipt: Receipt, rules: Rules, findings: Findings) -> None:
    """What stands in a receipt as a whole."""
    if rules.ffd is not FfdVersion.V1_2:
        _lost(_told(receipt), "Чек", rules, findings)
        return
    if (receipt.agent_data or receipt.supplier) and not receipt.agent:
        findings.doubt("Чек: данные агента и поставщика не записаны, укажите признак агента")
    if receipt.buyer is not None:
        _buyer(receipt.buyer, findings)
    _industry(receipt.industry, "Чек", findings)
    if receipt.operational is not None:
        _operational(receipt.operational, findings)
    if receipt.cashless:
        _cashless(receipt, findings)


def check_row(position: Position, where: str, rules: Rules, findings: Findings) -> None:
    if not position.industry:
        return
    if rules.ffd is FfdVersion.V1_2:
        _industry(position.industry, where, findings)
    else:
        _lost(["отраслевой реквизит"], where, rules, findings)


def _told(receipt: Receipt) -> list[str]:
    """What of a receipt has a place in ФФД 1.2 alone."""
    told = {
        "данные покупателя кроме имени и ИНН": any(extras.buyer_texts(receipt.buyer).values()),
        "отраслевой реквизит": bool(receipt.industry),
        "операционный реквизит": receipt.operational is not None,
        "сведения о безналичных оплатах": bool(receipt.cashless),
        "признак расчёта в интернете": receipt.internet,
    }
    return [title for title, is_told in told.items() if is_told]


def _lost(titles: list[str], where: str, rules: Rules, findings: Findings) -> None:
    if titles:
        findings.warn(
            f"{where}: по ФФД {rules.ffd.value} не записывается: {', '.join(titles)}. Это есть только в ФФД 1.2"
        )


def _buyer(buyer: Buyer, findings: Findings) -> None:
    fits(extras.buyer_texts(buyer), "Покупатель", findings)
    if buyer.citizenship and not _is_digits(buyer.citizenship, 3):
        findings.doubt(f"Гражданство покупателя {quoted(buyer.citizenship)}: укажите три цифры, для России 643")
    if buyer.document_kind and not _is_digits(buyer.document_kind, 2):
        findings.doubt(f"Вид документа покупателя {quoted(buyer.document_kind)}: укажите две цифры, для паспорта РФ 21")


def _industry(attributes: Iterable[IndustryAttribute], where: str, findings: Findings) -> None:
    for attribute in attributes:
        texts = industry_texts(attribute)
        fits(texts, where, findings)
        missing = [TAGS[tag].name for tag, text in texts.items() if not text]
        if missing:
            findings.refuse(f"{where}: отраслевой реквизит без данных, добавьте: {', '.join(missing)}")
        if attribute.authority and not _is_digits(attribute.authority, 3):
            findings.doubt(
                f"{where}: идентификатор ФОИВ {quoted(attribute.authority)}: укажите три цифры, например 030"
            )
        size = sum(4 + len(to_cp866(text)) for text in texts.values())
        if size > TAGS[1260].size:
            findings.refuse(f"{where}: отраслевой реквизит длиннее {TAGS[1260].size} байт ({size}): сократите значение")


def _operational(attribute: OperationalAttribute, findings: Findings) -> None:
    fits({1272: attribute.data}, "Операционный реквизит", findings)
    if not 0 <= attribute.id <= 255:
        findings.refuse(f"Операционный реквизит: идентификатор {attribute.id}, укажите число от 0 до 255")
    try:
        tlv.encode(1273, attribute.time)
    except ValueError:
        findings.refuse(f"Операционный реквизит: время {attribute.time:%d.%m.%Y} не помещается в ФН, проверьте дату")


def _cashless(receipt: Receipt, findings: Findings) -> None:
    """1234: its parts make up 1081."""
    for part in receipt.cashless:
        if part.amount < 0:
            findings.refuse(f"Безналичная оплата {money.text(part.amount)} отрицательная, укажите не меньше нуля")
            return
        if not 0 <= part.kind <= _MOST_KIND:
            findings.refuse(f"Способ безналичной оплаты {part.kind}: укажите число от 0 до {_MOST_KIND}")
        fits({1237: part.identifiers, 1238: part.details}, "Безналичная оплата", findings)
    total, paid = sum(part.amount for part in receipt.cashless), receipt.payments.electronic
    if total != paid:
        findings.refuse(
            f"Сведения о безналичных оплатах на {money.text(total)}, а безналичными оплачено {money.text(paid)}:"
            " суммы должны быть равны"
        )


def _is_digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()
