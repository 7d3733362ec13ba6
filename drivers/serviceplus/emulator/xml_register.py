"""The register behind its wire: the text of a request in, the text of an answer out. Time comes from a Clock.

Source: spec/service-plus.md part C.
"""

from collections.abc import Mapping
from datetime import timedelta

from drivers.emulation.fiscal.paper import Roll
from drivers.emulation.fiscal.till import STORAGE_NUMBER, Till
from drivers.ports import Clock
from drivers.serviceplus.emulator import xml_message, xml_tree
from drivers.serviceplus.emulator.xml_command import ANY, Command
from drivers.serviceplus.emulator.xml_command_set import COMMANDS
from drivers.serviceplus.emulator.xml_conditions import XmlConditions
from drivers.serviceplus.emulator.xml_core import Core
from drivers.serviceplus.emulator.xml_errors import Error, Refused
from drivers.serviceplus.emulator.xml_fields import Fields
from drivers.serviceplus.emulator.xml_quirks import XmlQuirks
from drivers.serviceplus.emulator.xml_tree import Pa, Type


class XmlRegister:
    """`ffd` is "1.05": of the dialect in 1.2 nothing is known. `registered` off: a new ФН. Raises ValueError."""

    def __init__(
        self,
        *,
        ffd: str = "1.05",
        inn: str = "7707083893",
        serial: str = "0149060006000651",
        storage_number: str = STORAGE_NUMBER,
        tax_systems: int = 0b111111,
        registered: bool = True,
        quirks: XmlQuirks | None = None,
        clock: Clock | None = None,
    ) -> None:
        if ffd != "1.05":
            raise ValueError(f"the XML dialect is not known in ФФД {ffd}")
        conditions = XmlConditions()
        till = Till(
            ffd=ffd,
            inn=inn,
            serial=serial,
            storage_number=storage_number,
            clock=clock,
            registered=registered,
            tax_systems=tax_systems,
            conditions=conditions,
        )
        self.core = Core(till, Roll(till.clock, conditions), conditions, quirks or XmlQuirks())

    def execute(self, text: bytes) -> bytes:
        """-> the answer; where the request cannot be read it has what of its head could be."""
        lines = self.core.quirks.new_lines
        try:
            request = xml_message.read(text)
            return xml_message.done(request.id, request.command, self._done(request), new_lines=lines)
        except Refused as error:
            return self.refusal(text, error)

    def refusal(self, text: bytes, error: Refused) -> bytes:
        id_, command = xml_message.head_of(text)
        number = int(command) if command.isascii() and command.isdigit() else 0
        return xml_message.refused(id_, number, error, new_lines=self.core.quirks.new_lines)

    def _done(self, request: xml_message.Request) -> str:
        """The data of the answer. Raises Refused."""
        command = COMMANDS.get(request.command)
        if command is None:
            raise Refused(Error.UNKNOWN_COMMAND, f"Неизвестная команда: {request.command}")
        fields = Fields(_parts(command, request.data), self.core.quirks)
        if ANY not in command.known:
            fields.only(*command.known)
        told = tuple(command.run(self.core, fields))
        return xml_tree.structure(command.answer_root, told).written() if told else ""

    # what tests and the emulator around it look at and switch

    @property
    def conditions(self) -> XmlConditions:
        return self.core.conditions

    @property
    def till(self) -> Till:
        return self.core.till

    @property
    def roll(self) -> Roll:
        return self.core.roll

    @property
    def pulses(self) -> int:
        """How often the drawer was opened."""
        return self.core.pulses

    @property
    def settings(self) -> Mapping[str, Pa]:
        return self.core.settings

    @property
    def quirks(self) -> XmlQuirks:
        return self.core.quirks

    @quirks.setter
    def quirks(self, quirks: XmlQuirks) -> None:
        self.core.quirks = quirks

    def advance(self, by: timedelta) -> None:
        """The device's own clock, not the machine's."""
        self.core.till.advance(by)

    def power_off(self) -> None:
        """What was not printed is lost."""
        self.core.roll.drop()


def _parts(command: Command, data: str) -> tuple[Pa, ...]:
    """What stands in the root. Raises Refused."""
    if not data:
        return ()
    root = xml_tree.read(data)
    if command.root not in (ANY, root.name) or root.type != Type.STRUCTURE:
        raise Refused(Error.WRONG, f"Неверный корень данных: {root.name}")
    return root.parts
