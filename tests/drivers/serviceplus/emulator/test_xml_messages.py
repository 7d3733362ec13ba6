"""Messages: what is read, what is said to nonsense. Source: spec/service-plus.md C1."""

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.serviceplus.emulator.xml_command_set import COMMANDS
from drivers.serviceplus.emulator.xml_errors import Error
from drivers.serviceplus.emulator.xml_message import Reader
from drivers.serviceplus.emulator.xml_quirks import Numbers, XmlQuirks
from drivers.serviceplus.emulator.xml_register import XmlRegister
from tests.clock import FakeClock
from tests.drivers.serviceplus.emulator.xml_host import (
    TEA,
    Host,
    Refusal,
    answered,
    changed,
    item,
    request,
    sale,
)

# The skeleton of spec/service-plus.md C1, its RequestId shortened there.
SKELETON = """<?xml version="1.0" encoding="UTF-8"?>
<ArmRequest><RequestBody><ProtocolLabel>OFDFNARMUKM</ProtocolLabel><ProtocolVersion>11.1</ProtocolVersion>
<RequestId>{0F8A…}</RequestId><DateTime>2026-02-01T09:30:00</DateTime><Command>2</Command>
<msgFFDVer>2</msgFFDVer><msgContVer>1</msgContVer></RequestBody><RequestData><![CDATA[]]></RequestData></ArmRequest>
"""
ANSWER = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    "<ArmResponse><ResponseBody><RequestId>{0F8A…}</RequestId><Result>0</Result><ErrorCategory>0</ErrorCategory>"
    "<ErrorSource></ErrorSource><ErrorCode>0</ErrorCode><ErrorDescription></ErrorDescription><Command>3</Command>"
    '</ResponseBody><ResponseData><![CDATA[<pa n="200002" t="7"><pa n="1041" t="1">9999078900001111</pa>'
    '<pa n="lastDocNumber" t="4">1</pa><pa n="ShiftState" t="4">0</pa><pa n="KKTFWVersion" t="1">1.0</pa></pa>]]>'
    "</ResponseData></ArmResponse>"
)


def register() -> XmlRegister:
    return XmlRegister(clock=FakeClock())


def test_the_skeleton() -> None:
    (text,) = Reader().feed(SKELETON.encode())
    assert register().execute(text).decode() == ANSWER


@given(st.integers(1, 700))
def test_chunking_does_not_matter(step: int) -> None:
    raw, reader = (SKELETON + SKELETON).encode(), Reader()
    found = [each for at in range(0, len(raw), step) for each in reader.feed(raw[at : at + step])]
    assert len(found) == 2
    assert found[0] == found[1]
    assert found[0].startswith(b"<ArmRequest>")


def test_half_a_request_is_forgotten_when_another_one_begins() -> None:
    reader = Reader()
    assert reader.feed(SKELETON.encode()[:150]) == []
    (text,) = reader.feed(SKELETON.encode())
    assert register().execute(text).decode() == ANSWER


@pytest.mark.parametrize("between", ["\r\n", "\n\n  ", ""])
def test_line_breaks_and_order_do_not_matter(between: str) -> None:
    text = SKELETON.replace("\n", "").replace("><", f">{between}<").replace(f"[CDATA[]]>{between}", "[CDATA[]]>")
    assert register().execute(Reader().feed(text.encode())[0]).decode() == ANSWER


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"<ArmRequest></ArmRequest>", Error.MISSING),
        (b"<ArmRequest><</ArmRequest>", Error.NOT_XML),
        (request(2, label="OFDFN"), Error.NOT_OURS),
        (request(2, ffd=1), Error.NOT_OURS),
        (request(3), Error.UNKNOWN_COMMAND),
        (request(4, "<pa"), Error.NOT_XML),
        (request(4, "<!DOCTYPE a><pa/>"), Error.NOT_XML),
        (request(4, '<pa n="3" t="7"></pa>'), Error.WRONG),
        (request(4, '<pa n="2" t="8"></pa>'), Error.WRONG),
        (request(4, '<pb n="2" t="7"></pb>'), Error.WRONG),
        (request(4, '<pa n="2" t="1"></pa>'), Error.WRONG),
        (request(4, '<pa n="2" t="7"><pa n="1" t="1"/></pa>'), Error.WRONG),
        (request(4, '<pa n="2" t="7"><pa n="1021" t="1"/><pa n="1021" t="1"/></pa>'), Error.WRONG),
        (request(4, '<pa n="2" t="7"><pa n="1021" t="4">1</pa></pa>'), Error.WRONG),
    ],
)
def test_nonsense(raw: bytes, code: Error) -> None:
    root = ElementTree.fromstring(register().execute(raw))
    assert root.findtext("ResponseBody/Result") == "1"
    assert root.findtext("ResponseBody/ErrorCode") == str(int(code))


def test_who_refuses_is_told() -> None:
    host = Host().open_shift()
    host.register.conditions.archive_full = True
    with pytest.raises(Refusal) as of_storage:
        host.ask(8, sale())
    assert of_storage.value.body["ErrorSource"] == "FN"
    with pytest.raises(Refusal) as of_register:
        host.ask(8, sale(paid=""))
    assert of_register.value.body["ErrorSource"] == "KKT"


@pytest.mark.parametrize(
    ("numbers", "money", "quantity", "drawer"),
    [
        (Numbers.POINT, "100.00", "2.000", "200.00"),
        (Numbers.POINT, "100", "2", "200.00"),
        (Numbers.POINT, "100.0", "2.0", "200.00"),
        (Numbers.COMMA, "100,00", "2,000", "200,00"),
        (Numbers.WHOLE, "10000", "2000", "20000"),
    ],
)
def test_forms_of_numbers(numbers: Numbers, money: str, quantity: str, drawer: str) -> None:
    host = Host(quirks=XmlQuirks(numbers=numbers)).open_shift()
    goods = changed(changed(TEA, 1079, money), 1023, quantity)
    paid = '<pa n="1031" t="2">' + ("20000" if numbers is Numbers.WHOLE else "200") + "</pa>"
    host.ask(8, sale(item(goods=goods), paid=paid))
    assert host.last.total == 20000
    assert host.ask(40)["CashSumm"] == drawer


@pytest.mark.parametrize("money", ["100,00", "100.001", "-1", "", ".5", "1e2", "١"])
def test_numbers_that_are_none(money: str) -> None:
    assert Host().open_shift().refused(8, sale(item(goods=changed(TEA, 1079, money)))) == Error.WRONG


def test_types_may_be_left_alone() -> None:
    host = Host(quirks=XmlQuirks(checks_types=False)).open_shift()
    host.ask(8, sale(item(goods=TEA.replace('n="1079" t="2"', 'n="1079" t="1"'))))


def test_answers_in_lines() -> None:
    quirky = XmlRegister(clock=FakeClock(), quirks=XmlQuirks(new_lines=True))
    said = quirky.execute(request(22))
    assert said.count(b"\r\n") > 5
    assert answered(said, 22) == {"DateTime": "2026-11-15 15:30:00"}


@given(st.sampled_from(sorted(COMMANDS)), st.data())
def test_no_data_can_break_it(number: int, data: st.DataObject) -> None:
    part = st.tuples(st.sampled_from([*map(str, COMMANDS[number].known), "1"]), st.integers(0, 8), _TEXTS)
    parts = data.draw(st.lists(part, max_size=5))
    text = "".join(f'<pa n="{name}" t="{type_}">{inside}</pa>' for name, type_, inside in parts)
    host = Host().open_shift()
    host.refused(number, text)


_TEXTS = st.sampled_from(["", "1", "0", "100.00", "2026-11-15 15:30:00", "Чай", item(), TEA, "9" * 30])


def test_it_is_known_in_one_format() -> None:
    with pytest.raises(ValueError, match=r"1\.2"):
        XmlRegister(ffd="1.2")


def test_any_setting_is_kept() -> None:
    host = Host()
    parts: dict[str, Any] = host.ask(54)
    assert parts == {}
    raw = request(56, '<pa n="200005" t="7"><pa n="Cut" t="4">1</pa></pa>')
    answered(host.register.execute(raw), 56)
    assert host.ask(54) == {"Cut": "1"}
