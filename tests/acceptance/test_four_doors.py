"""A server with all its APIs: the same receipt through each is the same paper and the same fiscal document."""

import json
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from drivers.model.ffd import DocumentForm
from tests.acceptance.shop.archive import Document, documents
from tests.live import LiveServer

TOKEN, KEY, FIRST_KEY = "d5ae6f1c0b7f4e0f9a3b7c2d1e8f6a90", "Zk3mQ8vT1xWb6nHs9rLc4yPd7uJf2aGe0", "12345678"
SETTINGS = f"""
[server]
port = 0
[dialects.bit]
enabled = true
port = 0
[[dialects.bit.tokens]]
token = "{TOKEN}"
device = 1
[dialects.itkassa]
enabled = true
port = 0
[[dialects.itkassa.organizations]]
id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
name = "Ромашка"
api_keys = ["{KEY}"]
devices = [1]
[dialects.ikkm]
enabled = true
[[dialects.ikkm.registers]]
device = 1
port = 0
first_key = "{FIRST_KEY}"
cashier = "Иванова"
taxes = [{{ code = 1, name = "НДС 22%", rate = "22" }}]
[[devices]]
number = 1
name = "Касса 1"
driver = "virtual-kkt"
"""
SALES = ("RegisterCheck", "kktReceiptFiscalization", "sale", "/api")
DOORS = ("bit", "itkassa", "ikkm")
_GREETED = re.compile(r"^  API .*?(БИТ|Анти Касса|iKKM).*?: (https?://\S+?)/(?:,.*)?$", re.MULTILINE)
_NAMES = {"БИТ": "bit", "Анти Касса": "itkassa", "iKKM": "ikkm"}
_OWN = frozenset({1012, 1040, 1042, 1077})  # time, number of the document, number in the shift, sign
_WITHIN = 20.0


class Mall:
    """The server and its four counters."""

    def __init__(self, server: LiveServer) -> None:
        self.server = server
        assert server.client.get("/healthz").status_code == 200  # the greeting is out by then
        found = {_NAMES[name]: url for name, url in _GREETED.findall(server.log())}
        self.url = {**found, "kkm": server.url}
        self.key = FIRST_KEY
        self.client = httpx.Client(timeout=20, trust_env=False)

    def kkm(self, command: str, **more: Any) -> Any:
        return self.server.post({"Command": command, "NumDevice": 1, "IdCommand": command, **more})

    def sell_kkm(self) -> None:
        row = {"Name": "Чай", "Quantity": 2, "Price": 100.5, "Amount": 201, "Tax": 22}
        row |= {"SignMethodCalculation": 4, "SignCalculationObject": 1}
        told = self.kkm(
            "RegisterCheck",
            IsFiscalCheck=True,
            TypeCheck=0,
            CashierName="Иванова",
            Cash=201,
            CheckStrings=[{"Register": row}],
        )
        assert told["Status"] == 0, told

    def sell_bit(self) -> None:
        line = {"n_1030": "Чай", "p_1079": 100.5, "q_1023": 2, "t_1199": 11, "s_1212": 1, "m_1214": 4}
        data = {"r_1054": 1, "s_1055": 1, "c_1021": "Иванова", "1059": [line], "payments": {"c_1031": 201}}
        (told,) = self.bit({"name": "Чек", "type": "kktReceiptFiscalization", "data": data}, "order 1")
        assert told["success"], told

    def bit(self, command: Any, order: str, token: str = TOKEN) -> Any:
        headers = {"Action": "command_list", "BIT_KKT_TOKEN": token, "bit_order_id": order}
        return self.client.post(self.url["bit"], content=json.dumps([command]), headers=headers).json()

    def sell_itkassa(self) -> None:
        (register,) = self.itkassa("GET", "/cre/items/")["list"]
        line = {"title": "Чай", "price": 100.5, "quantity": 2, "total": 201, "tax": "vat_22"}
        line |= {"ppr": "goods", "psr": "full_settle"}
        sale = {"type": "sale", "isPrintable": True, "sno": "sno_osn", "tagCashierName": "Иванова", "lines": [line]}
        asked = {"creItemId": register["id"], "idempKey": "key 1", "commands": [{**sale, "amountCash": 201}]}
        job = self.itkassa("POST", "/print-documents", asked)["object"]
        _until(lambda: not self.job(job["id"])["queueItem"])
        assert self.job(job["id"])["resultItem"]["result"] == "success"

    def job(self, guid: str) -> Any:
        return self.itkassa("GET", f"/print-documents/{guid}")["object"]

    def itkassa(self, method: str, path: str, asked: Any = None) -> Any:
        content = None if asked is None else json.dumps(asked)
        url = f"{self.url['itkassa']}/open/api/v1{path}"
        told = self.client.request(method, url, content=content, headers={"X-Api-Key": KEY}).json()
        assert told["code"] == 0, told
        return told

    def sell_ikkm(self) -> None:
        rows = json.dumps([{"name": "Чай", "price": "100.5", "qty": 2, "sum": 201}])
        told = self.client.post(
            f"{self.url['ikkm']}/api", data={"key": self.key, "sale": "201", "cash": "201", "itemdata": rows}
        )
        assert told.status_code == 200, told
        self.key = told.text

    def papers(self) -> list[str]:
        """Of the register, oldest first."""
        numbers = [one["number"] for one in self.server.client.get("/devices/1/tape").json()]
        return [self.server.client.get(f"/devices/1/tape/{number}.txt").text for number in sorted(numbers)]


@pytest.fixture
def mall(tmp_path: Path) -> Iterator[Mall]:
    with LiveServer(tmp_path, SETTINGS, ("Admin", "")) as server:
        found = Mall(server)
        assert set(found.url) == {"kkm", *DOORS}, server.log()
        yield found
        found.client.close()


def _essence(receipt: Document) -> list[tuple[int, bytes]]:
    return [(item.tag, item.raw) for item in receipt.items if item.tag not in _OWN]


def _masked(paper: str) -> list[str]:
    """Without what tells one receipt from the next: the four of _OWN, on paper and in the QR code."""
    paper = re.sub(r"\d{2}\.\d{2}\.\d{2} \d{2}:\d{2}", "…", paper)
    paper = re.sub(r"\b(ФД|ФП|ЧЕК) \d+", r"\1 …", paper)
    paper = re.sub(r"\b(t|i|fp)=\w+", r"\1=…", paper)
    return [re.sub(r"\s+", " ", line) for line in paper.splitlines()]


def _until(there: Callable[[], bool]) -> None:
    end = time.monotonic() + _WITHIN
    while not there():
        assert time.monotonic() < end, "too late"
        time.sleep(0.01)


def test_one_receipt_through_each_of_the_four(mall: Mall, tmp_path: Path) -> None:
    assert mall.kkm("OpenShift", CashierName="Иванова")["Status"] == 0
    selling: tuple[Callable[[], None], ...] = (mall.sell_kkm, mall.sell_bit, mall.sell_itkassa, mall.sell_ikkm)
    for sell in selling:
        sell()
    first, *others = [_masked(paper) for paper in mall.papers()[-4:]]
    assert any("Чай" in line for line in first)
    assert others == [first] * 3
    rows = mall.server.client.get("/journal").json()
    sold = {row["dialect"]: row["command"] for row in reversed(rows) if row["command"] in SALES}
    assert list(sold.items()) == list(zip(("kkm", *DOORS), SALES, strict=True))
    for door in DOORS:
        found = mall.server.client.get("/journal", params={"dialect": door}).json()
        assert {row["dialect"] for row in found} == {door}
        sale = next(row for row in found if row["command"] in SALES)
        assert mall.server.client.get(f"/journal/{quote(sale['id'], safe='')}/answer").status_code == 200
    assert set(mall.server.client.get("/journal-facets").json()["dialects"]) >= {"kkm", *DOORS}
    counted = mall.server.client.get("/metrics").text
    for door in DOORS:
        assert f'kkmserver_door_answers_total{{dialect="{door}",status="200"}}' in counted
    assert mall.server.stop(signal.SIGTERM) == 0
    receipts = [one for one in documents(tmp_path / "data", 1) if one.form is DocumentForm.RECEIPT]
    first_sealed, *other_sealed = [_essence(one) for one in receipts]
    assert len(receipts) == 4
    assert receipts[0].one(1020).number() == 20100
    assert other_sealed == [first_sealed] * 3
    for secret in (TOKEN, KEY, FIRST_KEY, mall.key):
        assert secret not in mall.server.log()
        assert all(secret.encode() not in file.read_bytes() for file in (tmp_path / "data").glob("journal.db*"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGHUP")
def test_other_tokens_count_at_once_and_what_is_under_way_is_answered_at_the_end(tmp_path: Path) -> None:
    with LiveServer(tmp_path, SETTINGS.replace('"virtual-kkt"', '"virtual-kkt"\ndelay = 0.5')) as server:
        mall, other = Mall(server), "f" * 32
        report = {"name": "x", "type": "kktXReport", "data": {}}
        assert "error" in mall.bit(report, "1", other)
        file = tmp_path / "kkmserver.toml"
        file.write_text(file.read_text(encoding="utf-8").replace(TOKEN, other), encoding="utf-8")
        assert server.process
        server.process.send_signal(signal.SIGHUP)
        _until(lambda: "error" not in mall.bit(report, "2", other))
        assert "error" in mall.bit(report, "3", TOKEN)
        told: list[Any] = []
        asking = threading.Thread(target=lambda: told.append(mall.bit(report, "4", other)))
        asking.start()
        _until(lambda: bool(server.client.get("/devices").json()[0]["busy"]))
        began = time.monotonic()
        assert server.stop(signal.SIGTERM) == 0
        assert time.monotonic() - began < 5
        asking.join(5)
        assert told[0][0]["success"], told
        assert "Traceback" not in server.log()
