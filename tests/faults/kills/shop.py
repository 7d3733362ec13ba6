"""The shop whose server is killed: registers, a printer, and pools of them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.one_of_each import MODELS

LINES = 40  # of a document: two pieces of paper on their way at once
LINE = "{id} {number}/{lines}"
RECEIPT_LINE = "Товар {id}"
_NOWHERE = "tcp://127.0.0.1:1"  # nobody listens


class Kind(StrEnum):
    """What a command goes to."""

    REGISTER = "virtual register"
    PRINTER = "ESC/POS printer"
    REGISTERS = "pool of registers"
    PRINTERS = "pool of printers"
    SHTRIH = "Shtrih-M"
    SHTRIHS = "pool of Shtrih-M"
    SHTRIH_CABLE = "Shtrih-M over a cable"
    ATOL = "АТОЛ"
    ATOL_CABLE = "АТОЛ over a cable"
    ATOL_WEB = "web server of АТОЛ"
    PIRIT = "Пирит"
    PIRIT_CABLE = "Пирит over a cable"
    SERVICEPLUS = "Сервис Плюс"
    SERVICEPLUS_CABLE = "Сервис Плюс over a cable"
    MERCURY = "Меркурий"


WITHIN = (Kind.REGISTER, Kind.PRINTER, Kind.REGISTERS, Kind.PRINTERS)
"""Printers, and registers whose ФН is the server's own."""
AT_A_WIRE = tuple(kind for kind in Kind if kind not in WITHIN)
"""Registers with a ФН of their own, in another process."""


@dataclass(frozen=True, slots=True)
class Place:
    """`number`: what clients ask for. `devices`: those that do it; of a single device its own number.

    `absent`: a member that is not there, so that what is given to it has to move on.
    """

    number: int
    devices: tuple[int, ...]
    driver: str
    absent: int = 0
    cable: bool = False

    @property
    def fiscal(self) -> bool:
        return self.driver != _PAPER

    @property
    def settings(self) -> str:
        return MODELS[self.driver].settings if self.driver in MODELS else ""


_PAPER, _WITHIN, _SHTRIH = "escpos", "virtual-kkt", "shtrih"
PLACES = {
    Kind.REGISTER: Place(1, (1,), _WITHIN),
    Kind.PRINTER: Place(2, (2,), _PAPER),
    Kind.REGISTERS: Place(10, (11, 12, 13), _WITHIN),
    Kind.PRINTERS: Place(20, (21, 22, 23, 24), _PAPER, absent=22),
    Kind.SHTRIH: Place(3, (3,), _SHTRIH),
    Kind.SHTRIHS: Place(30, (31, 32, 33), _SHTRIH, absent=32),
    Kind.SHTRIH_CABLE: Place(4, (4,), _SHTRIH, cable=True),
    Kind.ATOL: Place(5, (5,), "atol"),
    Kind.ATOL_CABLE: Place(6, (6,), "atol", cable=True),
    Kind.ATOL_WEB: Place(7, (7,), "atol-web"),
    Kind.PIRIT: Place(8, (8,), "pirit"),
    Kind.PIRIT_CABLE: Place(9, (9,), "pirit", cable=True),
    Kind.SERVICEPLUS: Place(41, (41,), "serviceplus"),
    Kind.SERVICEPLUS_CABLE: Place(42, (42,), "serviceplus", cable=True),
    Kind.MERCURY: Place(43, (43,), "mercury"),
}
_KINDS = {number: kind for kind, place in PLACES.items() for number in (place.number, *place.devices)}


def kind_of(number: int) -> Kind:
    """Of a device or a pool."""
    return _KINDS[number]


def printers(kinds: Collection[Kind]) -> dict[int, str]:
    """All devices that print on paper of their own: their driver by their number."""
    return {number: place.driver for number, place in _present(kinds) if place.driver == _PAPER}


def registers(kinds: Collection[Kind]) -> dict[int, str]:
    """All devices that keep a ФН of their own: what they are, as registers.main takes it, by their number."""
    return {
        number: f"{place.driver}@cable" if place.cable else place.driver
        for number, place in _present(kinds)
        if place.driver in MODELS
    }


def files(kinds: Collection[Kind]) -> list[int]:
    """Numbers of all devices whose ФН is a file of the server."""
    return [number for number, place in _present(kinds) if place.driver == _WITHIN]


def _present(kinds: Collection[Kind]) -> Iterator[tuple[int, Place]]:
    """All devices that are there."""
    for kind, place in PLACES.items():
        if kind in kinds:
            yield from ((number, place) for number in place.devices if number != place.absent)


def settings(port: int, connections: Mapping[int, str], kinds: Collection[Kind]) -> str:
    """The settings file. `connections`: number of a printer or a register -> where it is connected."""
    tables = [f"[server]\nport = {port}\n[journal]\nreserve = 0\n"]  # to write one would be most of a life
    for kind, place in PLACES.items():
        if kind not in kinds:
            continue
        tables += [_device(number, place, connections.get(number, _NOWHERE)) for number in place.devices]
        if place.devices != (place.number,):
            tables.append(_pool(kind, place))
    return "\n".join(tables)


def _device(number: int, place: Place, connection: str) -> str:
    where = "" if place.driver == _WITHIN else f'connection = "{connection}"\n'
    head = f'[[devices]]\nnumber = {number}\nname = "Устройство {number}"\ndriver = "{place.driver}"\n'
    return head + where + place.settings


def _pool(kind: Kind, place: Place) -> str:
    """Never blocked, the absent member is tried again and again."""
    members = f"members = {list(place.devices)}\nblock_after = 0"
    return f'[[pools]]\nnumber = {place.number}\nname = "{kind}"\n{members}\n'


def request(kind: Kind, id: str) -> dict[str, object]:  # noqa: A002
    """The command, its id in every line of what it leaves."""
    head: dict[str, object] = {"NumDevice": PLACES[kind].number, "IdCommand": id, "Timeout": 30}
    return head | (_receipt(id) if PLACES[kind].fiscal else _document(id))


def _receipt(id: str) -> dict[str, object]:  # noqa: A002
    goods = {"Name": RECEIPT_LINE.format(id=id), "Quantity": 1, "Price": 10, "Amount": 10, "Tax": 22}
    return {
        "Command": "RegisterCheck", "IsFiscalCheck": True, "TypeCheck": 0, "CashierName": "Петрова",
        "Cash": 10, "CheckStrings": [{"Register": goods}],
    }  # fmt: skip


def _document(id: str) -> dict[str, object]:  # noqa: A002
    lines = [LINE.format(id=id, number=number, lines=LINES) for number in range(1, LINES + 1)]
    return {"Command": "PrintDocument", "CheckStrings": [{"PrintText": {"Text": line}} for line in lines]}


def settings_file(folder: Path) -> Path:
    return folder / "kkmserver.toml"


def data_folder(folder: Path) -> Path:
    return folder / "data"
