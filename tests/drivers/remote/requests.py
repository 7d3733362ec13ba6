"""What a KkmServer makes of a request: read by the server's own dialect, which shares nothing with the driver."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from drivers.model.card import CardOnReceipt
from drivers.model.command import Command, RegisterReceipt
from drivers.model.document import Line, Position
from drivers.notation.json_text import Json, encode
from drivers.remote.codec import request_of
from kkmserver.dialects.kkm.reading import Reading, Rules
from kkmserver.dialects.kkm.request import DeviceRequest, decode
from kkmserver.templates import Templates
from tests.clock import MOSCOW

NOW = datetime(2026, 11, 15, 15, 30, tzinfo=MOSCOW)


def read(body: bytes, templates: Path | None = None) -> DeviceRequest:
    rules = Rules(templates=Templates(templates)) if templates else Rules()
    return decode(body, Reading(rules, lambda: NOW))


def sent(command: Command, device: int = 7, id: str = "o-1", timeout: int = 15) -> dict[str, Json]:  # noqa: A002
    return request_of(command).addressed(device, id, timeout)


def forwarded(command: Command, templates: Path | None = None) -> Command:
    """The command as the other server understands it."""
    return read(encode(sent(command)), templates).command


def arriving(command: Command) -> Command:
    """As the other server has to understand it: bank and ЕГАИС have been told by this one."""
    if not isinstance(command, RegisterReceipt):
        return command
    receipt = replace(command.receipt, lines=tuple(map(_without_stamp, command.receipt.lines)))
    return RegisterReceipt(receipt, CardOnReceipt(wanted=False))


def _without_stamp(line: Line) -> Line:
    return replace(line, stamp=None) if isinstance(line, Position) else line
