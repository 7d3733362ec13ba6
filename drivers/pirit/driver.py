"""The driver of Пирит and Viki Print registers. Source: spec/service-plus.md A."""

from drivers.model.registration import RegisterDevice
from drivers.model.state import DeviceKind
from drivers.pirit.options import PiritOptions
from drivers.pirit.register import PiritRegister
from drivers.pirit.search import SEARCH
from drivers.ports import DeviceContext, Traits
from drivers.registers.driver import ALL, RegisterDriver
from drivers.registry import DriverSpec

_TRAITS = Traits(
    kind=DeviceKind.REGISTER,
    type_id="KkmPirit",
    model="Пирит / Viki Print",
    commands=ALL - {RegisterDevice},
)


def build(context: DeviceContext, options: PiritOptions) -> RegisterDriver:
    return RegisterDriver(PiritRegister(context, options), _TRAITS)


SPEC = DriverSpec(options=PiritOptions, build=build, search=SEARCH)
