"""Every JSON example of spec/atol-web.md, both ways. `t`, `fn`, `i`, `n` of the code are facts of the emulated shop."""

import json
import re

from drivers.atol_web.emulator.fields import Fields
from drivers.atol_web.emulator.json_text import written
from drivers.atol_web.emulator.request import Answer, Request, Status
from drivers.atol_web.emulator.results import Form, error, results
from drivers.emulation.fiscal.slip import qr
from tests.drivers.atol_web.emulator.shop import SALE, Shop

REPORT = """POST /api/v2/requests?deviceID=kassa1 HTTP/1.1
Content-Type: application/json
Host: x
Content-Length: 133

{"uuid":"0ba40014-5fa5-11ea-b5e9-037d4786a49d","request":[{"type":"reportX","operator":{"name":"Иванов"}}]}"""
V2 = '{"results":[{"status":"ready","error":{"code":0,"description":"Ошибок нет"},"result":{}}]}'
V1 = '{"results":[{"status":"ready","errorCode":0,"errorDescription":"Ошибок нет","result":{}}]}'


def test_the_request_of_the_spec() -> None:
    """Section 1, byte for byte; the length is of its UTF-8."""
    shop = Shop()
    head, _, body = REPORT.partition("\n\n")
    raw = head.replace("133", str(len(body.encode()))).replace("\n", "\r\n").encode() + b"\r\n\r\n" + body.encode()
    assert shop.server.feed(raw).startswith(b"HTTP/1.1 201 ")
    shop.server.hang_up()
    assert shop.get("0ba40014-5fa5-11ea-b5e9-037d4786a49d")[0]["status"] == "ready"
    assert shop.executed == ["reportX"]


def test_the_result_of_the_spec() -> None:
    """Section 1, in both forms."""
    request = Request("a", (Fields({"type": "reportX"}),), 0.0, [Answer(Status.READY, 0, "", {})])
    assert results(request, Form.V2).body.decode() == V2
    assert results(request, Form.V1).body.decode() == V1


def test_an_error_of_http() -> None:
    assert error(404, 505, "Нет").body.decode() == '{"error":{"code":505,"description":"Нет"}}'


def test_the_sale_of_the_spec() -> None:
    """Section 4.1."""
    shop = Shop().open()
    params = shop.result(SALE)["fiscalParams"]
    assert re.fullmatch(r"\d{1,10}", params.pop("fiscalDocumentSign"))
    assert params == {
        "fiscalDocumentNumber": 3,
        "fiscalDocumentDateTime": "2026-11-15T15:30:00+03:00",
        "shiftNumber": 1,
        "fiscalReceiptNumber": 1,
        "fnNumber": "9999078900001111",
        "registrationNumber": shop.till.rnm,
        "fnsUrl": "www.nalog.gov.ru",
        "total": 200.0,
    }
    document = shop.till.storage.documents[-1]
    assert document.total == 20000
    assert shop.till.drawer == 15000
    told = {tag: values[0] for tag, values in document.tags().items()}
    assert int.from_bytes(told[1081], "little") == 5000
    assert int.from_bytes(told[1031], "little") == 15000
    assert (told[1055], told[1008]) == (b"\x02", b"a@b.ru")
    assert (told[1021].decode("cp866"), told[1203]) == ("Иванов И.И.", b"123654789507")


def test_the_code_on_the_paper() -> None:
    shop = Shop().open()
    shop.result(SALE)
    document = shop.till.storage.documents[-1]
    code = shop.server.roll.barcodes[-1].content
    assert code == f"t=20261115T1530&s=200.00&fn=9999078900001111&i=3&fp={document.sign}&n=1"
    assert code == qr("9999078900001111", document)


def test_russian_is_written_as_it_is() -> None:
    assert written({"description": "Ошибок нет"}) == '{"description":"Ошибок нет"}'.encode()
    assert json.loads(written({"a": 0.1})) == {"a": 0.1}
