"""Settings read again while the server runs: what of them is new."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from kkmserver.config import Config, DeviceConfig
from kkmserver.config_doors import DoorSettings, IkkmSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    devices: tuple[DeviceConfig, ...]  # new ones, and those that are set up otherwise
    gone: tuple[int, ...]  # numbers
    after_restart: tuple[str, ...]  # sections that have changed and are only read at the start


_AT_ONCE = frozenset({"body_limit", "body_timeout", "away"})  # of [server]
_LISTENING = frozenset({"enabled", "host", "port", "tls", "registers"})  # of an API with a port of its own
_AT_START: Mapping[str, Callable[[Config], Mapping[str, object]]] = {
    "[server]": lambda config: config.server.model_dump(exclude=set(_AT_ONCE)),
    "[journal]": lambda config: config.journal.model_dump(),
    "[dialects.bit]": lambda config: _door(config.dialects.bit),
    "[dialects.itkassa]": lambda config: _door(config.dialects.itkassa),
    "[dialects.ikkm]": lambda config: _door(config.dialects.ikkm) | _registers(config.dialects.ikkm),
}


def only_at_start(section: str, key: str) -> bool:
    """Whether the running server goes on with the value it began with."""
    if section in ("server", "journal"):
        return key not in _AT_ONCE
    return f"[{section}]" in _AT_START and key in _LISTENING


def waiting(began: Config, now: Config) -> list[str]:
    """Keys that count only from the next start: "[server] port"."""
    return [
        f"{section} {key}"
        for section, part in _AT_START.items()
        for key, value in part(now).items()
        if value != part(began).get(key, value)
    ]


def _door(settings: DoorSettings) -> dict[str, object]:
    """Nothing of one that is off waits."""
    return settings.model_dump(include={*_LISTENING} - {"registers"}) if settings.enabled else {"enabled": False}


def _registers(settings: IkkmSettings) -> dict[str, object]:
    ports = [(one.device, one.port) for one in settings.registers]
    return {"registers": ports} if settings.enabled else {}


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
