"""What is measured of finished commands; kkmserver.web.metrics implements it."""

from typing import Protocol


class Meter(Protocol):
    """Called for each command on the event loop, so it must cost next to nothing."""

    def finished(self, device: int, name: str, state: str, queued_s: float, device_s: float) -> None:
        """`name` as the dialect spells it; `state` as kkmserver.store.record.State; seconds in the queue, and on the
        device with all its questions."""
        ...


class NoMeter:
    def finished(self, *_told: object, **_named: object) -> None:
        return None
