"""A shop with an УТМ: its driver on a folder, and bottles to tell of."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from drivers.egais.driver import UtmDriver
from drivers.egais.options import UtmOptions
from drivers.model.document import ExciseStamp
from drivers.model.excise import Bottle, TellEgais
from drivers.ports import Clock, DeviceContext, Transport
from tests.clock import FakeClock

MARK_68 = "22N00001CZQ13S0U7PPCRLDFN2K6VZQ5BMTQ7H3JX9W4E8Y1A5D2G6K0L3P7S9V1X4Z8"
MARK_150 = ("1873000123456780118001" + "ABCDEFGHJKLMNPQRSTUVWXYZ23456789" * 4)[:150]
ORGANIZATION = {"inn": "7700000009", "kpp": "770001001", "organization": 'ООО "Ромашка & Ко"', "address": "Москва"}


def _no_transport(connection: str) -> Transport:
    raise AssertionError(connection)


def device(folder: Path, url: str = "http://127.0.0.1:1", clock: Clock | None = None, **options: Any) -> UtmDriver:
    context = DeviceContext(
        number=5, name="УТМ магазина", data=folder, clock=clock or FakeClock(), open_transport=_no_transport
    )
    return UtmDriver(context, UtmOptions(url=url, **(ORGANIZATION | options)))


def vodka(mark: str = MARK_68, **fields: Any) -> Bottle:
    stamp = ExciseStamp(
        barcode=mark, ean=fields.pop("ean", "4607000000017"), volume_litres=fields.pop("litres", Decimal("0.5"))
    )
    return Bottle(stamp=stamp, **({"name": "Водка", "price": 45_000} | fields))


def sale(*bottles: Bottle, **fields: Any) -> TellEgais:
    return TellEgais(bottles=bottles or (vodka(),), **({"shift": 7, "receipt": 41, "register": "0001"} | fields))
