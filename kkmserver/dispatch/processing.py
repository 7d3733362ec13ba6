"""[processing] of the settings: which receipts take their card payment here, and which devices it and ЕГАИС go to."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside one device; None leaves it to `Processing`."""

    terminal: int | None = None
    utm: int | None = None


_NOTHING = Beside()


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """Numbers of devices; 0 = any of that kind."""

    enabled: bool = False  # a receipt that does not say takes its electronic part by card here
    terminal: int = 0
    slip: bool = True  # print the terminal's slip after the receipt, where the receipt does not say
    utm: int = 0
    beside: Mapping[int, Beside] = field(default_factory=dict)  # by the number of the device that gets the receipt

    def terminal_of(self, device: int) -> int:
        own = self.beside.get(device, _NOTHING).terminal
        return self.terminal if own is None else own

    def utm_of(self, device: int) -> int:
        own = self.beside.get(device, _NOTHING).utm
        return self.utm if own is None else own
