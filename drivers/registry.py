"""Driver name in the config -> how to build it. Lazy: a missing Windows or USB library hurts only its user."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from drivers.ports import DeviceContext, Driver
from drivers.search.offer import Search

_MODULES = {
    "virtual-kkt": "drivers.virtual.kkt",
    "virtual-kkm-kz": "drivers.virtual.kazakh",
    "virtual-printer": "drivers.virtual.printer",
    "virtual-label-printer": "drivers.virtual.label_printer",
    "escpos": "drivers.escpos.driver",
    "zpl": "drivers.labels.zpl",
    "tspl": "drivers.labels.tspl",
    "epl2": "drivers.labels.epl2",
    "cpcl": "drivers.labels.cpcl",
    "spooler": "drivers.spooler.driver",
    "remote": "drivers.remote.driver",
    "shtrih": "drivers.shtrih.driver",
    "atol": "drivers.atol.driver",
    "atol-web": "drivers.atol_web.driver",
    "pirit": "drivers.pirit.driver",
    "serviceplus": "drivers.serviceplus.driver",
    "mercury": "drivers.mercury.driver",
    "virtual-terminal": "drivers.terminals.virtual",
    "utm": "drivers.egais.driver",
    "massa-k": "drivers.scales.massa_k",
    "shtrih-slim": "drivers.scales.shtrih_slim",
    "virtual-scales": "drivers.scales.virtual",
    "display": "drivers.displays.driver",
    "virtual-display": "drivers.displays.virtual",
    "null": "drivers.virtual.null",
}
# Their SPEC may have a `search`: told here, so that nobody else's module is loaded to ask.
_SEARCHABLE = ("shtrih", "atol", "atol-web", "pirit", "serviceplus", "mercury")


@dataclass(frozen=True, slots=True)
class DriverSpec:
    """`options` is a frozen dataclass: its fields are the keys of the device's table in the config.

    Field types may be `Annotated[..., annotated_types.Ge(0)]` and `Literal[...]`; whoever reads the config checks them.
    `build` opens nothing: the device is reached on the first command. `search`: how such devices are found.
    """

    options: type[Any]
    build: Callable[[DeviceContext, Any], Driver]
    search: Search | None = None


def names() -> list[str]:
    return sorted(_MODULES)


def load(name: str) -> DriverSpec:
    """Raises KeyError for an unknown name."""
    spec: DriverSpec = import_module(_MODULES[name]).SPEC
    return spec


def searches() -> list[Search]:
    """Of the drivers whose devices can be looked for."""
    return [search for name in _SEARCHABLE if (search := load(name).search)]
