"""A host that talks to the emulated service without HTTP; its questions are put together by hand."""

import json
from typing import Any

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.storage import Document
from drivers.mercury.emulator.register import Register
from drivers.mercury.emulator.results import Result
from tests.clock import FakeClock

Json = dict[str, Any]
TEA: Json = {
    "productName": "Чай",
    "qty": 20000,
    "price": 10000,
    "taxCode": 6,
    "paymentFormCode": 4,
    "productTypeCode": 1,
}
CODE = "0104600439931256" + "21JgXJ5.T\x1d93dGVz"


class Refusal(Exception):
    def __init__(self, result: int, text: str) -> None:
        super().__init__(f"{result} {text}")
        self.result, self.text = result, text


class Host:
    """Has the session open."""

    def __init__(self, **settings: Any) -> None:
        self.register = Register(**{"clock": FakeClock(), **settings})
        self.key: str | None = None
        self.key = self.ask("OpenSession", portName="COM3", model="185F")["sessionKey"]

    def ask(self, command: str, **fields: Any) -> Json:
        """Raises Refusal."""
        return self.say({"sessionKey": self.key, "command": command, **fields})

    def say(self, question: Json) -> Json:
        """Raises Refusal."""
        told: Json = json.loads(self.register.execute(json.dumps(question).encode()))
        if told["result"]:
            raise Refusal(told["result"], told["description"])
        return told

    def refused(self, command: str, **fields: Any) -> int:
        """The result; DONE where nothing was wrong."""
        try:
            self.ask(command, **fields)
        except Refusal as refusal:
            return refusal.result
        return Result.DONE

    def open_shift(self) -> "Host":
        self.ask("OpenShift", printDoc=True)
        return self

    def open_check(self, **fields: Any) -> "Host":
        self.ask("OpenCheck", **{"checkType": 0, "taxSystem": 1, **fields})
        return self

    def sell(self, *goods: Json, payment: Json | None = None, closing: Json | None = None, **heading: Any) -> Json:
        """A whole check, of tea for 200 roubles if nothing else is told. -> the answer of CloseCheck."""
        self.open_check(**heading)
        for each in goods or (TEA,):
            self.ask("AddGoods", **each)
        return self.ask("CloseCheck", payment=payment or {"cash": 20000}, **(closing or {}))

    @property
    def last(self) -> Document:
        return self.register.till.storage.documents[-1]

    def tags(self) -> dict[int, bytes]:
        """Of the last document, top level; of requisites that repeat the last one."""
        return dict(tlv.parse(self.last.tlv))

    def item(self) -> dict[int, bytes]:
        """The requisites of its last position."""
        return dict(tlv.parse(self.tags()[1059]))


def number(value: bytes) -> int:
    return int.from_bytes(value, "little")
