"""Marked goods in both formats. Source: spec/mercury.md 3, 4, spec/ffd.md 10."""

from base64 import b64encode
from dataclasses import replace
from typing import Any

import pytest

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.marking import NO_SERVER, Verdict
from drivers.mercury.emulator.results import Result
from tests.drivers.mercury.emulator.host import CODE, TEA, Host

MC = b64encode(CODE.encode()).decode()
CHECK: dict[str, Any] = {
    "mc": MC,
    "plannedStatus": 1,
    "qty": 10000,
    "measureUnit": 0,
    "processingMode": 0,
    "timeout": 30,
}
BREAD = {**TEA, "qty": 10000, "price": 20000, "productTypeCode": 33}
# 44 4D, GTIN 04600439931256 in six bytes, the serial number.
VALUE_1162 = bytes.fromhex("44 4D") + (4600439931256).to_bytes(6, "big") + b"JgXJ5.T"


def accepted(host: Host) -> Host:
    host.ask("CheckMarkingCode", **CHECK)
    host.ask("GetMarkingCodeCheckResult")
    host.ask("AcceptMarkingCode")
    return host


def test_a_code_that_was_checked_and_accepted() -> None:
    host = accepted(Host().open_shift())
    host.sell({**BREAD, "mcInfo": {"mc": MC, "processingMode": 0, "plannedStatus": 1}})
    told = host.item()
    assert tlv.parse(told[1163]) == [(1305, b"010460043993125621JgXJ5.T")]
    assert (told[2102], told[2106]) == (b"\0", b"\x0f")
    assert host.tags()[2107] == b"\0"


def test_a_code_of_bad_goods_is_recorded_as_bad() -> None:
    host = Host().open_shift()
    host.register.marking.verdicts[CODE.encode()] = Verdict(result=7)
    accepted(host).sell({**BREAD, "mcInfo": {"mc": MC}})
    assert (host.item()[2106], host.tags()[2107]) == (b"\7", b"\1")


def test_the_check_takes_its_time() -> None:
    host = Host()
    host.register.check_polls = 2
    told = host.ask("CheckMarkingCode", **CHECK)
    assert (told["isOfflineMode"], told["mcInfo"]["mc"]) == (False, MC)
    assert [host.ask("GetMarkingCodeCheckResult")["isCompleted"] for _ in range(3)] == [False, False, True]
    assert host.ask("GetMarkingCodeCheckResult")["onlineCheck"]["mcCheckResultRaw"] == 15


def test_without_a_server_there_is_no_online_result() -> None:
    host = Host()
    host.register.marking.verdicts[CODE.encode()] = NO_SERVER
    assert host.ask("CheckMarkingCode", **CHECK)["fnCheck"] == {"checkResult": 0, "isValid": True}
    told = host.ask("GetMarkingCodeCheckResult")["onlineCheck"]
    assert (told["result"], "mcCheckResultRaw" in told) == (1, False)


@pytest.mark.parametrize(
    "gives_up", ["RejectMarkingCode", "AbortMarkingCodeChecking", "ClearMarkingCodeValidationTable"]
)
def test_a_code_that_was_given_up_is_not_sold(gives_up: str) -> None:
    host = Host().open_shift()
    host.ask("CheckMarkingCode", **CHECK)
    assert host.refused("CheckMarkingCode", **CHECK) == Result.NO_CODE_IN_HAND
    host.ask(gives_up)
    assert host.refused("AcceptMarkingCode") == Result.NO_CODE_IN_HAND
    assert host.open_check().refused("AddGoods", **BREAD, mcInfo={"mc": MC}) == Result.CODE_NOT_CHECKED


def test_codes_are_forgotten_with_the_check() -> None:
    host = accepted(Host().open_shift())
    host.sell({**BREAD, "mcInfo": {"mc": MC}})
    assert host.open_check().refused("AddGoods", **BREAD, mcInfo={"mc": MC}) == Result.CODE_NOT_CHECKED
    host.register.quirks = replace(host.register.quirks, unchecked_codes=True)
    host.ask("AddGoods", **BREAD, mcInfo={"mc": MC})
    host.ask("CloseCheck", payment={"cash": 20000})
    assert host.item()[2106] == b"\0"


def test_a_part_of_a_pack_and_an_ean() -> None:
    host = accepted(Host().open_shift())
    host.sell({**BREAD, "mcInfo": {"mc": MC, "part": "1/20"}})
    part = dict(tlv.parse(host.item()[1291]))
    assert part == {1292: b"1/20", 1293: b"\1", 1294: b"\x14"}
    host.sell({**BREAD, "mcInfo": {"ean": "4606453849072"}})
    assert tlv.parse(host.item()[1163]) == [(1302, b"4606453849072")]
    assert host.refused("CheckMarkingCode", **CHECK, part="20/20") == Result.BAD_FIELD


@pytest.mark.parametrize(
    "field",
    [{"nomenclatureCode": b64encode(VALUE_1162).decode()}, {"markingCode": CODE}],
)
def test_codes_of_old(field: dict[str, str]) -> None:
    host = Host(ffd="1.05").open_shift()
    host.sell({**BREAD, **field})
    assert host.item()[1162] == VALUE_1162


@pytest.mark.parametrize("change", [{"mc": "not base64!"}, {"plannedStatus": 9}, {"processingMode": 1}])
def test_checks_that_are_refused(change: dict[str, Any]) -> None:
    assert Host().refused("CheckMarkingCode", **{**CHECK, **change}) == Result.BAD_FIELD


def test_there_is_no_check_in_the_old_format() -> None:
    assert Host(ffd="1.05").refused("CheckMarkingCode", **CHECK) == Result.NOT_SUPPORTED
