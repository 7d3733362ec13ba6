"""A shop that talks to the service by bytes of HTTP, and tasks as spec/atol-web.md has them. No sockets."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from drivers.atol_web.emulator.pace import AT_ONCE, Pace
from drivers.atol_web.emulator.quirks import Quirks
from drivers.atol_web.emulator.register import Register
from drivers.atol_web.emulator.server import Server
from drivers.emulation.fiscal.till import Till
from tests.clock import FakeClock

OPERATOR = {"name": "Иванов И.И.", "vatin": "123654789507"}
CODE = b"010460043993125621JgXJ5.T\x1d93dGVz"  # spec/ffd.md 3
V2, V1 = "/api/v2", ""

SALE: dict[str, Any] = json.loads("""
{"type":"sell","taxationType":"usnIncome","electronically":false,
 "operator":{"name":"Иванов И.И.","vatin":"123654789507"},
 "clientInfo":{"emailOrPhone":"a@b.ru"},
 "items":[{"type":"position","name":"Чай","price":100.0,"quantity":2.0,"amount":200.0,
   "paymentMethod":"fullPayment","paymentObject":"commodity","measurementUnit":"piece","tax":{"type":"none"}}],
 "payments":[{"type":"electronically","sum":50.0},{"type":"cash","sum":150.0}],"total":200.0}
""")
"""Source: spec/atol-web.md 4.1."""


class Shop:
    """`answer` what came last, `status` its HTTP status."""

    def __init__(
        self,
        *,
        ffd: str = "1.05",
        api: str = "both",
        quirks: Quirks | None = None,
        pace: Pace = AT_ONCE,
        login: str = "",
        password: str = "",
        others: tuple[str, ...] = (),
        root: str = V2,
        **settings: Any,
    ) -> None:
        self.clock, quirks = FakeClock(), quirks or Quirks()
        register = Register(ffd=ffd, clock=self.clock, quirks=quirks, **settings)
        registers = {"kassa1": register, **{name: Register(clock=self.clock, quirks=quirks) for name in others}}
        self.server = Server(
            registers, api=api, pace=pace, quirks=quirks, clock=self.clock, login=login, password=password
        )
        self.root, self._count = root, 0
        self.status = 0

    @property
    def till(self) -> Till:
        return self.server.till

    @property
    def executed(self) -> list[str]:
        return self.server.device.worker.executed

    def http(self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> Any:
        """-> the JSON of the answer, "" where it is empty."""
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        told = {"host": "x", "content-length": str(len(raw)), **(headers or {})}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]
        said = self.server.feed("\r\n".join(lines).encode() + raw)
        self.server.hang_up()
        head, _, content = said.partition(b"\r\n\r\n")
        self.status = int(head.split()[1])
        return json.loads(content) if content else ""

    def post(self, *tasks: object, uuid: str = "", query: str = "") -> str:
        """-> the uuid."""
        self._count += 1
        uuid = uuid or f"uuid-{self._count}"
        self.http("POST", f"{self.root}/requests{query}", {"uuid": uuid, "request": [*tasks]})
        return uuid

    def get(self, uuid: str) -> list[Any]:
        found: list[Any] = self.http("GET", f"{self.root}/requests/{uuid}")["results"]
        return found

    def do(self, *tasks: object) -> Any:
        """The results of one task: its entry; of several: all of them."""
        entries = self.get(self.post(*tasks))
        return entries[0] if len(tasks) == 1 else entries

    def result(self, task: object) -> Any:
        entry = self.do(task)
        assert entry["status"] == "ready", entry
        assert entry["error"] == {"code": 0, "description": "Ошибок нет"}
        return entry["result"]

    def refused(self, task: object) -> int:
        """The number of the error; nothing was recorded."""
        before = (self.till.operations, self.till.drawer, len(self.till.storage.documents))
        entry = self.do(task)
        assert entry["status"] == "error"
        assert entry["result"] is None
        assert entry["error"]["description"]
        assert before == (self.till.operations, self.till.drawer, len(self.till.storage.documents))
        return int(entry["error"]["code"])

    def open(self) -> "Shop":
        self.result({"type": "openShift", "operator": OPERATOR})
        return self


def task(kind: str, **more: object) -> dict[str, object]:
    return {"type": kind, "operator": OPERATOR, **more}


def position(price: float = 100.0, quantity: float = 1, **more: object) -> dict[str, object]:
    amount = round(price * quantity, 2)
    told = {"type": "position", "name": "Чай", "price": price, "quantity": quantity, "amount": amount}
    return {**told, "tax": {"type": "vat20"}, **more}


def sale(*items: object, cash: float | None = None, kind: str = "sell", **more: object) -> dict[str, object]:
    """Paid by cash, with what the goods cost unless told otherwise."""
    goods = list(items) or [position()]
    sum_ = sum(each["amount"] for each in goods if isinstance(each, dict) and each["type"] == "position")
    paid = [{"type": "cash", "sum": sum_ if cash is None else cash}]
    return {**task(kind), "items": goods, "payments": paid, "taxationType": "osn", **more}


def correction(*items: object, kind: str = "sellCorrection", **more: object) -> dict[str, object]:
    base = {"correctionType": "self", "correctionBaseDate": "2026.11.01", "correctionBaseNumber": "7"}
    return sale(*items, kind=kind, **{**base, **more})


def in_base64(code: bytes) -> str:
    return base64.b64encode(code).decode("ascii")
