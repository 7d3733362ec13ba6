"""The account given of each finished command: a line in the log, and a measurement."""

import logging
from dataclasses import dataclass

from kkmserver.dispatch.meter import Meter
from kkmserver.store.record import Record

_LOG = logging.getLogger("kkmserver.commands")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds."""

    queued: float
    device: float = 0.0


class Account:
    """Of one device."""

    def __init__(self, device: int, meter: Meter) -> None:
        self._device, self._meter = device, meter

    def close(self, final: Record, spent: Spent) -> None:
        self._meter.finished(self._device, final.entry.name, final.state, spent.queued, spent.device)
        level = logging.WARNING if final.failure else logging.INFO
        if _LOG.isEnabledFor(level):
            words = (self._device, final.entry.name, final.entry.id, final.state)
            _LOG.log(level, "device %d %s %.80r: %s", *words, extra={"kkm": self._told(final, spent)})

    def _told(self, final: Record, spent: Spent) -> dict[str, str | int | float]:
        entry = final.entry
        told: dict[str, str | int | float] = {
            "device": self._device,
            "command": entry.name,
            "id": entry.id,
            "state": final.state,
            "queue_ms": round(spent.queued * 1000, 1),
            "device_ms": round(spent.device * 1000, 1),
        }
        if final.failure:
            told["code"] = final.failure.code
        if entry.request_id:
            told["request_id"] = entry.request_id
        return told
