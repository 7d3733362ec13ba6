"""What can be wrong with the bottles of a cheque, told before anything is sent. Source: spec/ffd.md 12."""

import re
from collections.abc import Sequence

from drivers.errors import RequestRefused
from drivers.model.excise import Bottle

_MARK = re.compile(r"[0-9A-Z]{68}|[0-9A-Z]{150}")
_EAN = re.compile(r"\d{8}|\d{12,14}", re.ASCII)
_MOST_BOTTLES = 1000


def check(bottles: Sequence[Bottle]) -> None:
    """What either format wants. Raises RequestRefused."""
    if not bottles:
        raise RequestRefused("В чеке для ЕГАИС нет ни одной бутылки: у строк с алкоголем заполните блок EGAIS.")
    if len(bottles) > _MOST_BOTTLES:
        raise RequestRefused(f"Бутылок в чеке {len(bottles)}, больше {_MOST_BOTTLES} не отправляем: разделите чек.")
    seen: set[str] = set()
    for number, bottle in enumerate(bottles, 1):
        _check_one(bottle, named(number, bottle))
        if bottle.stamp.barcode in seen:
            raise RequestRefused(f"{named(number, bottle)}: эта марка уже есть в чеке. Отсканируйте каждую бутылку.")
        seen.add(bottle.stamp.barcode)


def check_volumes(bottles: Sequence[Bottle]) -> None:
    for number, bottle in enumerate(bottles, 1):
        if not 0 < bottle.stamp.volume_litres < 1000:
            raise RequestRefused(f"{named(number, bottle)}: укажите объём в литрах (EGAIS.Volume), например 0.7.")


def check_eans(bottles: Sequence[Bottle]) -> None:
    for number, bottle in enumerate(bottles, 1):
        if not bottle.stamp.ean:
            raise RequestRefused(f"{named(number, bottle)}: укажите штрихкод товара (EGAIS.Ean).")


def named(number: int, bottle: Bottle) -> str:
    return f"Бутылка {number} «{bottle.name[:64]}»" if bottle.name else f"Бутылка {number}"


def _check_one(bottle: Bottle, name: str) -> None:
    mark, ean = bottle.stamp.barcode, bottle.stamp.ean
    if not _MARK.fullmatch(mark):
        raise RequestRefused(
            f"{name}: в марке {len(mark)} знаков, а нужно 68 или 150 цифр и заглавных латинских букв. "
            "Отсканируйте акцизную марку ещё раз, проверьте раскладку сканера (EGAIS.Barcode)."
        )
    if ean and not _EAN.fullmatch(ean):
        raise RequestRefused(f"{name}: штрихкод «{ean[:20]}» неверный, нужны 8, 12, 13 или 14 цифр (EGAIS.Ean).")
    if bottle.price <= 0:
        raise RequestRefused(f"{name}: цена должна быть больше нуля.")
