"""List, GetServerData, OnOffUnut, GetRezult. Source: spec/kkmserver.md 3.1-3.4."""

import asyncio
import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from drivers.model.ffd import TaxSystem
from drivers.model.state import DeviceState, Registration
from kkmserver.dialects.kkm.info import address_of
from kkmserver.dialects.kkm.machine import four_numbers, span
from kkmserver.store.record import JournalBroken
from tests.clock import MOSCOW
from tests.kkmserver.dialects.kkm.desk import Shop, read
from tests.kkmserver.dialects.kkm.samples import DONE, SHIFT_IS_OPEN, SOLD, receipt, row

STATE = DeviceState(
    online=True,
    firmware="1.0",
    address="tcp://192.168.1.20:9100",
    serial="0001",
    storage="9999078900000001",
    registration=Registration(
        organization='ООО "Пример"', inn="7700000000", number="0000000001000001", tax_systems=(TaxSystem.GENERAL,)
    ),
    fiscalized=True,
    storage_until=datetime(2026, 2, 1, tzinfo=MOSCOW),
)


def listing(shop: Shop, **filters: Any) -> list[int]:
    answer = shop.post({"Command": "List", **filters})
    assert (answer["Status"], answer["Error"]) == (0, "")
    return [unit["NumDevice"] for unit in answer["ListUnit"]]


def seen() -> Shop:
    """Device 1 was seen, device 2 never."""
    shop = Shop()
    shop.desk.views[0] = replace(shop.desk.views[0], state=STATE)
    return shop


def test_list() -> None:
    answer = seen().post({"Command": "List", "Active": True, "OnOff": True})
    expected = json.loads("""{"ListUnit":[{"NumDevice":1,"IdDevice":"guid-1","OnOff":true,"OnOf":true,"Active":true,
        "TypeDevice":"Фискальный регистратор","IdTypeDevice":"KktEmulator","Firmware_Version":"1.0",
        "IP":"192.168.1.20","Port":"9100","NameDevice":"KKT Эмулятор","UnitName":"Касса 1","KktNumber":"0001",
        "INN":"7700000000","RegNumber":"0000000001000001","FnNumber":"9999078900000001","InnOfd":"",
        "NameOrganization":"ООО \\"Пример\\"","TaxVariant":"0","AddDate":"2026-02-01T10:00:00","OFD_Error":"",
        "OFD_NumErrorDoc":0,"OFD_DateErrorDoc":"0001-01-01T00:00:00","FN_DateEnd":"2026-02-01T00:00:00",
        "FN_MemOverflowl":false,"FN_IsFiscal":true,"PaperOver":false}],
        "Command":"List","Error":"","Status":0,"IdCommand":""}""")
    assert answer == expected
    assert list(answer) == list(expected)


def test_a_device_never_seen_has_no_nulls() -> None:
    unit = seen().post({"Command": "List", "NumDevice": 2})["ListUnit"][0]
    assert None not in unit.values()
    assert (unit["IP"], unit["TaxVariant"], unit["OnOff"]) == ("<Не определено>", "", False)


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({}, [1, 2]),
        ({"NumDevice": 0, "InnKkm": "", "Active": None, "OnOff": None, "OFD_Error": None}, [1, 2]),
        ({"NumDevice": "2"}, [2]),
        ({"InnKkm": "7700000000"}, [1]),
        ({"IP": "192.168.1.20"}, [1]),
        ({"OnOff": False}, [2]),
        ({"OnOf": True}, [1]),
        ({"Active": False}, []),
        ({"OFD_Error": True}, []),
        ({"OFD_Error": False}, [1, 2]),
        ({"OFD_DateErrorDoc": "2100-01-01T00:00:00", "FN_DateEnd": "2100-01-01T00:00:00"}, [1, 2]),
        ({"FN_DateEnd": "2026-01-01"}, [2]),
        ({"FN_DateEnd": "0001-01-01T00:00:00"}, [1, 2]),
        ({"FN_MemOverflowl": True}, []),
        ({"FN_IsFiscal": True}, [1]),
    ],
)
def test_list_filters(filters: dict[str, Any], numbers: list[int]) -> None:
    assert listing(seen(), **filters) == numbers


def test_switched_off_devices_stay_in_the_list() -> None:
    shop = seen()
    shop.post({"Command": "OnOffUnut", "NumDevice": 1, "Active": False})
    assert listing(shop) == [1, 2]
    assert listing(shop, Active=False) == [1]


def test_on_off_unut() -> None:
    shop = seen()
    answer = shop.post({"Command": "OnOffUnut", "NumDevice": 1, "Active": False, "IdCommand": "a2"})
    assert answer == {"Command": "OnOffUnut", "Error": "", "Status": 0, "IdCommand": "a2"}
    missing = shop.post({"Command": "GetDataKKT", "NumDevice": 1})
    assert missing["Status"] == 3
    assert missing["Error"].startswith("Устройство (с параметрами NumDevice=1) не найдено: не настроено или отключено.")
    shop.post({"Command": "OnOffUnut", "IdDevice": "guid-1", "Active": "true"})
    assert shop.desk.views[0].active


def test_on_off_unut_of_an_unknown_device_or_without_active() -> None:
    unknown = Shop().post({"Command": "OnOffUnut", "NumDevice": 9, "Active": True})
    assert (unknown["Status"], sorted(unknown)) == (3, ["Command", "Error", "IdCommand", "Status"])
    silent = Shop().post({"Command": "OnOffUnut", "NumDevice": 1})
    assert silent["Status"] == 2
    assert "Active: не указано" in silent["Error"]


def test_server_data() -> None:
    shop = Shop()
    shop.clock.advance(3661)
    answer = shop.post({"Command": "GetServerData", "IdCommand": "a1"})
    data = answer.pop("ServerData")
    assert answer == {"Command": "GetServerData", "Error": "", "Status": 0, "IdCommand": "a1"}
    numbers = {"LicenseCount"}
    assert all(isinstance(value, int if name in numbers else str) for name, value in data.items())
    assert list(data) == [
        "ServerName",
        "ServerVersion",
        "ServerDateStart",
        "ServerUpTime",
        "LicenseExpirationDate",
        "LicenseCount",
        "OSVersion",
        "OSPlatform",
        "OSVersionString",
        "OSName",
        "OSDateStart",
        "OSUpTime",
        "OSCurDateTime",
        "PCServerName",
        "PCUserName",
        "PCPhysicalMemory",
        "PCFreePhysicalMemory",
        "PCFreeDiskSpace",
        "PCProcessorName",
        "PCNumberOfCores",
    ]
    assert (data["ServerVersion"], data["ServerUpTime"]) == ("0.1.0.0", "0.01:01:01")
    assert (data["ServerDateStart"], data["OSCurDateTime"]) == ("2026-11-15T15:30:00", "2026-11-15T16:31:01")
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", data[name]) for name in data if "Date" in name)


def test_version_and_span() -> None:
    assert four_numbers("1.2.3rc1.dev4+x") == "1.2.31.4"
    assert span(timedelta(days=1, hours=2)) == "1.02:00:00"
    assert span(timedelta(seconds=-5)) == "0.00:00:00"


@pytest.mark.parametrize(
    ("connection", "shown"),
    [
        ("", ("<Не определено>", "")),
        ("tcp://10.0.0.5:7778", ("10.0.0.5", "7778")),
        ("serial:///dev/ttyUSB0?baud=115200", ("<Не определено>", "/dev/ttyUSB0")),
        ("serial://COM3", ("<Не определено>", "COM3")),
        ("tcp://[broken", ("<Не определено>", "tcp://[broken")),
        ("tcp://host:99999999", ("<Не определено>", "tcp://host:99999999")),
    ],
)
def test_address(connection: str, shown: tuple[str, str]) -> None:
    assert address_of(connection) == shown


def test_get_rezult() -> None:
    shop = Shop(SOLD)
    first = shop.post(receipt(row(Tax=18), IdCommand="o-552"))
    answer = shop.post({"Command": "GetRezult", "IdCommand": "o-552", "NumDevice": 5})
    assert answer == {"Rezult": first, "Command": "GetRezult", "Error": "", "Status": 0, "IdCommand": ""}
    assert first["Warning"] != ""


def test_get_rezult_of_a_failure_is_itself_a_success() -> None:
    shop = Shop(SHIFT_IS_OPEN)
    shop.post({"Command": "OpenShift", "IdCommand": "s"})
    answer = shop.post({"Command": "GetRezult", "IdCommand": "s"})
    assert (answer["Status"], answer["Error"], answer["Rezult"]["Status"]) == (0, "", 2)


@pytest.mark.parametrize("id_command", ["zzz", "", None])
def test_get_rezult_of_an_unknown_id(id_command: str | None) -> None:
    answer = Shop().post({"Command": "GetRezult", "IdCommand": id_command})
    expected = json.loads("""{"Rezult":{"Command":"","Error":"Команда с таким IdCommand не найдена","Status":3,
        "IdCommand":"zzz","NumDevice":0,"UnitName":""},"Command":"GetRezult",
        "Error":"Команда с таким IdCommand не найдена","Status":3,"IdCommand":""}""")
    expected["Rezult"]["IdCommand"] = id_command or ""
    assert answer == expected


def test_get_rezult_is_held_as_long_as_it_asks() -> None:
    async def main() -> None:
        shop = Shop()
        await shop.ask(receipt(IdCommand="h"), "/execute/async")
        slip = shop.desk.slips["h"]
        at_once = read(await shop.ask({"Command": "GetRezult", "IdCommand": "h"}))
        assert (at_once["Rezult"]["Status"], slip.waits) == (1, [])
        waiting = asyncio.create_task(shop.ask({"Command": "GetRezult", "IdCommand": "h", "Timeout": 10}))
        await asyncio.sleep(0)
        slip.finish(DONE)
        assert read(await waiting)["Rezult"]["Status"] == 0
        assert slip.waits == [10.0]

    asyncio.run(main())


def test_get_rezult_while_the_journal_cannot_be_read_lets_the_client_ask_again() -> None:
    shop = Shop()
    shop.desk.trouble = JournalBroken()
    answer = shop.post({"Command": "GetRezult", "IdCommand": "x"})
    assert (answer["Status"], answer["Rezult"]["Status"], answer["Rezult"]["IdCommand"]) == (2, 1, "x")
