"""Messages of the XML protocol. The request is the example of spec/service-plus.md C1."""

import xml.etree.ElementTree as ET
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import FrameError
from drivers.notation.xml_tree import parse
from drivers.serviceplus import xml_data
from drivers.serviceplus.xml_data import Answered, Pa, spelt
from drivers.serviceplus.xml_link import XmlReader
from drivers.serviceplus.xml_message import END, MOST_BYTES, Question, answers, decode, encode

MOMENT = datetime(2026, 2, 1, 9, 30)  # noqa: DTZ001 - of the shop
EXAMPLE = """<?xml version="1.0" encoding="UTF-8"?>
<ArmRequest><RequestBody><ProtocolLabel>OFDFNARMUKM</ProtocolLabel><ProtocolVersion>11.1</ProtocolVersion>
<RequestId>{0F8A…}</RequestId><DateTime>2026-02-01T09:30:00</DateTime><Command>2</Command>
<msgFFDVer>2</msgFFDVer><msgContVer>1</msgContVer></RequestBody><RequestData><![CDATA[]]></RequestData></ArmRequest>
"""
STATUS = Question(id="{0F8A…}", moment="2026-02-01T09:30:00", command=2)
ANSWER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<ArmResponse><ResponseBody><RequestId>{0f8a…}</RequestId>'
    "<Result>0</Result><ErrorCategory>0</ErrorCategory><ErrorSource></ErrorSource><ErrorCode>0</ErrorCode>\n"
    "<ErrorDescription></ErrorDescription><Command>3</Command></ResponseBody><ResponseData><![CDATA["
    '<pa n="200000" t="7"><pa n="1041" t="1">9999</pa><pa n="lastDocNumber" t="4">7</pa>'
    '<pa n="1129" t="7"><pa n="1201" t="2">200.50</pa></pa><pa n="1130" t="7"><pa n="1201" t="2">1.00</pa></pa>'
    '<pa n="DateTime" t="5">2026-02-01 09:30:00</pa></pa>]]></ResponseData></ArmResponse>'
).encode()
BOMB = "<!DOCTYPE a [" + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9)) + "]><a>&e8;</a>"


def test_the_example() -> None:
    """But for the breaks between its lines, which are the document's."""
    assert encode(STATUS).decode().replace("\n", "") == EXAMPLE.replace("\n", "")


def test_an_answer() -> None:
    reply = decode(ANSWER)
    assert (reply.id, reply.command, reply.result) == ("{0f8a…}", 3, 0)
    assert answers(STATUS, reply)
    told = reply.data
    assert (told.text(1041), told.number("lastDocNumber")) == ("9999", 7)
    assert told.time("DateTime") == MOMENT
    assert [told.part(tag).kopecks(1201) for tag in (1129, 1130)] == [20_050, 100]
    assert (told.text("x"), told.number("x"), told.kopecks("x"), told.time("x")) == ("", 0, 0, None)
    assert 1041 in told
    assert 1042 not in told


@pytest.mark.parametrize(
    ("uid", "command", "belongs"),
    [("{0F8A…}", 2, True), ("0f8a…", 2, True), ("{other}", 2, False), ("{0F8A…}", 4, False)],
)
def test_whose_answer_it_is(uid: str, command: int, belongs: bool) -> None:
    assert answers(Question(id=uid, moment="", command=command), decode(ANSWER)) is belongs


@pytest.mark.parametrize(("command", "belongs"), [(2, True), (4, False)])
def test_an_answer_that_does_not_say_whose_it_is(command: int, belongs: bool) -> None:
    """Not every firmware tells the id: the command has to fit."""
    unsigned = decode(ANSWER.replace("{0f8a…}".encode(), b""))
    assert answers(Question(id="{mine}", moment="", command=command), unsigned) is belongs


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<ArmResponse>",
        b"<ArmResponse/>",
        b"<Other><ResponseBody><Result>0</Result></ResponseBody></Other>",
        b"<ArmResponse><ResponseBody/></ArmResponse>",
        b"<ArmResponse><ResponseBody><Result>x</Result></ResponseBody></ArmResponse>",
        ANSWER[:200],
        ANSWER.replace(b"<pa n=", b"<pa n", 1),
        BOMB.encode(),
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b"<a>" * 1000,
        b"\xff\xfe\x00",
        ANSWER.replace(b"UTF-8", b"none"),
    ],
)
def test_no_answer(content: bytes) -> None:
    with pytest.raises(FrameError):
        decode(content)


def test_a_bomb_within_the_data() -> None:
    data = f'<?xml version="1.0"?>{BOMB}'
    with pytest.raises(FrameError, match="DOCTYPE"):
        decode(ANSWER.replace(b'<pa n="200000" t="7">', data.encode() + b'<pa n="200000" t="7">'))


@pytest.mark.parametrize("text", ["x", "-1", "1.5", "9" * 30, "٣"])
def test_numbers_that_are_none(text: str) -> None:
    told = Answered(parse(f'<pa><pa n="1" t="4">{text}</pa></pa>'))
    with pytest.raises(FrameError, match="поле 1"):
        told.number(1)


@pytest.mark.parametrize("text", ["x", "NaN", "1e30", "Infinity"])
def test_sums_that_are_none(text: str) -> None:
    told = Answered(parse(f'<pa><pa n="1" t="2">{text}</pa></pa>'))
    with pytest.raises(FrameError, match="поле 1"):
        told.kopecks(1)


def test_a_time_that_is_none() -> None:
    with pytest.raises(FrameError, match="поле 1"):
        Answered(parse('<pa><pa n="1" t="5">2026-02-31 00:00:00</pa></pa>')).time(1)


def test_every_kind_of_value() -> None:
    root = xml_data.structure(
        3,
        [
            xml_data.text(1021, "Иванов <&>"),
            xml_data.amount(1031, 15_000),
            xml_data.quantity(1023, Decimal("1.5")),
            xml_data.number(1054, 1),
            xml_data.time("DateTime", MOMENT),
            xml_data.listed(1059, [[xml_data.text(1030, "Чай")], [xml_data.text(1030, "")]]),
        ],
    )
    assert spelt(root) == (
        '<pa n="3" t="7"><pa n="1021" t="1">Иванов &lt;&amp;&gt;</pa><pa n="1031" t="2">150.00</pa>'
        '<pa n="1023" t="3">1.500</pa><pa n="1054" t="4">1</pa><pa n="DateTime" t="5">2026-02-01 09:30:00</pa>'
        '<pa n="1059" t="6"><pa n="1059" t="7"><pa n="1030" t="1">Чай</pa></pa>'
        '<pa n="1059" t="7"><pa n="1030" t="1"></pa></pa></pa></pa>'
    )
    with pytest.raises(ValueError, match="three digits"):
        xml_data.quantity(1023, Decimal("0.0001"))


@given(st.text(max_size=60))
def test_no_text_breaks_a_message(text: str) -> None:
    """Neither ]]> nor what XML cannot hold."""
    data = spelt(xml_data.structure(200003, [xml_data.text("NonFiscalText", text)]))
    sent = encode(Question(id="{1}", moment="", command=30, data=data))
    inner = parse(sent).findtext("RequestData")
    assert inner is not None
    assert ET.fromstring(inner)[0].get("n") == "NonFiscalText"


@given(st.integers(1, 400), st.integers(1, 3))
def test_chunks_do_not_matter(step: int, times: int) -> None:
    reader, stream = XmlReader(), ANSWER * times
    got = [whole for at in range(0, len(stream), step) for whole in reader.feed(stream[at : at + step])]
    assert got == [ANSWER] * times
    assert not reader.begun


def test_an_answer_that_is_left_off() -> None:
    reader = XmlReader()
    assert reader.feed(ANSWER[:100]) == []
    assert reader.begun
    assert reader.silence() == ANSWER[:100]
    assert not reader.begun
    assert reader.feed(b"\r\n\x00") == []
    assert not reader.begun, "what stands between messages begins none"


def test_an_answer_without_end() -> None:
    reader = XmlReader()
    with pytest.raises(FrameError):
        reader.feed(b"x" * (MOST_BYTES + 1))
    assert reader.feed(ANSWER) == [ANSWER]
    assert ANSWER.endswith(END)


def test_a_part_has_no_text() -> None:
    assert Pa("1", xml_data.Kind.STRUCTURE).text == ""
    assert Answered(None).part(1).text(2) == ""
