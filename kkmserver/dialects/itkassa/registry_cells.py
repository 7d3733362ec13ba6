"""Words of a registry's cells -> the words of the API. Every reader raises WrongValue."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal

from drivers.fiscal.inn import is_inn
from kkmserver.dialects import values
from kkmserver.dialects.itkassa import codes
from kkmserver.dialects.itkassa.registry_columns import plain
from kkmserver.dialects.values import WrongValue

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_PHONE = re.compile(r"\+?\d{10,15}", re.ASCII)
_FILLING = re.compile(r"[\s()\-]")
_TYPES = {
    "приход": "sale",
    "продажа": "sale",
    "возврат": "returnSale",
    "возврат прихода": "returnSale",
    "возврат продажи": "returnSale",
    "расход": "buy",
    "покупка": "buy",
    "возврат расхода": "returnBuy",
    "возврат покупки": "returnBuy",
}
_RATES = {
    "без ндс": "vat_none",
    "ндс не облагается": "vat_none",
    "нет": "vat_none",
    "-": "vat_none",
    "none": "vat_none",
    **{rate: f"vat_{rate}" for rate in ("0", "5", "7", "10", "20", "22")},
    **{f"{rate}/1{rate:0>2}": f"vat_1{rate:0>2}" for rate in ("5", "7", "10", "20", "22")},
}
_SUBJECTS = {
    "товар": "goods",
    "подакцизный товар": "excise_goods",
    "работа": "job",
    "услуга": "service",
    "платеж": "payment",
    "агентское вознаграждение": "agent_commission",
    "составной предмет": "composite",
    "иной предмет": "other",
    "иное": "other",
}
_METHODS = {
    "предоплата 100%": "prepayment_100",
    "полная предоплата": "prepayment_100",
    "предоплата": "prepayment",
    "аванс": "advance",
    "полный расчет": "full_settle",
    "частичный расчет и кредит": "credit",
    "частичный расчет": "credit",
    "передача в кредит": "credit_transfer",
    "кредит": "credit_transfer",
    "оплата кредита": "credit_payment",
}
_TAX_SYSTEMS = {
    "осн": "sno_osn",
    "осно": "sno_osn",
    "усн": "sno_ysn_d",
    "усн доход": "sno_ysn_d",
    "усн доходы": "sno_ysn_d",
    "усн доход-расход": "sno_ysn_dmr",
    "усн доходы минус расходы": "sno_ysn_dmr",
    "есхн": "sno_esn",
    "псн": "sno_psn",
    "патент": "sno_psn",
}


def kind(text: str, where: str) -> str:
    return _word(_TYPES, set(_TYPES.values()), text, where)


def subject(text: str, where: str) -> str:
    """Also by its code of tag 1212."""
    return _word(_SUBJECTS | {str(code): word for word, code in codes.SUBJECTS.items()}, codes.SUBJECTS, text, where)


def method(text: str, where: str) -> str:
    """Also by its code of tag 1214."""
    coded = {str(code.value): word for word, code in codes.METHODS.items()}
    return _word(_METHODS | coded, codes.METHODS, text, where)


def tax_system(text: str, where: str) -> str:
    return _word(_TAX_SYSTEMS, codes.TAX_SYSTEMS, text, where)


def vat(text: str, where: str) -> str:
    """«20%», «НДС 20», «20/120», «без НДС»; 0.2 is how Excel keeps 20 %."""
    if text in codes.RATES:
        return text
    word = plain(text).removesuffix("%").strip()
    if word not in _RATES:
        word = word.removeprefix("ндс").removesuffix("%").replace(" ", "").replace("%", "")
    try:
        share = Decimal(word.replace(",", "."))
        word = f"{(share * 100 if 0 < share < 1 else share).normalize():f}"
    except ArithmeticError:
        pass
    if word not in _RATES:
        raise WrongValue(where, f"здесь «{text[:40]}», а бывает: 20%, 10%, 22%, 5%, 7%, 0%, 20/120, без НДС")
    return _RATES[word]


def words(text: str, where: str) -> str:  # noqa: ARG001  # as all readers
    return text


def contact(text: str, where: str) -> str:
    """What a receipt can be sent to."""
    if not _MAIL.fullmatch(text) and not _PHONE.fullmatch(_FILLING.sub("", text)):
        raise WrongValue(where, f"«{text[:40]}» – не e-mail и не телефон: по нему чек не отправить")
    return text


def inn(text: str, where: str) -> str:
    if not is_inn(text):
        raise WrongValue(where, f"«{text[:40]}» – не ИНН: проверьте цифры")
    return text


def number(text: str, where: str) -> Decimal:
    """«1 234,50 ₽»."""
    return values.number("".join(text.split()).removesuffix("₽").removesuffix("руб.").removesuffix("р."), where)


def kopecks(text: str, where: str) -> int:
    return values.kopecks(number(text, where), where)


def _word(known: Mapping[str, str], own: Collection[str], text: str, where: str) -> str:
    """`own`: the API's words, which are as good."""
    if text in own:
        return text
    found = known.get(plain(text))
    if found is None:
        raise WrongValue(where, f"здесь «{text[:40]}», а бывает: {', '.join(list(known)[:12])}")
    return found
