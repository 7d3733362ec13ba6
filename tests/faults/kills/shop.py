"""The shop whose server is killed: a register, a printer, and a pool of each."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

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


@dataclass(frozen=True, slots=True)
class Place:
    """`number`: what clients ask for. `devices`: those that do it; of a single device its own number.

    `absent`: a member that is not there, so that what is given to it has to move on.
    """

    number: int
    devices: tuple[int, ...]
    fiscal: bool
    absent: int = 0


PLACES = {
    Kind.REGISTER: Place(1, (1,), fiscal=True),
    Kind.PRINTER: Place(2, (2,), fiscal=False),
    Kind.REGISTERS: Place(10, (11, 12, 13), fiscal=True),
    Kind.PRINTERS: Place(20, (21, 22, 23, 24), fiscal=False, absent=22),
}
_KINDS = {number: kind for kind, place in PLACES.items() for number in (place.number, *place.devices)}


def kind_of(number: int) -> Kind:
    """Of a device or a pool."""
    return _KINDS[number]


def printers() -> list[int]:
    """Numbers of all devices that print on paper of their own."""
    found = [number for place in PLACES.values() if not place.fiscal for number in place.devices]
    return [number for number in found if number != PLACES[Kind.PRINTERS].absent]


def settings(port: int, papers: dict[int, str]) -> str:
    """The settings file. `papers`: number of a printer -> where it is connected."""
    tables = [f"[server]\nport = {port}\n[journal]\nreserve = 0\n"]  # to write one would be most of a life
    for kind, place in PLACES.items():
        tables += [_device(number, place, papers.get(number, _NOWHERE)) for number in place.devices]
        if place.devices != (place.number,):
            tables.append(_pool(kind, place))
    return "\n".join(tables)


def _device(number: int, place: Place, connection: str) -> str:
    driver = 'driver = "virtual-kkt"' if place.fiscal else f'driver = "escpos"\nconnection = "{connection}"'
    return f'[[devices]]\nnumber = {number}\nname = "Устройство {number}"\n{driver}\n'


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
