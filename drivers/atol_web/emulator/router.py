"""Which method is meant, of which generation, for which device, and who may. Source: spec/atol-web.md 1."""

import base64
import binascii
from collections.abc import Callable
from urllib.parse import parse_qs, unquote

from drivers.atol_web.emulator import results
from drivers.atol_web.emulator.device import Device
from drivers.atol_web.emulator.devices_api import DevicesApi
from drivers.atol_web.emulator.quirks import Quirks
from drivers.atol_web.emulator.requests_api import RequestsApi
from drivers.atol_web.emulator.results import Form
from drivers.emulation.http import Question, Reply

V1, V2, BOTH = "v1", "v2", "both"
_SECOND = "/api/v2/"
_OPEN = "serverInfo"  # told to everybody


class Router:
    """`api`: the generations there are; `secret`: "login:password", "" = everybody is let in."""

    def __init__(
        self, api: str, secret: str, requests: RequestsApi, service: DevicesApi, quirks: Callable[[], Quirks]
    ) -> None:
        if api not in (V1, V2, BOTH):
            raise ValueError(f"api {api} is none of {V1}, {V2}, {BOTH}")
        self.api, self._secret, self._quirks = api, secret, quirks
        self._requests, self._service = requests, service

    def answer(self, question: Question, *, other: bool = False, null: bool = False) -> Reply:
        """`other`: results in the form of the other generation; `null`: without `result`."""
        path, _, query = question.path.partition("?")
        second = path.startswith(_SECOND)
        if self.api not in (BOTH, V2 if second else V1):
            return self.fail(404, f"Нет {path}")
        way = path.removeprefix(_SECOND if second else "/")
        if not self._admits(question) and not (second and way == _OPEN):
            return self.fail(401, "Неверные имя пользователя или пароль")
        if len(question.body) > self._quirks().most_bytes:
            return self.fail(413, "Слишком большой запрос")
        device = self._service.named(parse_qs(query).get("deviceID", [None])[0] if second else None)
        if way == "requests" or way.startswith("requests/"):
            form = Form.V2 if second else Form.V1
            return self._request(question, way, device, form.other if other else form, null)
        if second:
            return self._service.answer(question.method, way, device, question.body)
        return self.fail(404, f"Нет {path}")

    def uuid(self, question: Question) -> str:
        """The one that the path asks for; "" where it does not."""
        path = question.path.partition("?")[0].removeprefix(_SECOND).removeprefix("/")
        return unquote(path.removeprefix("requests/")) if path.startswith("requests/") else ""

    def _request(self, question: Question, way: str, device: Device | None, form: Form, null: bool) -> Reply:
        uuid = self.uuid(question)
        match question.method, bool(uuid):
            case "POST", False if device is None:
                return self.fail(404, "Устройство не найдено")
            case "POST", False if device is not None:
                return self._requests.take(device, question.body)
            case "GET", True:
                return self._requests.tell(uuid, form, null=null)
            case "DELETE", True:
                return self._requests.cancel(uuid)
        return self.fail(404, f"Нет метода {question.method} {way}")

    def _admits(self, question: Question) -> bool:
        """HTTP Basic."""
        if not self._secret:
            return True
        scheme, _, told = question.headers.get("authorization", "").partition(" ")
        try:
            return scheme.lower() == "basic" and base64.b64decode(told).decode("utf-8") == self._secret
        except (binascii.Error, UnicodeDecodeError):
            return False

    def fail(self, status: int, text: str) -> Reply:
        return results.error(status, self._quirks().http_error, text)
