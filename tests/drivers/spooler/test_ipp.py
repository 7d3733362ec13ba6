"""The bytes of IPP. Expected ones are put together by hand after the examples of RFC 8010, appendix A."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import FrameError
from drivers.spooler.ipp import Answer, Attribute, Group, Operation, Tag, decode, request

PRINTER = "ipp://printer.example.com/ipp/print/pinetree"


def field(tag: int, name: str, value: bytes) -> bytes:
    return bytes([tag, 0, len(name)]) + name.encode() + bytes([0, len(value)]) + value


LANGUAGE = field(0x47, "attributes-charset", b"utf-8") + field(0x48, "attributes-natural-language", b"en-us")


def test_print_job_request() -> None:
    """RFC 8010, A.1."""
    expected = (
        bytes.fromhex("0101 0002 00000001 01")
        + LANGUAGE
        + bytes.fromhex("45 000b")
        + b"printer-uri"
        + bytes.fromhex("002c")
        + PRINTER.encode()
        + field(0x42, "job-name", b"foobar")
        + field(0x22, "ipp-attribute-fidelity", b"\x01")
        + b"\x02"
        + field(0x21, "copies", bytes.fromhex("00000014"))
        + field(0x44, "sides", b"two-sided-long-edge")
        + b"\x03%!PDF"
    )
    built = request(
        Operation.PRINT_JOB,
        1,
        (
            Attribute(Tag.URI, "printer-uri", (PRINTER,)),
            Attribute(Tag.NAME, "job-name", ("foobar",)),
            Attribute(Tag.BOOLEAN, "ipp-attribute-fidelity", (True,)),
        ),
        (Attribute(Tag.INTEGER, "copies", (20,)), Attribute(Tag.KEYWORD, "sides", ("two-sided-long-edge",))),
        b"%!PDF",
    )
    assert built == expected


def test_print_job_answer() -> None:
    """RFC 8010, A.2."""
    answer = decode(
        bytes.fromhex("0101 0000 00000001 01")
        + LANGUAGE
        + field(0x41, "status-message", b"successful-ok")
        + b"\x02"
        + field(0x21, "job-id", bytes.fromhex("00000093"))
        + field(0x45, "job-uri", f"{PRINTER}/147".encode())
        + field(0x23, "job-state", bytes.fromhex("00000003"))
        + b"\x03"
    )
    job = answer.first(Group.JOB)
    assert answer.successful
    assert answer.request_id == 1
    assert answer.first(Group.OPERATION).text("status-message") == "successful-ok"
    assert (job.number("job-id"), job.number("job-state"), job.text("job-uri")) == (147, 3, f"{PRINTER}/147")


def test_refusal_with_an_unsupported_attribute() -> None:
    """RFC 8010, A.3: client-error-attributes-or-values-not-supported; "sides" has the out-of-band value unsupported."""
    answer = decode(
        bytes.fromhex("0101 040b 00000001 01")
        + LANGUAGE
        + b"\x05"
        + field(0x21, "copies", bytes.fromhex("00000014"))
        + field(0x10, "sides", b"")
        + b"\x03"
    )
    assert not answer.successful
    assert answer.first(Group.UNSUPPORTED).all_of("sides") == (None,)
    assert answer.first(Group.UNSUPPORTED).number("copies") == 20


def test_several_values_have_one_name() -> None:
    """RFC 8010, 3.1.5: a further value has an empty name."""
    wanted = Attribute(Tag.KEYWORD, "requested-attributes", ("job-id", "job-name"))
    assert field(0x44, "requested-attributes", b"job-id") + field(0x44, "", b"job-name") in request(
        Operation.GET_JOBS, 123, (wanted,)
    )
    answer = decode(bytes.fromhex("0200 0000 00000001 04") + field(0x44, "a", b"x") + field(0x44, "", b"y") + b"\x03")
    assert answer.first(Group.PRINTER).texts("a") == ("x", "y")


def test_a_collection_is_passed_over() -> None:
    """RFC 8010, A.7: media-col {media-size {x-dimension}}, then a plain attribute."""
    collection = (
        field(0x34, "media-col", b"")
        + field(0x4A, "", b"media-size")
        + field(0x34, "", b"")
        + field(0x4A, "", b"x-dimension")
        + field(0x21, "", bytes(4))
        + field(0x37, "", b"")
        + field(0x37, "", b"")
    )
    answer = decode(bytes.fromhex("0200 0000 00000001 02") + collection + field(0x21, "b", b"\0\0\0\7") + b"\x03")
    assert answer.first(Group.JOB).all_of("media-col") == (None,)
    assert answer.first(Group.JOB).number("b") == 7


def test_text_with_a_language() -> None:
    """RFC 8010, 3.9: two lengths and two strings inside the value."""
    value = b"\0\5en-us\0\6" + "Чек".encode()
    answer = decode(bytes.fromhex("0101 0000 00000001 02") + field(0x36, "job-name", value) + b"\x03")
    assert answer.first(Group.JOB).text("job-name") == "Чек"


def test_groups_of_one_kind_keep_their_order() -> None:
    groups = b"".join(b"\x02" + field(0x21, "job-id", bytes([0, 0, 0, number])) for number in (5, 6))
    answer = decode(bytes.fromhex("0101 0000 00000001") + groups + b"\x03")
    assert [job.number("job-id") for job in answer.every(Group.JOB)] == [5, 6]


def test_what_has_no_value_is_no_number() -> None:
    answer = decode(bytes.fromhex("0101 0000 00000001 02") + field(0x13, "time-at-processing", b"") + b"\x03")
    assert answer.first(Group.JOB).number("time-at-processing") is None


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        bytes.fromhex("0101 0000 0000"),
        bytes.fromhex("0101 0000 00000001"),  # no end
        bytes.fromhex("0301 0000 00000001 03"),  # version 3
        bytes.fromhex("0101 0000 00000001 44 03"),  # a value outside a group
        bytes.fromhex("0101 0000 00000001 01 44 0001 61 ffff 03"),  # longer than the answer
        bytes.fromhex("0101 0000 00000001 01 21 0001 61 0001 05 03"),  # a number of one byte
        bytes.fromhex("0101 0000 00000001 01 36 0001 61 0002 0005 03"),  # a language that breaks off
    ],
)
def test_broken_answers(broken: bytes) -> None:
    with pytest.raises(FrameError):
        decode(broken)


def test_a_value_that_is_too_long() -> None:
    with pytest.raises(ValueError, match="32767"):
        request(Operation.CREATE_JOB, 1, (Attribute(Tag.NAME, "job-name", ("x" * 32768,)),))


@given(st.binary(max_size=200))
def test_any_bytes_are_an_answer_or_refused(data: bytes) -> None:
    for candidate in (data, bytes.fromhex("0101 0000 00000001 01") + data):
        with suppress(FrameError):
            assert isinstance(decode(candidate), Answer)


@given(
    st.integers(-(2**31), 2**31 - 1),
    st.text(max_size=60),
    st.booleans(),
    st.binary(max_size=30),
)
def test_what_is_built_is_read_back(number: int, text: str, flag: bool, document: bytes) -> None:
    """An answer has the layout of a request, its status where the operation stands."""
    built = request(
        Operation.SEND_DOCUMENT,
        77,
        (
            Attribute(Tag.INTEGER, "n", (number, 1)),
            Attribute(Tag.NAME, "t", (text,)),
            Attribute(Tag.BOOLEAN, "f", (flag,)),
        ),
        document=document,
    )
    found = decode(built).first(Group.OPERATION)
    assert (found.all_of("n"), found.text("t"), found.all_of("f")) == ((number, 1), text, (flag,))
