"""The sequence of spec/mercury.md 4, word for word; what stands in answers is counted by hand."""

import json
from typing import Any

from drivers.mercury.emulator.register import Register
from tests.clock import FakeClock

SALE = """
{"sessionKey":null,"command":"OpenSession","portName":"COM3","baudRate":115200,"model":"185F"}
{"sessionKey":"K","command":"GetStatus"}
{"sessionKey":"K","command":"OpenShift","printDoc":true,"cashierInfo":{"cashierName":"Иванов","cashierINN":"123654789507"}}
{"sessionKey":"K","command":"OpenCheck","checkType":0,"taxSystem":1,"printDoc":true,"cashierInfo":{"cashierName":"Иванов"}}
{"sessionKey":"K","command":"AddGoods","productName":"Чай","qty":20000,"price":10000,"sum":20000,"taxCode":6,"paymentFormCode":4,"productTypeCode":1,"section":1,"measureUnit":0}
{"sessionKey":"K","command":"CloseCheck","sendCheckTo":"a@b.ru","payment":{"cash":15000,"ecash":5000}}
"""
CLOSE_PORTS = '{"command":"ClosePorts"}'
Json = dict[str, Any]


def said(register: Register, line: str, key: str) -> Json:
    told: Json = json.loads(register.execute(line.replace('"K"', f'"{key}"').encode()))
    assert told.pop("result") == 0
    assert isinstance(told.pop("description"), str)
    return told


def test_a_sale_with_two_payments() -> None:
    register, key = Register(clock=FakeClock()), ""
    told = []
    for line in SALE.strip().splitlines():
        told.append(said(register, line, key))
        key = key or told[0]["sessionKey"]
    _, status, shift, check, goods, closed = told
    documents = register.till.storage.documents
    assert status == {
        "dateTime": "2026-11-15T15:30:00",
        "paperPresence": True,
        "shiftInfo": {"isOpen": False, "is24Expired": False, "num": 0, "cash": 0},
        "checkInfo": {"isOpen": False, "num": 0, "goodsQty": 0},
        "fnInfo": {
            "status": 1,
            "fnNum": "9999078900001111",
            "lastDoc": {"num": 1, "dateTime": "2026-11-15T15:30:00"},
            "unsignedDocs": {"qty": 0},
        },
    }
    assert shift == {
        "fiscalDocNum": 2,
        "fiscalSign": documents[1].sign,
        "dateTime": "2026-11-15T15:30:00",
        "shiftNum": 1,
    }
    assert check == {"shiftNum": 1, "checkNum": 1}
    assert goods == {"shiftNum": 1, "checkNum": 1, "goodsNum": 1}
    assert closed == {
        "fiscalDocNum": 3,
        "fiscalSign": documents[2].sign,
        "dateTime": "2026-11-15T15:30:00",
        "shiftNum": 1,
        "checkNum": 1,
    }
    assert (documents[2].total, documents[2].type, register.till.drawer) == (20000, 1, 15000)


def test_the_paper_has_the_code_of_the_sale() -> None:
    register, key = Register(clock=FakeClock()), ""
    for line in SALE.strip().splitlines():
        key = key or said(register, line, key).get("sessionKey", "")
        if '"OpenSession"' not in line:
            said(register, line, key)
    sign = register.till.storage.documents[-1].sign
    (code,) = register.roll.barcodes
    assert code.content == f"t=20261115T1530&s=200.00&fn=9999078900001111&i=3&fp={sign}&n=1"


def test_close_ports_has_no_key() -> None:
    assert said(Register(clock=FakeClock()), CLOSE_PORTS, "") == {}
