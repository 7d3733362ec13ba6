"""What may be wrong with the doors once the devices are known: numbers, kinds, ports, and who may come in."""

from collections.abc import Iterator, Mapping, Sequence

from drivers.model.state import DeviceKind
from kkmserver.config import Config
from kkmserver.gates import Place, gates

Fault = tuple[Place, str]
_REGISTER = (DeviceKind.REGISTER,)
_BIT = (DeviceKind.REGISTER, DeviceKind.TERMINAL)


def faults(config: Config, kinds: Mapping[int, DeviceKind]) -> list[Fault]:
    """Path of the key and text. `kinds`: of the devices, by number; a pool is what its members are."""
    known = dict(kinds) | {pool.number: kinds[pool.members[0]] for pool in config.pools if pool.members[0] in kinds}
    return [*_closed(config), *_ports(config), *_certificates(config), *_memory(config), *_devices(config, known)]


def _closed(config: Config) -> Iterator[Fault]:
    """A door without anybody who may come in would be open to nobody, or to all."""
    bit, itkassa, ikkm = config.dialects.bit, config.dialects.itkassa, config.dialects.ikkm
    for name, lacking, key, missing in (
        ("bit", bit.enabled and not bit.tokens, "tokens", "ни одного токена"),
        ("itkassa", itkassa.enabled and not itkassa.organizations, "organizations", "ни одной организации с ключом"),
        ("ikkm", ikkm.enabled and not ikkm.registers, "registers", "ни одной кассы"),
    ):
        if lacking:
            text = f"API включён, а не задано {missing}; добавьте раздел [[dialects.{name}.{key}]]"
            yield ("dialects", name, "enabled"), text


def _ports(config: Config) -> Iterator[Fault]:
    taken: dict[int, Place] = {config.server.port: ("server", "port")}
    for gate in gates(config):
        if gate.port and gate.port in taken:
            where = ".".join(str(part + 1 if isinstance(part, int) else part) for part in taken[gate.port])
            yield gate.place, f"порт {gate.port} уже занят ключом {where}; у каждого API свой порт"
        taken[gate.port] = gate.place


def _certificates(config: Config) -> Iterator[Fault]:
    for gate in {gate.place[:2]: gate for gate in gates(config)}.values():
        if gate.settings.tls and not config.server.tls:
            text = (
                "для HTTPS нужен сертификат: задайте tls_certificate и tls_key раздела [server] (kkmserver make-cert)"
            )
            yield (*gate.place[:2], "tls"), text


def _memory(config: Config) -> Iterator[Fault]:
    """An order is known by its rows in the journal."""
    most = config.journal.keep_days * 24
    if config.dialects.bit.memory_hours > most:
        text = f"журнал помнит команды {config.journal.keep_days} дн.: задайте не больше {most} или поднимите "
        yield ("dialects", "bit", "memory_hours"), f"{text}[journal] keep_days"


def _devices(config: Config, kinds: Mapping[int, DeviceKind]) -> Iterator[Fault]:
    """Also of doors that are off: the settings are to be right before they are switched on."""
    pools = {pool.number for pool in config.pools}
    for i, token in enumerate(config.dialects.bit.tokens):
        at: Place = ("dialects", "bit", "tokens", i, "device")
        yield from _wrong(at, token.device, kinds, _BIT, "нужна касса, пул касс или банковский терминал")
    for i, shop in enumerate(config.dialects.itkassa.organizations):
        for number in shop.devices:
            at = ("dialects", "itkassa", "organizations", i, "devices")
            yield from _wrong(at, number, kinds, _REGISTER, "нужны кассы или пулы касс")
    for i, register in enumerate(config.dialects.ikkm.registers):
        at = ("dialects", "ikkm", "registers", i, "device")
        if register.device in pools:
            yield at, f"нужна касса, а № {register.device} – пул: ключ этого API ведёт одна касса"
        else:
            yield from _wrong(at, register.device, kinds, _REGISTER, "нужна касса")


def _wrong(
    at: Place, number: int, kinds: Mapping[int, DeviceKind], allowed: Sequence[DeviceKind], needed: str
) -> Iterator[Fault]:
    if number not in kinds:
        yield at, f"{needed}, а номера {number} нет среди [[devices]] и [[pools]]"
    elif kinds[number] not in allowed:
        yield at, f"{needed}, а устройство № {number} – другое"
