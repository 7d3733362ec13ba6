"""When results are there, who waits for whom, and what becomes of the rest after a failure."""

from hypothesis import given
from hypothesis import strategies as st

from drivers.atol_web.emulator.pace import Pace
from drivers.atol_web.emulator.quirks import Quirks
from tests.drivers.atol_web.emulator.shop import Shop, sale, task


def statuses(shop: Shop, uuid: str) -> list[str]:
    return [entry["status"] for entry in shop.get(uuid)]


def test_seconds() -> None:
    shop = Shop(pace=Pace(wait=1.0, run=2.0))
    first, second = shop.post(task("openShift")), shop.post(task("reportX"))
    assert (statuses(shop, first), statuses(shop, second)) == (["wait"], ["wait"])
    shop.clock.advance(1)
    assert (statuses(shop, first), statuses(shop, second)) == (["inProgress"], ["wait"])
    assert not shop.till.shift_open
    shop.clock.advance(2)
    assert (statuses(shop, first), statuses(shop, second)) == (["ready"], ["inProgress"])
    assert shop.till.shift_open
    shop.clock.advance(2)
    assert statuses(shop, second) == ["ready"]


def test_nobody_has_to_look_while_it_runs() -> None:
    shop = Shop(pace=Pace(wait=1.0, run=2.0))
    for told in (task("openShift"), sale(), sale()):
        shop.post(told)
    shop.clock.advance(7)
    assert shop.till.receipt_number == 2


def test_polls() -> None:
    shop = Shop(pace=Pace(wait_polls=2, run_polls=1))
    uuid = shop.post(task("openShift"))
    assert [statuses(shop, uuid)[0] for _ in range(4)] == ["wait", "inProgress", "ready", "ready"]
    assert shop.executed == ["openShift"]


def test_tasks_of_one_request_run_in_order() -> None:
    shop = Shop(pace=Pace(run=1.0))
    uuid = shop.post(task("openShift"), sale(), task("closeShift"))
    seen = [statuses(shop, uuid)]
    for _ in range(3):
        shop.clock.advance(1)
        seen.append(statuses(shop, uuid))
    assert seen == [
        ["inProgress", "wait", "wait"],
        ["ready", "inProgress", "wait"],
        ["ready", "ready", "inProgress"],
        ["ready", "ready", "ready"],
    ]
    assert [each.form for each in shop.till.storage.documents] == [1, 2, 3, 5]


def test_after_a_failure_the_rest_is_cut_off() -> None:
    shop = Shop()
    entries = shop.do(task("openShift"), sale(cash=1), task("closeShift"))
    assert [each["status"] for each in entries] == ["ready", "error", "interrupted"]
    assert [each["error"]["code"] for each in entries] == [0, 66, 502]
    assert shop.till.shift_open
    assert shop.executed == ["openShift", "sell"]
    shop.result(task("closeShift"))


def test_one_object_is_as_good_as_an_array() -> None:
    shop = Shop()
    shop.http("POST", "/api/v2/requests", {"uuid": "a", "request": task("openShift")})
    assert (shop.status, len(shop.get("a"))) == (201, 1)


def test_a_uuid_is_taken_once() -> None:
    shop = Shop().open()
    uuid = shop.post(sale())
    assert shop.http("POST", "/api/v2/requests", {"uuid": uuid, "request": [sale()]})["error"]["code"] == 505
    assert shop.status == 409
    assert shop.till.receipt_number == 1


def test_cancelled_while_it_waits() -> None:
    shop = Shop(pace=Pace(wait=1.0, run=1.0))
    uuid = shop.post(task("openShift"))
    shop.http("DELETE", f"/api/v2/requests/{uuid}")
    assert (shop.status, statuses(shop, uuid)) == (200, ["canceled"])
    shop.clock.advance(5)
    assert (statuses(shop, uuid), shop.till.shift_open) == (["canceled"], False)


def test_not_cancelled_once_it_runs() -> None:
    shop = Shop(pace=Pace(run=1.0))
    uuid = shop.post(task("openShift"))
    shop.http("DELETE", f"/api/v2/requests/{uuid}")
    assert shop.status == 409
    shop.clock.advance(1)
    assert statuses(shop, uuid) == ["ready"]
    shop.http("DELETE", "/api/v2/requests/none")
    assert shop.status == 404


def test_results_may_live_for_a_while() -> None:
    shop = Shop(quirks=Quirks(results_live=60.0))
    uuid = shop.post(task("openShift"))
    shop.clock.advance(60)
    assert statuses(shop, uuid) == ["ready"]
    shop.clock.advance(1)
    shop.http("GET", f"/api/v2/requests/{uuid}")
    assert shop.status == 404


def test_a_full_queue() -> None:
    shop = Shop(quirks=Quirks(queue_limit=1), pace=Pace(wait=1.0))
    shop.post(task("openShift"))
    shop.post(sale())
    assert shop.status == 409
    shop.clock.advance(1)
    shop.server.tick()
    shop.post(sale())
    assert shop.status == 201


def test_the_place_in_the_queue() -> None:
    shop = Shop(quirks=Quirks(queue_position=True), pace=Pace(wait=1.0))
    assert shop.http("POST", "/api/v2/requests", {"uuid": "a", "request": task("reportX")}) == {"number": 1}
    assert shop.http("POST", "/api/v2/requests", {"uuid": "b", "request": task("reportX")}) == {"number": 2}


def test_a_queue_for_each_device() -> None:
    shop = Shop(others=("kassa2",), pace=Pace(run=1.0), ffd="1.2")
    shop.post(task("openShift"), uuid="a")
    shop.post(task("openShift"), uuid="b", query="?deviceID=kassa2")
    assert (statuses(shop, "a"), statuses(shop, "b")) == (["inProgress"], ["inProgress"])
    shop.clock.advance(1)
    assert (statuses(shop, "a"), statuses(shop, "b")) == (["ready"], ["ready"])
    shop.post(task("reportX"), uuid="c", query="?deviceID=kassa3")
    assert shop.status == 404


@given(
    st.lists(st.sampled_from(["sell", "bad", "x"]), max_size=8), st.floats(0, 2), st.integers(0, 3), st.floats(0.1, 3)
)
def test_whatever_the_pace_the_outcome_is_the_same(kinds: list[str], run: float, polls: int, step: float) -> None:
    told = {"sell": sale(), "bad": sale(cash=1), "x": task("reportX")}
    shop = Shop(pace=Pace(run=run, run_polls=polls))
    uuids = [shop.post(task("openShift")), *(shop.post(told[kind]) for kind in kinds)]
    for _ in range(200):
        if all(statuses(shop, uuid)[0] in ("ready", "error") for uuid in uuids):
            break
        shop.clock.advance(step)
    assert [statuses(shop, uuid)[0] for uuid in uuids[1:]] == ["error" if kind == "bad" else "ready" for kind in kinds]
    assert shop.till.receipt_number == kinds.count("sell")
    assert shop.executed == ["openShift", *("reportX" if kind == "x" else "sell" for kind in kinds)]
