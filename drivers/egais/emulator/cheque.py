"""A cheque as the УТМ was told it, whatever its format."""

import re
from dataclasses import dataclass
from decimal import Decimal

_MARK = re.compile(r"[0-9A-Z]{68}|[0-9A-Z]{150}")
_EAN = re.compile(r"[0-9]{8}|[0-9]{12,14}")
_PRICE = re.compile(r"-?[0-9]+\.[0-9]{2}")


class Refused(ValueError):
    """The УТМ does not take it; the text is what it answers."""


@dataclass(frozen=True, slots=True)
class Bottle:
    """`price` in roubles, positive; `volume` in litres, None where the format has none."""

    mark: str
    ean: str
    price: Decimal
    volume: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Plain:
    """Without a mark: beer. `count`: how many."""

    ean: str
    price: Decimal
    count: Decimal
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cheque:
    """`version` 2 = the attributes of old, 3 = ChequeV3. `owner`: ИНН and КПП, or the FSRAR_ID of ChequeV3."""

    version: int
    is_return: bool
    owner: tuple[str, ...]
    register: str
    shift: str
    number: str
    time: str
    bottles: tuple[Bottle, ...] = ()
    plain: tuple[Plain, ...] = ()

    @property
    def rows(self) -> tuple[str, ...]:
        """For people."""
        kind = "Возврат" if self.is_return else "Продажа"
        head = f"{kind}, касса {self.register}, смена {self.shift}, чек {self.number}, {self.time}"
        marked = (f"{bottle.mark[:20]}… {bottle.ean} {bottle.price} ₽" for bottle in self.bottles)
        unmarked = (f"{plain.name or 'без марки'} {plain.ean} {plain.price} ₽ × {plain.count}" for plain in self.plain)
        return head, " ".join(self.owner), *marked, *unmarked


def checked_mark(text: str) -> str:
    """68 or 150 signs (inferred: digits and Latin capitals). Raises Refused."""
    if not _MARK.fullmatch(text):
        raise Refused(f"Неверный штрихкод марки: {text!r}")
    return text


def checked_ean(text: str) -> str:
    """8, 12, 13 or 14 digits. Raises Refused."""
    if not _EAN.fullmatch(text):
        raise Refused(f"Неверный EAN: {text!r}")
    return text


def checked_price(text: str, *, signed: bool = False) -> Decimal:
    """Roubles with two digits after the point. Raises Refused."""
    if not _PRICE.fullmatch(text) or (text.startswith("-") and not signed):
        raise Refused(f"Неверная цена: {text!r}")
    return Decimal(text)


def checked_digits(text: str, what: str, *lengths: int) -> str:
    """Digits, of one of the lengths if any is told. Raises Refused."""
    if not (text.isascii() and text.isdigit()) or (lengths and len(text) not in lengths):
        raise Refused(f"Не заполнено или неверно: {what} {text!r}")
    return text
