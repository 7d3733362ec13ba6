"""Ports of the further APIs that are switched on."""

from collections.abc import Sequence
from dataclasses import dataclass

from kkmserver.config import Config
from kkmserver.config_doors import DoorSettings

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """One port; `place` is its key in the file, `device` the register that has the port to itself, 0 where none has."""

    place: Place
    settings: DoorSettings
    port: int
    device: int = 0

    @property
    def dialect(self) -> str:
        return str(self.place[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGate:
    """One that listens. `clients`: how many tokens or organisations it lets in; a register's own port lets in one."""

    dialect: str
    addresses: Sequence[str]
    device: int
    clients: int


def gates(config: Config) -> list[Gate]:
    bit, itkassa, ikkm = config.dialects.bit, config.dialects.itkassa, config.dialects.ikkm
    found = [
        Gate(("dialects", "bit", "port"), bit, bit.port),
        Gate(("dialects", "itkassa", "port"), itkassa, itkassa.port),
    ]
    found += [
        Gate(("dialects", "ikkm", "registers", i, "port"), ikkm, one.port, one.device)
        for i, one in enumerate(ikkm.registers)
    ]
    return [gate for gate in found if gate.settings.enabled]


def where(gate: Gate, config: Config) -> tuple[str, int]:
    return gate.settings.host or config.server.host, gate.port


def clients(gate: Gate, config: Config) -> int:
    known = {"bit": config.dialects.bit.tokens, "itkassa": config.dialects.itkassa.organizations}
    return len(known.get(gate.dialect, (gate,)))
