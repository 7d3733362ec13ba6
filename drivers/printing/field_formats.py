"""How a value is written on a label: money, numbers, dates. Values are texts, never floats."""

import re
from collections.abc import Callable
from datetime import datetime
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache

NBSP = "\u00a0"  # a blank at which a row is not broken
Format = Callable[[str, str], str]  # (value, blank) -> text; raises ValueError with the reason in Russian

_BLANKS = re.compile(r"\s")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,9})?")
_RUSSIAN_DATE = re.compile(
    r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?:[ T]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?", re.ASCII
)
_DATE_PART = re.compile(r"yyyy|yy|MM|dd|HH|mm|ss|[A-Za-z]+")
_DATE_PARTS: dict[str, Callable[[datetime], str]] = {
    "yyyy": lambda moment: f"{moment.year:04}",
    "yy": lambda moment: f"{moment.year % 100:02}",
    "MM": lambda moment: f"{moment.month:02}",
    "dd": lambda moment: f"{moment.day:02}",
    "HH": lambda moment: f"{moment.hour:02}",
    "mm": lambda moment: f"{moment.minute:02}",
    "ss": lambda moment: f"{moment.second:02}",
}
_USUAL_DATE = "dd.MM.yyyy"


@lru_cache(maxsize=256)
def format_of(text: str) -> Format:
    """The format called "money ₽", "number 3", "date dd.MM.yy" and so on. Raises ValueError."""
    name, _, detail = text.partition(" ")
    if name not in _FORMATS:
        raise ValueError(f"формата «{name}» нет; есть {', '.join(_FORMATS)}")
    return _FORMATS[name](detail.strip())


def _money(unit: str) -> Format:
    """ "1234.5" -> "1 234,50", with the unit behind it if there is one."""

    def write(value: str, blank: str) -> str:
        written = _grouped(_sum(value), 2, blank)
        return f"{written}{blank}{unit}" if unit else written

    return write


def _rubles(detail: str) -> Format:
    """Only the whole roubles, for labels whose kopecks stand apart."""
    _nothing_after("rubles", detail)
    return lambda value, blank: _grouped(_price(value).quantize(Decimal(1), ROUND_DOWN), 0, blank)


def _kopecks(detail: str) -> Format:
    """Two digits."""
    _nothing_after("kopecks", detail)
    return lambda value, _: f"{_price(value) % 1:.2f}"[-2:]


def _nothing_after(name: str, detail: str) -> None:
    if detail:
        raise ValueError(f"после {name} ничего не пишут, а там «{detail}»")


def _number(detail: str) -> Format:
    """Rounded to so many decimals; without a number those stay that there are."""
    if detail and not (detail.isascii() and detail.isdigit() and len(detail) == 1):
        raise ValueError(f"после number пишут число знаков после запятой, от 0 до 9, а там «{detail}»")

    def write(value: str, blank: str) -> str:
        number = _decimal(value)
        return _grouped(number, int(detail) if detail else _places(number), blank)

    return write


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _date(detail: str) -> Format:
    pattern = detail or _USUAL_DATE
    for word in _DATE_PART.findall(pattern):
        if word not in _DATE_PARTS:
            raise ValueError(f"в образце даты «{pattern}» непонятно «{word}»; можно {', '.join(_DATE_PARTS)}")

    def write(value: str, _: str) -> str:
        moment = _moment(value)
        return _DATE_PART.sub(lambda found: _DATE_PARTS[found[0]](moment), pattern)

    return write


def _moment(value: str) -> datetime:
    """ISO, or day.month.year with or without a time. A zone is left out of account: the time is written as given."""
    text = value.strip()
    try:
        if russian := _RUSSIAN_DATE.fullmatch(text):
            day, month, year, hour, minute, second = (int(part or 0) for part in russian.groups())
            return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - only written down again
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"«{_short(value)}» – не дата; пишите 2026-11-22, 2026-11-22T15:30 или 22.11.2026") from error


def _sum(value: str) -> Decimal:
    """Roubles with no more than two decimals."""
    amount = _decimal(value)
    if amount != amount.quantize(Decimal("0.01"), ROUND_DOWN):
        raise ValueError(f"«{_short(value)}» – не сумма: после запятой больше двух знаков")
    return amount


def _price(value: str) -> Decimal:
    amount = _sum(value)
    if amount < 0:  # its two halves would hide the sign
        raise ValueError(f"«{_short(value)}» – цена не бывает меньше нуля")
    return amount


def _decimal(value: str) -> Decimal:
    text = _BLANKS.sub("", value).replace(",", ".")
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"«{_short(value)}» – не число; пишите 1234.5 или 1234,5")
    return Decimal(text)


def _grouped(number: Decimal, places: int, blank: str) -> str:
    """1234.5 -> "1 234,50"; never "-0"."""
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded + 0:,f}".replace(",", blank).replace(".", ",")


def _short(value: str) -> str:
    return value if len(value) <= 40 else value[:40] + "…"


_FORMATS: dict[str, Callable[[str], Format]] = {
    "money": _money,
    "rubles": _rubles,
    "kopecks": _kopecks,
    "number": _number,
    "date": _date,
}
