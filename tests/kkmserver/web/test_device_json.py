"""A device as the console gets it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from drivers.model.command import OpenDrawer, PrintDocument, RegisterReceipt, XReport
from drivers.model.ffd import ShiftState
from drivers.model.state import DeviceKind, DeviceState
from kkmserver.dispatch.order import DeviceView
from kkmserver.web.device_json import ABILITIES, DeviceJson
from kkmserver.web.own_devices import DEVICE
from tests.clock import FakeClock
from tests.kkmserver.web.running import view

WHEN = datetime(2026, 11, 15, 9, 0, 0, 250_000, tzinfo=UTC)
TOLD = "2026-11-15T09:00:00.250+00:00"


def shown(one: DeviceView) -> dict[str, Any]:
    return DeviceJson({1}, FakeClock())(one)


def register(**state: Any) -> DeviceView:
    return view(1, "Касса", DeviceKind.REGISTER, DeviceState(online=True, **state))


def test_what_is_told_is_what_openapi_says() -> None:
    told = shown(register())
    assert set(told) == set(DEVICE)
    assert set(told["state"]) == set(DEVICE["state"]["anyOf"][0]["properties"])  # type: ignore[index, call-overload]
    assert shown(replace(register(), state=None))["state"] is None


def test_moments_and_numbers_of_a_register() -> None:
    state = shown(
        register(
            shift=ShiftState.OPEN,
            shift_since=WHEN,
            storage_until=datetime(2026, 11, 18, 12, 29, tzinfo=UTC),
            unsent=2,
            unsent_since=WHEN.replace(hour=12, tzinfo=None),  # by the register's own clock: in the shop's zone, UTC+3
            cash=12_345,
            firmware="1.7",
            line_length=42,
        )
    )["state"]
    assert (state["shift"], state["shift_since"]) == ("open", TOLD)
    assert (state["storage_until"], state["storage_days"]) == ("2026-11-18T12:29:00.000+00:00", 2)
    assert (state["unsent"], state["unsent_since"]) == (2, TOLD)
    assert (state["cash"], state["firmware"], state["line_length"]) == (12_345, "1.7", 42)
    over = shown(register(storage_until=datetime(2026, 11, 15, 12, 29, tzinfo=UTC)))["state"]
    assert over["storage_days"] == -1


def test_since_when_and_whose_turn() -> None:
    away = shown(replace(register(), offline_since=WHEN, blocked_since=WHEN, connection="tcp://192.168.1.5:7778"))
    assert (away["offline_since"], away["blocked_since"], away["turn"]) == (TOLD, TOLD, None)
    assert (away["connection"], away["guid"], away["tape"]) == ("tcp://192.168.1.5:7778", "guid-1", "/devices/1/tape")
    pool = shown(replace(register(), number=10, members=(1, 2), turn=2))
    assert (pool["members"], pool["turn"], pool["tape"]) == ([1, 2], 2, None)


def test_what_it_can_do() -> None:
    def can(*commands: type) -> list[str]:
        told: list[str] = shown(replace(register(), commands=frozenset(commands)))["can"]
        return told

    assert can() == []
    assert can(OpenDrawer, XReport) == ["x_report", "drawer"]
    assert can(PrintDocument) == ["document", "test_page"]
    assert can(RegisterReceipt) == ["receipt"]
    assert len(set(ABILITIES)) == len(ABILITIES)
