"""Drivers for the tests, and templates they print."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from drivers.model.command import PrintLabels
from drivers.model.document import PLAIN, Symbology
from drivers.model.label import BarcodeElement, Template, TextElement
from drivers.ports import DeviceContext, Transport
from drivers.spooler.driver import SpoolerPrinter
from drivers.spooler.options import SpoolerOptions
from tests.clock import FakeClock

LABEL: dict[str, Any] = {"kind": "label", "width": 58.0, "height": 40.0, "margin": 1.0, "dpi": 203}


def printer(connection: str, **options: Any) -> SpoolerPrinter:
    context = DeviceContext(3, "Этикетки", Path("unused"), FakeClock(), _no_transport)
    return SpoolerPrinter(context, SpoolerOptions(connection, **options))


def _no_transport(connection: str) -> Transport:
    raise AssertionError(f"the driver needs no transport for {connection}")


def labels(count: int, *, first: int = 1, width: int = 58, height: int = 40) -> PrintLabels:
    """Each with its own number, as text and as a code."""
    template = Template(
        name="price",
        width=Decimal(width),
        height=Decimal(height),
        elements=(
            TextElement(x=Decimal(2), y=Decimal(2), width=Decimal(50), height=Decimal(6), text="{n}", size=Decimal(5)),
            BarcodeElement(
                x=Decimal(2),
                y=Decimal(10),
                width=Decimal(54),
                height=Decimal(28),
                symbology=Symbology.CODE128,
                content="N{n}",
                style=PLAIN,
            ),
        ),
        defaults={},
    )
    return PrintLabels(template, tuple({"n": str(number)} for number in range(1, count + 1)), first=first)
