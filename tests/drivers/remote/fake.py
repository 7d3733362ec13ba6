"""A small HTTP/1.1 server that answers what a test tells it to, and the original KkmServer of 2017 upon it.

Written from spec/kkmserver.md alone; it uses neither the driver nor our server.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

Body = dict[str, Any]
Reply = tuple[int, bytes] | None  # status line and body; None: the connection is closed without a word
Answering = Callable[[Body], Reply | Awaitable[Reply]]
VIA = "via"  # member of a request where the names of servers it has come through are put
INFO = {
    "NameOrganization": 'ООО "Пример"', "InnOrganization": "7700000009", "TaxVariant": "0,3", "AddressSettle": "Москва",
    "PlaceSettle": "магазин", "SenderEmail": "", "UrlServerOfd": "", "PortServerOfd": "", "NameOFD": "", "UrlOfd": "",
    "InnOfd": "", "OFD_Error": "", "OFD_NumErrorDoc": 0, "OFD_DateErrorDoc": "0001-01-01T00:00:00",
    "KktNumber": "0001", "FnNumber": "9999078900000001", "RegNumber": "0000000001000001", "FN_IsFiscal": True,
    "FN_MemOverflowl": False, "FN_DateStart": "2024-01-01T00:00:00", "FN_DateEnd": "2026-01-01T00:00:00",
    "FFDVersion": "1.05", "FFDVersionFN": "1.1", "FFDVersionKKT": "1.05", "OnOff": True, "Active": True,
    "SessionState": 2, "PaperOver": False, "BalanceCash": 150.5, "DateTimeKKT": "2024-02-01T11:00:00",
    "Firmware_Version": "1.0", "Firmware_Status": 0, "EncryptionMode": False, "OfflineMode": True, "SignOfAgent": "0,6",
}  # fmt: skip
UNIT = {
    "NumDevice": 3, "IdDevice": "6f0b9a52-0d0e-4d0a-9f55-0c8f5f0d7a10", "OnOff": True, "Active": True,
    "TypeDevice": "Фискальный регистратор", "IdTypeDevice": "KktEmulator", "IP": "<Не определено>",
    "NameDevice": "KKT Эмулятор", "UnitName": "baz", "KktNumber": "0001", "INN": "7700000009",
    "RegNumber": "0000000001000001", "FnNumber": "9999078900000001", "InnOfd": "", "NameOrganization": "", "TaxVariant":
    "0", "AddDate": "2017-08-29T09:21:07", "OFD_Error": "", "OFD_NumErrorDoc": 0, "OFD_DateErrorDoc":
    "0001-01-01T00:00:00", "FN_DateEnd": "0001-01-01T00:00:00", "FN_MemOverflowl": False, "FN_IsFiscal": True,
    "PaperOver": False,
}  # fmt: skip
QR = "t=20171214T044021&s=301.50&fn=3149060506089651&i={}&fp=217861848&n=1"


@asynccontextmanager
async def serving(answer: Answering) -> AsyncIterator[str]:
    """Its URL. `answer` gets the JSON of every request, and may take its time."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                reply = answer(await _request(reader))
                if (reply := await reply if isinstance(reply, Awaitable) else reply) is None:
                    break
                status, body = reply
                writer.write(b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%b" % (status, len(body), body))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def _request(reader: asyncio.StreamReader) -> Body:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    headers = {name: value.strip() for name, _, value in (line.partition(":") for line in head.split("\r\n"))}
    body: Body = json.loads(await reader.readexactly(int(headers["content-length"])))
    return {**body, VIA: headers.get("x-kkmserver-via", "")}


def said(body: Body) -> Reply:
    return 200, json.dumps(body, ensure_ascii=False).encode()


@dataclass
class Original:
    """The server of 2017 with the emulator as device 3: no extension members, `UnitName`, Status 4 while it waits."""

    waits: int = 0  # questions for a result that are answered with Status 4 first
    failure: str = ""  # what every device command fails with
    forgets: bool = False  # results are thrown away at once
    up_time: str = "0.01:00:00"
    heard: list[Body] = field(default_factory=list)
    results: dict[str, Body] = field(default_factory=dict)
    printed: int = 0

    def __call__(self, asked: Body) -> Reply:
        self.heard.append(asked)
        name = asked["Command"]
        if name == "List":
            return said({"ListUnit": [{**UNIT, "NumDevice": 1}, UNIT], **self._common(asked, "List")})
        if name == "GetRezult":
            return said(self._rezult(asked["IdCommand"]))
        if name == "GetServerData":
            return said({"ServerData": {"ServerUpTime": self.up_time}, **self._common(asked, name)})
        if name == "CancelCommand":
            return 501, b""
        return said(self._execute(asked))

    def _execute(self, asked: Body) -> Body:
        if asked["NumDevice"] != 3:
            text = f"Устройство (с параметрами NumDevice={asked['NumDevice']}) не найдено: не настроено или отключено."
            return {**self._common(asked, asked["Command"]), "Status": 3, "Error": text}
        self.printed += 1
        own = {"IdCommand": asked["IdCommand"], "NumDevice": 3, "UnitName": "baz"}
        done = {**({} if self.failure else self._payload(asked)), **self._common(asked, asked["Command"]), **own}
        done |= {"Status": 2 if self.failure else 0, "Error": self.failure}
        if not self.forgets:
            self.results[asked["IdCommand"]] = done
        return self._as_it_stands(asked["IdCommand"], done)

    def _as_it_stands(self, id: str, done: Body) -> Body:  # noqa: A002
        if self.waits <= 0:
            return done
        self.waits -= 1
        return {name: done[name] for name in ("Command", "Error", "IdCommand", "NumDevice", "UnitName")} | {"Status": 4}

    def _rezult(self, id: str) -> Body:  # noqa: A002
        done = self.results.get(id)
        if done is None:
            text = "Команда с таким IdCommand не найдена"
            unknown = {"Command": "", "Error": text, "Status": 3, "IdCommand": id, "NumDevice": 0, "UnitName": ""}
            return {"Rezult": unknown, "Command": "GetRezult", "Error": text, "Status": 3, "IdCommand": ""}
        common = {"Command": "GetRezult", "Error": "", "Status": 0, "IdCommand": ""}
        return {"Rezult": self._as_it_stands(id, done), **common}

    def _payload(self, asked: Body) -> Body:
        """Recorded shapes: 3.5-3.9."""
        number = 16 + self.printed
        match asked["Command"]:
            case "RegisterCheck" if asked["IsFiscalCheck"]:
                code = QR.format(number)
                numbers = {"CheckNumber": number, "SessionNumber": 6, "LineLength": -1}
                return {**numbers, "URL": code, "QRCode": code, "Info": None}
            case "OpenShift" | "CloseShift":
                return {"CheckNumber": number, "SessionNumber": 7}
            case "GetDataKKT":
                return {"CheckNumber": number, "SessionNumber": 6, "LineLength": 48, "URL": "", "Info": INFO}
            case "GetLineLength":
                return {"LineLength": 48}
            case "GetDataCheck":
                return {"Slip": "Чек\r\n", "RegisterCheck": {"\u0001": "17", "\u0002": "Приход"}}
        return {}

    def _common(self, asked: Body, name: str) -> Body:
        return {"Command": name, "Error": "", "Status": 0, "IdCommand": ""}
