"""A device or pool as JSON. Sums are kopecks, moments are UTC."""

from collections.abc import Container, Mapping
from datetime import UTC, datetime
from typing import Any

from drivers.model import command
from drivers.model.excise import TellEgais
from drivers.model.registration import RegisterDevice
from drivers.model.state import DeviceState
from drivers.ports import Clock
from kkmserver.dispatch.order import DeviceView

# What a button of the console needs the device for -> the commands, any of which will do.
_ABILITIES: Mapping[str, frozenset[type]] = {
    "receipt": frozenset({command.RegisterReceipt}),
    "document": frozenset({command.PrintDocument}),
    "labels": frozenset({command.PrintLabels}),
    "test_page": frozenset({command.PrintTestPage, command.PrintDocument}),
    "open_shift": frozenset({command.OpenShift}),
    "close_shift": frozenset({command.CloseShift}),
    "x_report": frozenset({command.XReport}),
    "ofd_report": frozenset({command.OfdReport}),
    "cash_in": frozenset({command.CashIn}),
    "cash_out": frozenset({command.CashOut}),
    "drawer": frozenset({command.OpenDrawer}),
    "continue_print": frozenset({command.ContinuePrint}),
    "ruler": frozenset({command.PrintRuler}),
    "counters": frozenset({command.ReadCounters}),
    "archive": frozenset({command.ReadDocument}),
    "marking": frozenset({command.CheckMarking}),
    "registration": frozenset({RegisterDevice}),
    "card": frozenset({command.MoveCardMoney}),
    "settle_terminal": frozenset({command.SettleTerminal}),
    "weight": frozenset({command.ReadWeight}),
    "display": frozenset({command.ShowOnDisplay}),
    "egais": frozenset({TellEgais}),
}
ABILITIES = tuple(_ABILITIES)


class DeviceJson:
    def __init__(self, with_tape: Container[int], clock: Clock) -> None:
        """`with_tape`: numbers of the devices whose paper can be looked at."""
        self._with_tape, self._clock = with_tape, clock

    def __call__(self, view: DeviceView) -> dict[str, Any]:
        return {
            "number": view.number,
            "name": view.name,
            "driver": view.driver,
            "kind": view.kind.value,
            "model": view.model,
            "guid": view.row.guid,
            "connection": view.connection,
            "online": view.online,
            "offline_since": self._moment(view.offline_since),
            "active": view.active,
            "blocked": view.blocked,
            "blocked_since": self._moment(view.blocked_since),
            "busy": view.busy,
            "waiting": view.waiting,
            "members": list(view.members),
            "turn": view.turn or None,
            "wire_log": view.wire_log,
            "tape": f"/devices/{view.number}/tape" if view.number in self._with_tape else None,
            "can": [word for word, commands in _ABILITIES.items() if commands & view.commands],
            "state": self._state(view.state) if view.state else None,
        }

    def _state(self, state: DeviceState) -> dict[str, Any]:
        return {
            "paper_out": state.paper_out,
            "paper_low": state.paper_low,
            "cover_open": state.cover_open,
            "fault": state.fault,
            "serial": state.serial,
            "firmware": state.firmware,
            "line_length": state.line_length,
            "storage": state.storage,
            "storage_until": self._moment(state.storage_until),
            "storage_days": self._days_until(state.storage_until),
            "fiscalized": state.fiscalized,
            "ffd": state.ffd.value if state.ffd else "",
            "shift": state.shift.name.lower() if state.shift else "",
            "shift_number": state.shift_number,
            "shift_since": self._moment(state.shift_since),
            "last_document": state.last_document,
            "cash": state.cash,
            "unsent": state.unsent,
            "unsent_since": self._moment(state.unsent_since),
        }

    def _days_until(self, moment: datetime | None) -> int | None:
        """Whole ones; below zero when it is past."""
        return (self._aware(moment) - self._clock.now()).days if moment else None

    def _moment(self, moment: datetime | None) -> str | None:
        return self._aware(moment).astimezone(UTC).isoformat(timespec="milliseconds") if moment else None

    def _aware(self, moment: datetime) -> datetime:
        """A register's clock knows no zone: it is the shop's."""
        return moment if moment.tzinfo else moment.replace(tzinfo=self._clock.local().tzinfo)
