"""Drivers for the tests: real options, real transports, a folder of their own."""

from pathlib import Path
from typing import Any

from drivers.escpos.driver import EscPosPrinter
from drivers.escpos.encoder import Encoder
from drivers.escpos.options import EscPosOptions, printer_of
from drivers.escpos.profile import load
from drivers.ports import DeviceContext
from drivers.transports.connection import open_transport
from tests.clock import FakeClock

START = bytes.fromhex("1b40 1c2e 1b5200 1b7411 1b32")  # ESC @, FS ., ESC R 0, ESC t 17, ESC 2
CUT = bytes.fromhex("1d564218")  # GS V 66 24


def encoder(**options: Any) -> Encoder:
    chosen = EscPosOptions("tcp://127.0.0.1:9100", **options)
    return Encoder(printer_of(load(chosen.profile), chosen))


def printer(connection: str, **options: Any) -> EscPosPrinter:
    context = DeviceContext(2, "Чековый", Path("unused"), FakeClock(), open_transport)
    return EscPosPrinter(context, EscPosOptions(connection, **options))
