"""The driver of Меркурий registers behind INECRMAN. Source: spec/mercury.md."""

from drivers.mercury.options import MercuryOptions
from drivers.mercury.register import MercuryRegister
from drivers.mercury.search import SEARCH
from drivers.model.command import ReadCounters
from drivers.model.registration import RegisterDevice
from drivers.model.state import DeviceKind
from drivers.ports import DeviceContext, Traits
from drivers.registers.driver import ALL, RegisterDriver
from drivers.registry import DriverSpec

_TRAITS = Traits(
    kind=DeviceKind.REGISTER,
    type_id="KkmMercury",
    model="Меркурий",
    commands=ALL - {ReadCounters, RegisterDevice},
)


def build(context: DeviceContext, options: MercuryOptions) -> RegisterDriver:
    return RegisterDriver(MercuryRegister(context, options), _TRAITS)


SPEC = DriverSpec(options=MercuryOptions, build=build, search=SEARCH)
