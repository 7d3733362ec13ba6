"""The driver of ШТРИХ-М registers. Source: spec/shtrih-m.md."""

from drivers.model.state import DeviceKind
from drivers.ports import DeviceContext, Traits
from drivers.registers.driver import ALL, RegisterDriver
from drivers.registry import DriverSpec
from drivers.shtrih.options import ShtrihOptions
from drivers.shtrih.register import ShtrihRegister
from drivers.shtrih.search import SEARCH

_TRAITS = Traits(kind=DeviceKind.REGISTER, type_id="KkmStrihM", model="ШТРИХ-М", commands=ALL)


def build(context: DeviceContext, options: ShtrihOptions) -> RegisterDriver:
    """The connection stays open between commands."""
    return RegisterDriver(ShtrihRegister(context, options), _TRAITS)


SPEC = DriverSpec(options=ShtrihOptions, build=build, search=SEARCH)
