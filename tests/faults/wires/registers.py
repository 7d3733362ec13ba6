"""The drivers of registers at a wire. What they did is what the emulator has carried out of it.

Source of the codes: spec/shtrih-m.md 3.
"""

import asyncio

from drivers.model.command import CashIn, CashOut, CloseShift, OfdReport, OpenDrawer, PrintDocument, ReadState, XReport
from drivers.model.document import BarcodeLine, Symbology, TextLine
from drivers.model.ffd import ReceiptType
from drivers.ports import Clock
from drivers.shtrih.emulator.tcp import ShtrihEmulator
from tests.contract.goods import CASHIER, correction, goods, receipt
from tests.faults.wires.faults import PATIENCE
from tests.faults.wires.printers import Device, Direct, Marks, Route, Subject
from tests.faults.wires.proxy import Proxy

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
SUBJECTS = (SHTRIH,)
