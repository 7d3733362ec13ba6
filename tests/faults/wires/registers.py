"""The drivers of registers at a wire. What they did is what the emulator has carried out of it, or its ФН and drawer.

Source of the codes: spec/shtrih-m.md 3.
"""

import asyncio
import tomllib
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from drivers.model.command import CashIn, CashOut, CloseShift, OfdReport, OpenDrawer, PrintDocument, ReadState, XReport
from drivers.model.document import BarcodeLine, Symbology, TextLine
from drivers.model.ffd import ReceiptType
from drivers.ports import Clock
from drivers.shtrih.emulator.tcp import ShtrihEmulator
from tests.contract.goods import CASHIER, correction, goods, receipt
from tests.faults.wires.faults import PATIENCE
from tests.faults.wires.printers import Device, Direct, Marks, Route, Subject
from tests.faults.wires.proxy import Proxy
from tests.one_of_each import MODELS, Emulator, Model

_SEEN = frozenset(
    {
        *("FF45", "FF4A", "FF38", "41", "50", "51", "40", "28"),  # documents, money, the drawer
        *("12", "17", "2F", "C2", "CB", "DE", "C1", "C3", "C5", "4D", "4F"),  # paper
    }
)
"""Codes of commands whose effect is there for good."""
_REST = 100.0  # seconds
_OPEN_SHIFT = b"\xe0" + (30).to_bytes(4, "little")
_ADD_CASH = b"\x50" + (30).to_bytes(4, "little") + (10_000).to_bytes(5, "little")
_ROWS = tuple(TextLine(f"строка {number}") for number in range(5))


def _register(clock: Clock) -> ShtrihEmulator:
    """With its shift open, and cash in the drawer; set so that it waits for ACK longer than a slow wire takes."""
    register = ShtrihEmulator(clock=clock, byte_timeout=PATIENCE)
    for body in (_OPEN_SHIFT, _ADD_CASH):
        assert register.machine.execute(body)[1] == 0
    return register


class Kept(Direct):
    """The connection stays; nothing is on its way any more when so much time has passed."""

    async def rest(self, wire: Proxy) -> None:
        await asyncio.sleep(_REST)


async def _kept(device: Device) -> Route:
    return Kept(device)


def _done(device: Device) -> Marks:
    assert isinstance(device, ShtrihEmulator)
    return [one.request for one in device.exchanges if one.code.hex().upper() in _SEEN and not one.error]


SHTRIH = Subject(
    "shtrih",
    "shtrih",
    _register,
    {},
    route=_kept,
    marks=_done,
    keeps=True,
    places=(0.5, 0.8),
    commands=(
        receipt(goods("Чай"), goods("Кофе")),
        receipt(type=ReceiptType.SALE_RETURN),
        correction(goods("Чай", 12_200)),
        CashIn(700, CASHIER),
        CashOut(300, CASHIER),
        CloseShift(CASHIER),
        XReport(CASHIER),
        OfdReport(CASHIER),
        PrintDocument((*_ROWS, BarcodeLine(Symbology.QR, "товар"))),
        OpenDrawer(CASHIER),
        ReadState(),
    ),
    following=receipt(goods("После", 77_700)),
)
_OTHERS = {
    "atol": {"answer_timeout": 1.0, "connect_timeout": PATIENCE},
    "atol-web": {"answer_timeout": PATIENCE, "connect_timeout": PATIENCE, "receipt_timeout": 10.0},
    "pirit": {"connect_timeout": PATIENCE},
    "serviceplus": {"connect_timeout": PATIENCE},
    "mercury": {"answer_timeout": PATIENCE, "connect_timeout": PATIENCE, "document_timeout": 10.0},
}
_REGISTERED = 1  # documents of a ФН before its first shift


@dataclass(frozen=True, slots=True)
class Service(Kept):
    """One that speaks HTTP."""

    def connection(self, wire: Proxy) -> str:
        return f"http{wire.connection.removeprefix('tcp')}"


async def _service(device: Device) -> Route:
    return Service(device)


def _opened(model: Model, clock: Clock) -> Emulator:
    """With its shift open, and cash in the drawer."""
    register = model.emulator(clock, False)
    register.machine.till.open_shift()
    register.machine.till.cash_in(10_000)
    return register


def _recorded(device: Device) -> Marks:
    """Its documents, its movements of cash, and its plain paper, each in their order."""
    till, roll = device.machine.till, device.machine.roll  # type: ignore[union-attr]
    documents = till.storage.documents
    moves = till.operations - (len(documents) - _REGISTERED) - 1
    rows = [row.strip() for row in roll.lines if row.startswith("строка") or ("X-" in row or "БЕЗ ГАШЕНИЯ" in row)]
    told = [(document.form, document.type, document.total) for document in documents[_REGISTERED + 1 :]]
    return [*told, *["cash"] * moves, *rows]


def _other(driver: str, options: dict[str, Any]) -> Subject:
    model, http = MODELS[driver], driver in ("atol-web", "mercury")
    return replace(
        SHTRIH,
        name=driver,
        driver=driver,
        device=partial(_opened, model),
        options=tomllib.loads(model.settings) | options,
        route=_service if http else _kept,
        marks=_recorded,
        sums=not http and driver != "serviceplus",
        keeps=not http,
        commands=tuple(command for command in SHTRIH.commands if not isinstance(command, OpenDrawer)),
    )


OTHERS = tuple(_other(driver, options) for driver, options in _OTHERS.items())
SUBJECTS = (SHTRIH,)
