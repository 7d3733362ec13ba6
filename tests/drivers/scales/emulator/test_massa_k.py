"""Massa-K by its bytes. Frames without a mark are those that spec/scales-displays.md 1 calls verified."""

from binascii import crc_hqx
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.scales.emulator.massa_k import MassaK, crc
from drivers.scales.emulator.platform import Load

GET_WEIGHT = bytes.fromhex("F8 55 CE 01 00 23 23 00")
OLD_GET_WEIGHT = bytes.fromhex("F8 55 CE 01 00 A0 A0 00")
SET_ZERO = bytes.fromhex("F8 55 CE 01 00 72 72 00")
ACK = bytes.fromhex("F8 55 CE 01 00 27 27 00")
ZERO_GRAMS = bytes.fromhex("F8 55 CE 0D 00 24 00 00 00 00 01 01 00 01 00 00 00 00 FC 23")
GRAMS_1234 = bytes.fromhex("F8 55 CE 0D 00 24 D2 04 00 00 01 01 00 00 00 00 00 00 11 54")
ERROR_8 = bytes.fromhex("F8 55 CE 02 00 28 08 08 28")
UNKNOWN = bytes.fromhex("F8 55 CE 01 00 F0 F0 00")

LOAD = Load(Decimal(1234))


def grams(weight: object, *, stable: bool = True) -> Load:
    return Load(Decimal(str(weight)), stable)


def body(frame: bytes) -> bytes:
    """Of one whole frame."""
    assert frame[:3] == b"\xf8\x55\xce"
    assert int.from_bytes(frame[3:5], "little") == len(frame) - 7
    return frame[5:-2]


def framed(data: bytes) -> bytes:
    return b"\xf8\x55\xce" + len(data).to_bytes(2, "little") + data + crc(data).to_bytes(2, "little")


def test_golden_frames() -> None:
    scales = MassaK()
    assert scales.feed(GET_WEIGHT) == ZERO_GRAMS
    scales.platform.put(LOAD)
    assert scales.feed(GET_WEIGHT) == GRAMS_1234
    scales.switch("overload", on=True)
    assert scales.feed(GET_WEIGHT) == ERROR_8
    scales.switch("overload", on=False)
    assert scales.feed(SET_ZERO) == ACK
    assert scales.feed(GET_WEIGHT) == ZERO_GRAMS
    assert scales.asked[-1] == b"\x23"


@given(st.binary(min_size=1, max_size=40))
def test_the_sum_is_the_usual_one_without_its_sixteen_zeros(data: bytes) -> None:
    assert crc_hqx(b"\0\0", crc(data)) == crc_hqx(data, 0)


def test_a_script_goes_on_with_each_question_and_its_last_load_stays() -> None:
    scales = MassaK([grams(700, stable=False), grams(1230, stable=False), LOAD])
    seen = [body(scales.feed(GET_WEIGHT)) for _ in range(4)]
    assert [(int.from_bytes(each[1:5], "little"), each[6]) for each in seen] == [
        (700, 0),
        (1230, 0),
        (1234, 1),
        (1234, 1),
    ]


def test_tare_and_less_than_it() -> None:
    scales = MassaK([grams(500)])
    tare = framed(b"\xa3" + (120).to_bytes(4, "little"))
    assert scales.feed(tare) == bytes.fromhex("F8 55 CE 01 00 12 12 00")
    weight = body(scales.feed(GET_WEIGHT))
    assert (int.from_bytes(weight[1:5], "little"), weight[7], int.from_bytes(weight[9:13], "little")) == (380, 1, 120)
    scales.switch("empty", on=True)
    assert int.from_bytes(body(scales.feed(GET_WEIGHT))[1:5], "little", signed=True) == -120
    for wrong in (-5, 6001):
        refused = scales.feed(framed(b"\xa3" + wrong.to_bytes(4, "little", signed=True)))
        assert refused == bytes.fromhex("F8 55 CE 01 00 15 15 00")


@pytest.mark.parametrize(
    ("division", "count"), [(0, 12345), (1, 1235), (2, 123), (3, 12), (4, 1)]
)  # 1234.5 g, rounded half up
def test_weights_are_counted_in_divisions(division: int, count: int) -> None:
    weight = body(MassaK([grams("1234.5")], division=division).feed(GET_WEIGHT))
    assert (int.from_bytes(weight[1:5], "little"), weight[5]) == (count, division)


def test_some_do_not_tell_the_tare() -> None:
    answer = MassaK([LOAD], tells_tare=False).feed(GET_WEIGHT)
    assert body(answer) == bytes.fromhex("24 D2 04 00 00 01 01 00 00")


def test_old_firmware_knows_the_old_question_alone() -> None:
    scales = MassaK([LOAD])
    scales.switch("old_firmware", on=True)
    assert scales.feed(GET_WEIGHT) == UNKNOWN
    assert body(scales.feed(OLD_GET_WEIGHT)) == bytes.fromhex("10 D2 04 00 00 01 01")
    scales.switch("old_firmware", on=False)
    assert body(scales.feed(OLD_GET_WEIGHT)) == bytes.fromhex("10 D2 04 00 00 01 01")


@pytest.mark.parametrize(("condition", "code"), [("overload", 0x08), ("broken", 0x17), ("not_zeroed", 0x18)])
def test_what_is_wrong_is_an_error_number(condition: str, code: int) -> None:
    scales = MassaK([LOAD])
    scales.switch(condition, on=True)
    assert body(scales.feed(GET_WEIGHT)) == bytes([0x28, code])


def test_a_load_that_swings_is_no_zero() -> None:
    scales = MassaK([LOAD])
    scales.switch("unstable", on=True)
    assert body(scales.feed(GET_WEIGHT))[6] == 0
    assert body(scales.feed(SET_ZERO)) == b"\x28\x15"


def test_parameters_are_eight_texts() -> None:
    answer = body(MassaK().feed(framed(b"\x75")))
    texts = answer[1:].decode("cp1251").split("\r\n")
    assert (answer[0], len(texts), texts[-1]) == (0x76, 9, "")


@pytest.mark.parametrize("question", ["A1", "99", "23 00", "A3 00"])
def test_what_it_does_not_know(question: str) -> None:
    assert MassaK().feed(framed(bytes.fromhex(question))) == UNKNOWN


def test_a_wrong_sum_is_not_answered() -> None:
    scales = MassaK()
    assert scales.feed(GET_WEIGHT[:-1] + b"\x01") == b""
    assert scales.feed(GET_WEIGHT) == ZERO_GRAMS
    assert list(scales.asked) == [b"\x23"]


@pytest.mark.parametrize("junk", ["00 FF", "F8", "F8 55", "F8 55 CE 00 00", "F8 55 CE FF FF", "F8 F8 55"])
def test_junk_before_a_question_is_passed_over(junk: str) -> None:
    assert MassaK().feed(bytes.fromhex(junk) + GET_WEIGHT) == ZERO_GRAMS


@given(st.lists(st.sampled_from([GET_WEIGHT, OLD_GET_WEIGHT, SET_ZERO, b"\x00junk"]), max_size=5), st.integers(1, 9))
def test_chunks_do_not_matter(questions: list[bytes], step: int) -> None:
    asked = b"".join(questions)
    whole, bit_by_bit = MassaK([LOAD]), MassaK([LOAD])
    expected = whole.feed(asked)
    assert b"".join(bit_by_bit.feed(asked[at : at + step]) for at in range(0, len(asked), step)) == expected


@given(st.lists(st.binary(max_size=30), max_size=10))
def test_no_bytes_break_it(chunks: list[bytes]) -> None:
    scales = MassaK([LOAD])
    for chunk in chunks:
        scales.feed(chunk)
    scales.hang_up()
    scales.platform.tare = Decimal(0)
    assert len(scales.feed(GET_WEIGHT)) == len(GRAMS_1234)


def test_answers_are_spoilt_on_demand() -> None:
    scales = MassaK([LOAD])
    scales.spoil(bad_sum=True, junk_before=b"\x00\xf8")
    assert scales.feed(GET_WEIGHT) == b"\x00\xf8" + GRAMS_1234[:-2] + bytes.fromhex("EE AB")
    scales.spoil(bad_sum=False, junk_before=b"")
    assert scales.feed(GET_WEIGHT) == GRAMS_1234


def test_switched_off_in_mid_question() -> None:
    scales = MassaK([LOAD])
    scales.feed(GET_WEIGHT[:4])
    scales.switch("power", on=False)
    scales.switch("power", on=True)
    assert scales.feed(GET_WEIGHT) == GRAMS_1234
