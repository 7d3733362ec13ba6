"""Sessions and what is told without one. Source: spec/mercury.md 3."""

from drivers.mercury.emulator.command import NOTHING, Answer, Command
from drivers.mercury.emulator.core import MODELS, Core
from drivers.mercury.emulator.fields import Fields
from drivers.mercury.emulator.results import Refused, Result

_PROTOCOL = "3.12"
_FASTEST = 921_600


def _driver_info(_core: Core, _: Fields) -> Answer:
    return {"driverVer": "1.0", "protocolVer": _PROTOCOL, "driverBaseVer": "1.0", "driverSalesVer": "1.0"}


def _open(core: Core, asked: Fields) -> Answer:
    """That a wrong port, model or number is refused here already is inferred."""
    port, model = asked.text("portName"), asked.text("model")
    asked.integer("baudRate", 1200, _FASTEST, 115_200)
    asked.flag("debug", default=False)
    asked.optional_text("logPath")
    serial = asked.optional_text("serialNumber")
    if model not in MODELS:
        raise Refused(Result.BAD_FIELD, "Неверное значение: model")
    others = (core.port not in ("", port), model != core.model, serial not in ("", core.till.serial))
    if core.conditions.register_gone or any(others):
        raise Refused(Result.NO_REGISTER, f"Нет связи с ККТ на порту {port}")
    return {"sessionKey": core.sessions.open(port), "protocolVer": _PROTOCOL}


def _close(core: Core, asked: Fields) -> Answer:
    core.sessions.close(asked.text("sessionKey"))
    return NOTHING


def _close_ports(core: Core, _: Fields) -> Answer:
    """What a dead session is the service cannot know over HTTP: see Quirks."""
    if core.quirks.ports_are_freed:
        core.sessions.forget()
    return NOTHING


COMMANDS = (
    Command("GetDriverInfo", _driver_info, keyed=False),
    Command(
        "OpenSession",
        _open,
        ("portName", "baudRate", "model", "serialNumber", "debug", "logPath"),
        keyed=False,
    ),
    Command("CloseSession", _close),
    Command("ClosePorts", _close_ports, keyed=False),
)
