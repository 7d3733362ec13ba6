"""The driver of «Сервис Плюс» registers, in either of their protocols. Source: spec/service-plus.md B, C."""

from drivers.model.command import CheckMarking
from drivers.model.registration import RegisterDevice
from drivers.model.state import DeviceKind
from drivers.ports import DeviceContext, Traits
from drivers.registers.driver import ALL, RegisterDriver
from drivers.registry import DriverSpec
from drivers.serviceplus.binary_driver import BinaryDriver
from drivers.serviceplus.binary_register import BinaryRegister
from drivers.serviceplus.options import ServicePlusOptions
from drivers.serviceplus.search import SEARCH
from drivers.serviceplus.xml_register import XmlRegister

_XML = Traits(
    kind=DeviceKind.REGISTER,
    type_id="KkmServicePlus",
    model="Сервис Плюс",
    commands=ALL - {CheckMarking, RegisterDevice},
)


def build(context: DeviceContext, options: ServicePlusOptions) -> RegisterDriver:
    if options.protocol == "binary":
        return BinaryDriver(BinaryRegister(context, options))
    return RegisterDriver(XmlRegister(context, options), _XML)


SPEC = DriverSpec(options=ServicePlusOptions, build=build, search=SEARCH)
