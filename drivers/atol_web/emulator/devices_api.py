"""Methods of the second generation beside requests. Source: spec/atol-web.md 1 (W2).

What the source names and does not describe is answered with 501: settings, getRequestsQueueStatus, utils.
"""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import unquote

from drivers.atol_web.emulator import results
from drivers.atol_web.emulator.device import Device
from drivers.atol_web.emulator.errors import Refused
from drivers.atol_web.emulator.fields import Fields, fields
from drivers.atol_web.emulator.json_text import moment, read
from drivers.atol_web.emulator.quirks import Quirks
from drivers.emulation.http import Reply

_QUESTIONS = {
    "DeviceStatus": "getDeviceStatus", "DeviceInfo": "getDeviceInfo", "ShiftStatus": "getShiftStatus",
    "ShiftTotals": "getShiftTotals", "FnInfo": "getFnInfo", "FnStatus": "getFnStatus",
    "OfdExchangeStatus": "ofdExchangeStatus", "Licenses": "getLicenses", "IsmExchangeStatus": "ismExchangeStatus",
}  # fmt: skip
VERSION, DRIVER = "1.0.4.0", "10.10.7.0"


class DevicesApi:
    """`make`: a device for POST devices. `default`: the id of the one that is meant where none is named."""

    def __init__(
        self,
        devices: dict[str, Device],
        make: Callable[[str], Device],
        local: Callable[[], datetime],
        quirks: Callable[[], Quirks],
    ) -> None:
        self._devices, self._make, self._local, self._quirks = devices, make, local, quirks
        self.default = next(iter(devices))

    def named(self, name: str | None) -> Device | None:
        """None where there is no such."""
        return self._devices.get(self.default if name is None else name)

    def answer(self, method: str, way: str, device: Device | None, body: bytes) -> Reply:
        """`way`: behind /api/v2/; `device`: the one named, or the default one, None = there is no such."""
        try:
            return self._answer(method, way, device, body)
        except (ValueError, Refused) as fault:
            return self._fail(400, f"Ошибка разбора запроса: {fault}")

    def _answer(self, method: str, way: str, device: Device | None, body: bytes) -> Reply:
        match method, way.split("/"):
            case "GET", ["serverInfo"]:
                return results.reply(self._server())
            case "GET", ["devices"]:
                return results.reply([self._shown(each) for each in self._devices.values()])
            case "POST", ["devices"]:
                return self._create(fields(read(body)))
            case (("GET" | "PUT" | "DELETE"), ["devices", name]):
                return self._one(method, unquote(name), body)
            case "POST", ["setDefaultDevice"]:
                return self._set_default(fields(read(body)).text("id"))
            case "POST", [("activateDevice" | "deactivateDevice") as what]:
                return self._activate(device, what == "activateDevice")
            case "POST", ["operations", question] if question.removeprefix("query") in _QUESTIONS:
                return self._ask(device, _QUESTIONS[question.removeprefix("query")])
            case _, [("settings" | "getRequestsQueueStatus" | "utils"), *_]:
                return self._fail(501, f"Эмулятор не знает, что отвечают на {way}")
        return self._fail(404, f"Нет метода {method} {way}")

    def _server(self) -> dict[str, object]:
        local = self._local()
        now = moment(local.replace(tzinfo=None), local)
        return {"serverVersion": VERSION, "driverVersion": DRIVER, "os": "linux", "currentDateTime": now}

    def _shown(self, device: Device) -> dict[str, object]:
        return device.shown(default=device.id == self.default)

    def _one(self, method: str, name: str, body: bytes) -> Reply:
        device = self._devices.get(name)
        if device is None:
            return self._missing()
        if method == "PUT":
            self._change(device, fields(read(body)))
        if method == "DELETE" and name == self.default:
            return self._fail(409, "Устройство выбрано по умолчанию")
        if method == "DELETE":
            del self._devices[name]
            return results.empty(200)
        return results.reply(self._shown(device))

    def _create(self, told: Fields) -> Reply:
        name = told.text("id")
        if name in self._devices:
            return self._fail(409, f"Устройство {name} уже есть")
        device = self._devices[name] = self._make(name)
        self._change(device, told)
        return results.reply(self._shown(device), 201)

    def _change(self, device: Device, told: Fields) -> None:
        device.name = told.text("name", device.name)
        settings = told.inside("connectionSettings")
        device.settings = device.settings if settings is None else settings.values

    def _set_default(self, name: str) -> Reply:
        if name not in self._devices:
            return self._missing()
        self.default = name
        return results.empty(200)

    def _activate(self, device: Device | None, on: bool) -> Reply:
        if device is None:
            return self._missing()
        device.active = on
        return results.empty(200)

    def _ask(self, device: Device | None, kind: str) -> Reply:
        if device is None:
            return self._missing()
        if not device.active:
            return self._fail(409, f"Устройство {device.id} не активно")
        return results.asked(device.worker.ask(kind))

    def _missing(self) -> Reply:
        return self._fail(404, "Устройство не найдено")

    def _fail(self, status: int, text: str) -> Reply:
        return results.error(status, self._quirks().http_error, text)
