"""Commands of scales and customer displays, and what they bring. Source: spec/kkmserver.md 3.16."""

from decimal import Decimal

from drivers.errors import FrameError
from drivers.model.command import Command, SetTare, ShowOnDisplay
from drivers.model.outcome import DisplayAbilities
from drivers.notation.members import Members
from drivers.remote.request import Request


def request_of(command: Command) -> Request | None:
    match command:
        case SetTare(weight):
            return Request("Calibrate", {"TareWeight": weight})
        case ShowOnDisplay(top, bottom, qr):
            return Request("OutputOnCustomerDisplay", {"TopString": top, "CodeQR": qr, "BottomString": bottom})
        case _:
            return None


def weight(members: Members) -> Decimal:
    """Kilograms. Raises FrameError, also where none is told: that is not a weight of 0."""
    if "Weight" not in members:
        raise FrameError("Удалённый сервер не назвал вес.")
    return members.decimal("Weight")


def abilities(members: Members) -> DisplayAbilities:
    """Raises FrameError."""
    return DisplayAbilities(
        top=members.flag("IsTopString"), bottom=members.flag("IsBottomString"), qr=members.flag("IsCodeQR")
    )
