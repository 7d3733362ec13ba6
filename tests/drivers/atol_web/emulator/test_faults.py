"""Every fault that can be ordered for a task or an exchange, as far as no socket is needed."""

import json

import pytest

from drivers.atol_web.emulator.faults import Fault, Wire, Work
from drivers.atol_web.emulator.pace import Pace
from tests.drivers.atol_web.emulator.shop import V1, Shop, sale, task


def shop(*faults: Fault, root: str = "/api/v2") -> Shop:
    opened = Shop(root=root)
    opened.server.till.open_shift()
    opened.server.plan.inject(*faults)
    return opened


def receipts(at: Shop) -> int:
    return at.till.receipt_number


@pytest.mark.parametrize("code", [44, 45, 68, 141, 115, 118, 2, 249])
def test_an_error_that_is_ordered(code: int) -> None:
    at = shop(Fault(what=Work.ERROR, command="sell", code=code))
    at.result(task("reportX"))
    assert at.refused(sale()) == code
    at.result(sale())


def test_an_error_though_it_is_recorded() -> None:
    at = shop(Fault(what=Work.ERROR_DONE, code=241))
    entry = at.do(sale())
    assert (entry["status"], entry["error"]["code"], entry["result"], receipts(at)) == ("error", 241, None, 1)


def test_interrupted() -> None:
    at = shop(Fault(what=Work.INTERRUPTED))
    entry = at.do(sale())
    assert (entry["status"], entry["error"]["code"], receipts(at)) == ("interrupted", 502, 0)


def test_not_printed() -> None:
    at = shop(Fault(what=Work.NOT_PRINTED))
    assert at.result(sale())["warnings"] == {"notPrinted": True}
    assert receipts(at) == 1
    at.server.switch("paper", on=True)
    at.result(task("continuePrint"))
    assert at.server.roll.barcodes


def test_blocked_then_ready() -> None:
    """The queue stands meanwhile."""
    at = shop(Fault(what=Work.BLOCKED, polls=3))
    uuid, behind = at.post(sale()), at.post(sale())
    seen = [at.get(uuid)[0]["status"] for _ in range(3)]
    assert (seen, at.get(behind)[0]["status"], receipts(at)) == (["blocked"] * 3, "wait", 1)
    told = at.get(uuid)[0]
    assert (told["status"], told["result"]["fiscalParams"]["fiscalDocumentNumber"]) == ("ready", 3)
    assert at.get(behind)[0]["result"]["fiscalParams"]["fiscalDocumentNumber"] == 4


def test_blocked_then_an_error() -> None:
    at = shop(Fault(what=Work.BLOCKED_LOST, polls=1, code=2))
    uuid = at.post(sale())
    assert [at.get(uuid)[0]["status"] for _ in range(3)] == ["blocked", "error", "error"]
    assert receipts(at) == 0


@pytest.mark.parametrize(
    ("what", "status", "count"), [(Work.LINK_LOST, "ready", 1), (Work.LINK_LOST_BEFORE, "error", 0)]
)
def test_the_link_breaks_in_a_receipt(what: Work, status: str, count: int) -> None:
    """Blocked without limit, until somebody puts the cable back."""
    at = shop(Fault(what=what))
    uuid, behind = at.post(sale()), at.post(task("reportX"))
    assert {at.get(uuid)[0]["status"] for _ in range(50)} == {"blocked"}
    assert at.get(behind)[0]["status"] == "wait"
    at.server.switch("connected", on=True)
    assert (at.get(uuid)[0]["status"], receipts(at)) == (status, count)
    assert at.get(behind)[0]["status"] == "ready"


def test_the_link_breaks_in_a_question() -> None:
    at = shop(Fault(what=Work.LINK_LOST))
    assert at.do({"type": "getFnStatus"})["error"]["code"] == 241
    assert at.do(sale())["error"]["code"] == 2
    assert receipts(at) == 0


def test_no_link() -> None:
    at = shop()
    at.server.switch("connected", on=False)
    assert at.refused(sale()) == 2
    assert at.executed == []


def test_reboot() -> None:
    at = shop(Fault(what=Work.REBOOT, seconds=30.0))
    assert at.refused(sale()) == 188
    at.clock.advance(29)
    assert at.refused(sale()) == 2
    at.clock.advance(1)
    at.result(sale())


@pytest.mark.parametrize("status", [401, 404, 409, 413, 500, 501])
def test_an_http_status(status: int) -> None:
    at = shop(Fault(what=Wire.STATUS, code=status, method="POST"))
    assert at.http("POST", "/api/v2/requests", {"uuid": "a", "request": sale()})["error"]["code"] == 505
    assert (at.status, receipts(at)) == (status, 0)
    at.http("GET", "/api/v2/requests/a")
    assert at.status == 404


def test_a_fault_of_questions_for_a_kind_of_task() -> None:
    at = shop(Fault(what=Wire.STATUS, code=500, method="GET", command="sell"))
    at.result(task("reportX"))
    uuid = at.post(sale())
    assert at.status == 201
    at.http("GET", f"/api/v2/requests/{uuid}")
    assert at.status == 500
    assert at.get(uuid)[0]["status"] == "ready"


def test_torn_json() -> None:
    at = shop(Fault(what=Wire.TORN, at=30, method="GET"))
    with pytest.raises(json.JSONDecodeError):
        at.do(sale())
    assert receipts(at) == 1


def test_a_null_result_and_the_other_form() -> None:
    at = shop(Fault(what=Wire.NULL, method="GET"), Fault(what=Wire.OTHER_FORM, method="GET"))
    uuid = at.post(sale())
    assert (at.get(uuid)[0]["status"], at.get(uuid)[0]["errorCode"]) == ("ready", 0)
    first = shop(Fault(what=Wire.OTHER_FORM, method="GET"), root=V1)
    assert first.get(first.post(sale()))[0]["error"]["code"] == 0


def test_null_is_told_once() -> None:
    at = shop(Fault(what=Wire.NULL, method="GET"))
    uuid = at.post(sale())
    assert at.get(uuid)[0]["result"] is None
    assert at.get(uuid)[0]["result"]["fiscalParams"]


def test_an_empty_body() -> None:
    at = shop(Fault(what=Wire.EMPTY, method="GET"))
    uuid = at.post(sale())
    assert at.http("GET", f"/api/v2/requests/{uuid}") == ""
    assert at.status == 200


def test_the_n_th_and_how_often() -> None:
    at = shop(Fault(what=Work.ERROR, command="sell", code=44, skip=1, times=2))
    codes = [at.do(sale())["error"]["code"] for _ in range(4)]
    assert codes == [0, 44, 44, 0]
    assert len(at.server.plan.struck) == 2
    assert at.server.plan.waiting == []


def test_for_ever_and_by_chance() -> None:
    at = shop(Fault(what=Work.ERROR, code=44, times=None, chance=0.5))
    codes = [at.do(sale())["error"]["code"] for _ in range(40)]
    assert set(codes) == {0, 44}
    again = shop(Fault(what=Work.ERROR, code=44, times=None, chance=0.5))
    assert [again.do(sale())["error"]["code"] for _ in range(40)] == codes
    at.server.plan.clear()
    assert at.do(sale())["error"]["code"] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"what": Work.ERROR, "method": "GET"},
        {"what": Wire.SLOW, "seconds": None},
        {"what": Wire.NULL, "times": 0},
        {"what": Wire.NULL, "chance": 0},
    ],
)
def test_what_can_never_be(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        Fault(**wrong)  # type: ignore[arg-type]


def test_the_power_takes_no_request() -> None:
    """What was waiting is done when it is back."""
    at = Shop(pace=Pace(wait=5.0))
    uuid = at.post(task("openShift"))
    at.server.switch("power", on=False)
    at.clock.advance(60)
    assert not at.till.shift_open
    at.server.switch("power", on=True)
    assert at.get(uuid)[0]["status"] == "ready"


def test_an_unknown_condition() -> None:
    with pytest.raises(ValueError, match="gravity"):
        Shop().server.switch("gravity", on=False)
