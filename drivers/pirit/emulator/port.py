"""The port of a register with this link."""

from drivers.emulation.line import Line
from drivers.emulation.register_port import RegisterPort
from drivers.pirit.emulator.device import Device
from drivers.pirit.emulator.speaking import Speaking
from drivers.pirit.emulator.talk import Exchange


class PiritPort(RegisterPort[Device]):
    """See Quirks for what a power cut makes of an open document."""

    @property
    def exchanges(self) -> list[Exchange]:
        """Every command that was executed, the refused ones included, with its answer; oldest first."""
        return list(self.machine.talk.exchanges)

    @property
    def executed(self) -> list[str]:
        """The codes of `exchanges`, as "31"."""
        return [exchange.command for exchange in self.machine.talk.exchanges]

    @property
    def notes(self) -> list[str]:
        """What was refused, and the state, in words."""
        refused = [f"Отказ {each.command}: ошибка {each.error:02X}h" for each in self.exchanges if each.error]
        fatal, current, document = self.machine.state
        return [*refused, f"Флаги {fatal}, {current}, {document}"]

    def _begin(self, line: Line) -> Speaking:
        return Speaking(self.machine.talk, self._clock, line, self._answer)
