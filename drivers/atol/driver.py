"""The driver of АТОЛ registers by the protocol 3.1. Source: spec/atol.md."""

from drivers.atol.options import AtolOptions
from drivers.atol.register import AtolRegister
from drivers.atol.search import SEARCH
from drivers.model.command import CheckMarking, ReadCounters
from drivers.model.registration import RegisterDevice
from drivers.model.state import DeviceKind
from drivers.ports import DeviceContext, Traits
from drivers.registers.driver import ALL, RegisterDriver
from drivers.registry import DriverSpec

_TRAITS = Traits(
    kind=DeviceKind.REGISTER,
    type_id="KkmAtol",
    model="АТОЛ",
    commands=ALL - {CheckMarking, ReadCounters, RegisterDevice},
)


def build(context: DeviceContext, options: AtolOptions) -> RegisterDriver:
    return RegisterDriver(AtolRegister(context, options), _TRAITS)


SPEC = DriverSpec(options=AtolOptions, build=build, search=SEARCH)
