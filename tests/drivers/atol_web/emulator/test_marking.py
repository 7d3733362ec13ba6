"""Marked goods of 1.2, step by step as spec/atol-web.md 4.2 has them, and the codes of 1.05."""

from typing import Any

import pytest

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.marking import BAD, NO_KEYS, NO_SERVER, Verdict
from tests.drivers.atol_web.emulator.shop import CODE, Shop, in_base64, position, sale, task

PARAMS = {"imcType": "auto", "imc": in_base64(CODE), "itemEstimatedStatus": "itemPieceSold", "imcModeProcessing": 0}
BEGIN = {"type": "beginMarkingCodeValidation", "params": PARAMS}
STATUS, ACCEPT = {"type": "getMarkingCodeValidationStatus"}, {"type": "acceptMarkingCode"}
DECLINE, CANCEL = {"type": "declineMarkingCode"}, {"type": "cancelMarkingCodeValidation"}
CLEAR = {"type": "clearMarkingCodeValidationResult"}
NAMES = ("imcCheckFlag", "imcCheckResult", "imcStatusInfo", "imcEstimatedStatusCorrect", "ecrStandAloneFlag")


def shop(verdict: Verdict | None = None, polls: int = 0) -> Shop:
    made = Shop(ffd="1.2").open()
    made.server.register.marks.polls = polls
    if verdict is not None:
        made.till.marking.verdicts[CODE] = verdict
    return made


def flags(result: int) -> dict[str, bool]:
    return {name: bool(result & 1 << bit) for bit, name in enumerate(NAMES)}


def item(of: Shop) -> dict[int, bytes]:
    return dict(tlv.parse(of.till.storage.documents[-1].tags()[1059][0]))


def test_the_whole_way() -> None:
    at = shop(polls=2)
    assert at.result(CLEAR) is None
    offline = {"fmCheck": True, "fmCheckResult": True, "fmCheckErrorReason": "checked"}
    assert at.result(BEGIN) == {"offlineValidation": offline}
    assert [at.result(STATUS)["ready"] for _ in range(2)] == [False, False]
    told = at.result(STATUS)
    assert (told["ready"], told["sentImcRequest"], told["driverError"]["code"]) == (True, True, 0)
    online = told["onlineValidation"]
    assert online["itemInfoCheckResult"] == flags(15)
    assert (online["markOperatorItemStatus"], online["markOperatorResponseResult"]) == (
        "itemEstimatedStatusCorrect",
        "correct",
    )
    assert online["imcBarcode"] == "010460043993125621JgXJ5.T"
    assert at.result(ACCEPT) == {"itemInfoCheckResult": flags(15)}
    marked = position(
        measurementUnit="piece", imcParams={**PARAMS, "itemInfoCheckResult": online["itemInfoCheckResult"]}
    )
    at.result(sale(marked))
    assert item(at)[1163] == tlv.text(1305, "010460043993125621JgXJ5.T")
    assert (item(at)[2102], item(at)[2106]) == (b"\0", b"\x0f")
    assert at.till.storage.documents[-1].tags()[2107] == [b"\0"]
    assert not at.till.marking.accepted


@pytest.mark.parametrize("result", [0, 1, 3, 5, 7, 15, 19])
def test_what_the_host_was_told_is_recorded(result: int) -> None:
    at = shop()
    at.result(sale(position(imcParams={**PARAMS, "itemInfoCheckResult": flags(result)})))
    assert item(at)[2106] == bytes([result])


def test_what_was_accepted_is_recorded() -> None:
    at = shop(BAD)
    for step in (BEGIN, STATUS, ACCEPT):
        at.result(step)
    at.result(sale(position(imcParams=PARAMS)))
    assert item(at)[2106] == b"\x05"
    at.result(sale(position(imcParams=PARAMS)))
    assert item(at)[2106] == b"\0"


@pytest.mark.parametrize(
    ("verdict", "offline", "result", "code"),
    [
        (BAD, (True, False, "checked"), 5, 0),
        (NO_KEYS, (False, False, "noKeys"), 12, 0),
        (NO_SERVER, (True, True, "checked"), None, 421),
        (Verdict(local=0, reason=9, processing=2, result=4), (False, False, "other"), 4, 0),
    ],
)
def test_verdicts(verdict: Verdict, offline: tuple[bool, bool, str], result: int | None, code: int) -> None:
    at = shop(verdict)
    assert tuple(at.result(BEGIN)["offlineValidation"].values()) == offline
    told = at.result(STATUS)
    assert (told["ready"], told["driverError"]["code"]) == (True, code)
    online: dict[str, Any] | None = told.get("onlineValidation")
    assert (None if online is None else online["itemInfoCheckResult"]) == (None if result is None else flags(result))
    assert at.result(ACCEPT)["itemInfoCheckResult"] == flags(verdict.result)


def test_the_order_of_steps() -> None:
    at = shop(polls=1)
    assert [at.refused(step) for step in (STATUS, ACCEPT, DECLINE)] == [410, 410, 410]
    at.result(BEGIN)
    assert [at.refused(step) for step in (BEGIN, ACCEPT)] == [401, 401]
    assert at.result({"type": "checkMarkingCodeValidationsReady"}) == {"ready": False}
    at.result(STATUS)
    assert at.result(DECLINE) is None
    assert not at.till.marking.accepted
    at.result(BEGIN)
    at.result(CANCEL)
    at.result(BEGIN)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"imc": ""}, 409), ({"imc": "?"}, 13), ({"imc": None}, 8), ({"imcType": "any"}, 409),
        ({"itemEstimatedStatus": "sold"}, 404), ({"itemUnits": "bag"}, 13),
    ],
)  # fmt: skip
def test_a_bad_question(change: dict[str, object], code: int) -> None:
    assert shop().refused({**BEGIN, "params": {**PARAMS, **change}}) == code


def test_numbers_and_no_params() -> None:
    at = shop()
    at.result(
        {"type": "beginMarkingCodeValidation", **PARAMS, "imcType": 256, "itemEstimatedStatus": 1, "itemUnits": 0}
    )
    assert at.till.marking.checked is not None


def test_marking_may_be_forbidden() -> None:
    at = shop()
    at.till.marking.enabled = False
    assert at.refused(BEGIN) == 406


def test_a_list_of_codes() -> None:
    at = shop()
    other = {**PARAMS, "imc": in_base64(b"0104600439931256215qwerty\x1d93abcd")}
    answers = at.result({"type": "validateMarks", "timeout": 60000, "params": [PARAMS, other]})
    assert [each["ready"] for each in answers] == [True, True]
    assert [each["itemInfoCheckResult"] for each in answers] == [flags(15), flags(15)]
    assert len(at.till.marking.accepted) == 2


def test_a_part_of_a_pack() -> None:
    at = shop()
    at.result(sale(position(imcParams={**PARAMS, "itemFractionalAmount": "1/2"})))
    assert dict(tlv.parse(item(at)[1291])) == {1292: b"1/2", 1293: b"\x01", 1294: b"\x02"}
    for wrong in ("2/1", "1", "a/b", "0/2"):
        assert at.refused(sale(position(imcParams={**PARAMS, "itemFractionalAmount": wrong}))) == 13


def test_1_05_has_no_checks_and_an_old_code() -> None:
    at = Shop().open()
    assert [at.refused(step) for step in (BEGIN, STATUS, ACCEPT, CLEAR)] == [413] * 4
    at.result(sale(position(nomenclatureCode=in_base64(b"\x44\x4d\0\0\0\0\0\1abc"))))
    assert item(at)[1162] == b"\x44\x4d\0\0\0\0\0\1abc"
    at.result(sale(position(markingCode={"type": "other", "mark": in_base64(CODE)})))
    assert item(at)[1162] == b"\x44\x4d" + (4600439931256).to_bytes(6, "big") + b"JgXJ5.T"
    assert at.refused(sale(position(nomenclatureCode=in_base64(bytes(33))))) == 13


def test_1_2_has_no_old_code() -> None:
    assert shop().refused(sale(position(nomenclatureCode=in_base64(b"\x44\x4d")))) == 158
    assert shop().refused(task("sell", items=[position(measurementUnit="bag")])) == 13
