"""What commands are called. Source: spec/itkassa.md 6.1, 7."""

from collections.abc import Mapping, Sequence
from typing import Any

RECEIPTS = ("sale", "returnSale", "buy", "returnBuy")
TEXTS = ("startSlip", "print", "printQR", "feed", "cut", "endSlip")
FISCAL = frozenset(("openSession", "closeSession", "correction", *RECEIPTS))

_TITLES: Mapping[str, str] = {
    "openSession": "Открытие смены",
    "closeSession": "Закрытие смены",
    "sale": "Продажа",
    "returnSale": "Возврат продажи",
    "buy": "Покупка",
    "returnBuy": "Возврат покупки",
    "correction": "Коррекция",
    "xReport": "X-отчет",
    "cashIn": "Внесение наличных",
    "cashOut": "Выплата наличных",
    "repeat": "Копия документа",
    **dict.fromkeys(TEXTS, "Печать текста"),
}
ALL = tuple(_TITLES)
_SPELLED = {word.casefold(): word for word in _TITLES}


def spelled(word: object) -> str | None:
    """The word as the guide spells it, whatever its letter case; None of an unknown one."""
    return _SPELLED.get(word.strip().casefold()) if isinstance(word, str) else None


def word_of(command: Mapping[str, Any]) -> str | None:
    """`type` of a command; the guide itself writes `Type` in one place."""
    return next((spelled(value) for name, value in command.items() if name.casefold() == "type"), None)


def is_fiscal(commands: Sequence[Mapping[str, Any]]) -> bool:
    return any(word_of(one) in FISCAL for one in commands)


def title(commands: Sequence[Mapping[str, Any]]) -> str:
    """Of a list: of its first fiscal command, or else of its first one."""
    words = [word for one in commands if (word := word_of(one))]
    fiscal = [word for word in words if word in FISCAL]
    kind = "ФД" if fiscal else "НФД"
    return f"{kind} {_TITLES[(fiscal or words)[0]]}"
