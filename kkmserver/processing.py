"""[processing] of the settings, as the dispatcher wants it, and what may be wrong with its numbers."""

from collections.abc import Iterable, Mapping, Sequence

from drivers.model.state import DeviceKind
from kkmserver.config import Config
from kkmserver.dispatch.processing import Beside, Processing

_NEEDED = {
    "terminal": (DeviceKind.TERMINAL, "нужен номер банковского терминала"),
    "utm": (DeviceKind.EGAIS, "нужен номер УТМ"),
}
Fault = tuple[Sequence[str | int], str]


def of(config: Config) -> Processing:
    usual = config.processing
    beside = {
        device.number: Beside(terminal=_said(device.terminal), utm=_said(device.utm))
        for device in config.devices
        if max(device.terminal, device.utm) >= 0
    }
    return Processing(enabled=usual.enabled, terminal=usual.terminal, slip=usual.slip, utm=usual.utm, beside=beside)


def _said(number: int) -> int | None:
    return None if number < 0 else number


def faults(config: Config, kinds: Mapping[int, DeviceKind]) -> list[Fault]:
    """Path of the key and text. `kinds`: of the devices, by number."""
    found = [*_faults(("processing",), config.processing.terminal, config.processing.utm, kinds)]
    for device in config.devices:
        found += _faults(("devices", device.place), device.terminal, device.utm, kinds)
    if config.processing.enabled and DeviceKind.TERMINAL not in kinds.values():
        text = "платить картой негде: среди [[devices]] нет ни одного банковского терминала"
        found.append((("processing", "enabled"), text))
    return found


def _faults(at: Sequence[str | int], terminal: int, utm: int, kinds: Mapping[int, DeviceKind]) -> Iterable[Fault]:
    for key, number in (("terminal", terminal), ("utm", utm)):
        kind, needed = _NEEDED[key]
        if number > 0 and number not in kinds:
            yield (*at, key), f"{needed} или 0, а устройства с номером {number} нет среди [[devices]]"
        elif number > 0 and kinds[number] is not kind:
            yield (*at, key), f"{needed} или 0, а устройство № {number} – другое"
