"""Settings read again while the server runs: what of them is new."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from kkmserver.config import Config, DeviceConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    devices: tuple[DeviceConfig, ...]  # new ones, and those that are set up otherwise
    gone: tuple[int, ...]  # numbers
    after_restart: tuple[str, ...]  # sections that have changed and are only read at the start


_AT_ONCE = {"body_limit", "body_timeout", "away"}  # of [server]
_AT_START: Mapping[str, Callable[[Config], object]] = {
    "[server]": lambda config: config.server.model_dump(exclude=_AT_ONCE),
    "[journal]": lambda config: config.journal,
}


def changes(old: Config, new: Config) -> Changes:
    """Where a device's table stands in the file does not matter, nor what stands beside the device."""
    before = {device.number: _bare(old, device) for device in old.devices}
    after = {device.number: _bare(new, device) for device in new.devices}
    return Changes(
        devices=tuple(device for device in new.devices if before.get(device.number) != after[device.number]),
        gone=tuple(number for number in before if number not in after),
        after_restart=tuple(name for name, part in _AT_START.items() if part(old) != part(new)),
    )


def _bare(config: Config, device: DeviceConfig) -> tuple[DeviceConfig, bool]:
    return replace(device, place=0, terminal=-1, utm=-1), holds(config, device)


def holds(config: Config, device: DeviceConfig) -> bool:
    """Whether commands wait for it while it is away."""
    return (device.away or config.server.away) == "hold"
