"""The driver of АТОЛ registers behind the web server of their own driver. Source: spec/atol-web.md."""

from drivers.atol_web.options import AtolWebOptions
from drivers.atol_web.register import AtolWebRegister
from drivers.atol_web.search import SEARCH
from drivers.model.command import Command
from drivers.model.outcome import Outcome
from drivers.model.registration import RegisterDevice
from drivers.model.state import DeviceKind
from drivers.ports import DeviceContext, Errand, Traits
from drivers.registers.driver import ALL, RegisterDriver
from drivers.registry import DriverSpec

_TRAITS = Traits(
    kind=DeviceKind.REGISTER,
    type_id="KkmAtolWeb",
    model="АТОЛ через веб-сервер драйвера",
    commands=ALL - {RegisterDevice},
)


class AtolWebDriver(RegisterDriver):
    """A Driver, and one that RunsErrands: the uuids of its tasks follow from the id of the command."""

    register: AtolWebRegister

    def __init__(self, register: AtolWebRegister) -> None:
        super().__init__(register, _TRAITS)

    def about(self, errand: Errand) -> None:
        self.register.trail.about(errand.id)

    async def execute(self, command: Command) -> Outcome:
        self.register.trail.begin()
        self.register.trail.of(command)
        return await super().execute(command)

    async def settle(self, command: Command, mark_text: str) -> Outcome | None:
        self.register.trail.of(command)
        return await super().settle(command, mark_text)


def build(context: DeviceContext, options: AtolWebOptions) -> AtolWebDriver:
    return AtolWebDriver(AtolWebRegister(context, options))


SPEC = DriverSpec(options=AtolWebOptions, build=build, search=SEARCH)
