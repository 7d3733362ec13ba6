"""Requests: taken, told of, cancelled. Source: spec/atol-web.md 1, 8."""

from collections.abc import Callable

from drivers.atol_web.emulator import results
from drivers.atol_web.emulator.device import Device
from drivers.atol_web.emulator.errors import NO_REQUIRED, Refused
from drivers.atol_web.emulator.fields import Fields, fields
from drivers.atol_web.emulator.json_text import read
from drivers.atol_web.emulator.quirks import Quirks
from drivers.atol_web.emulator.request import Request
from drivers.emulation.http import Reply


class RequestsApi:
    """`devices`: all of them; a uuid belongs to one of them only."""

    def __init__(self, devices: dict[str, Device], quirks: Callable[[], Quirks], now: Callable[[], float]) -> None:
        self._devices, self._quirks, self._now = devices, quirks, now

    def take(self, device: Device, body: bytes) -> Reply:
        try:
            told = fields(read(body))
            uuid, tasks = told.text("uuid"), _tasks(told)
        except (ValueError, Refused) as fault:
            return self.error(400, f"Ошибка разбора запроса: {fault}")
        if not uuid:
            return self.error(400, "Пустой uuid")
        if self.find(uuid) is not None:
            return self.error(self._quirks().duplicate_status, f"Запрос {uuid} уже есть")
        if not device.active:
            return self.error(409, f"Устройство {device.id} не активно")
        return self._store(device, Request(uuid, tasks, self._now()))

    def _store(self, device: Device, request: Request) -> Reply:
        limit, waiting = self._quirks().queue_limit, len(device.queue.unfinished)
        if limit is not None and waiting >= limit:
            return self.error(409, "Очередь заданий переполнена")
        device.queue.add(request)
        device.queue.tick(self._now())
        return results.reply({"number": waiting + 1}, 201) if self._quirks().queue_position else results.empty(201)

    def tell(self, uuid: str, form: results.Form, *, null: bool = False) -> Reply:
        found = self.find(uuid)
        if found is None:
            return self._unknown(uuid)
        device, request = found
        device.queue.asked(request)
        device.queue.tick(self._now())
        return results.results(request, form, null=null)

    def cancel(self, uuid: str) -> Reply:
        """Only while it waits."""
        found = self.find(uuid)
        if found is None:
            return self._unknown(uuid)
        _, request = found
        if request.turn is not None or request.over:
            return self.error(self._quirks().delete_late_status, f"Запрос {uuid} уже выполняется или выполнен")
        request.cancel()
        return results.empty(200)

    def find(self, uuid: str) -> tuple[Device, Request] | None:
        """None too where the result was kept long enough."""
        for device in self._devices.values():
            request = device.queue.requests.get(uuid)
            if request is not None and not self._outlived(request):
                return device, request
        return None

    def _outlived(self, request: Request) -> bool:
        live = self._quirks().results_live
        return live is not None and request.over and self._now() - request.ended > live

    def _unknown(self, uuid: str) -> Reply:
        return self.error(404, f"Запрос {uuid} не найден")

    def error(self, status: int, text: str) -> Reply:
        return results.error(status, self._quirks().http_error, text)


def _tasks(told: Fields) -> tuple[Fields, ...]:
    """Raises Refused where there is none, or one has no type."""
    value = told.values.get("request")
    tasks = tuple(told.each("request")) if isinstance(value, list) else (fields(value, "request"),)
    if not tasks:
        raise Refused(NO_REQUIRED, "request")
    for task in tasks:
        task.text("type")
    return tasks


def types_in(body: bytes) -> tuple[str, ...]:
    """Of the tasks, as far as the body can be read."""
    try:
        return tuple(task.text("type") for task in _tasks(fields(read(body))))
    except (ValueError, Refused):
        return ()
