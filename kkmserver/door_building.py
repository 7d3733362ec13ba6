"""Each further API out of its settings. What is switched off is not even imported."""

import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from starlette.routing import Route

from drivers.model.command import Command
from drivers.ports import Clock
from kkmserver.config import Config, ConfigError, ConfigFault
from kkmserver.dialects.door import Door, HasKey
from kkmserver.dialects.http import TellsAnswers
from kkmserver.dispatch.order import Dispatch
from kkmserver.dispatch.recovery import Decoder
from kkmserver.web.brake import Brake
from kkmserver.web.premises import Audit


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """`data`: the folder for what an API keeps of its own."""

    dispatch: Dispatch
    clock: Clock
    data: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """`doors`: by the register that has a port to itself, 0 where none has. `reload`: other settings from now on.

    `keys`: by the number of the register they are for. `console`: addresses for the server's own page.
    """

    doors: Mapping[int, Door]
    teller: TellsAnswers
    reload: Callable[[Config], None]
    keys: Mapping[int, HasKey] = field(default_factory=dict)
    console: Callable[[Audit], Sequence[Route]] = lambda _audit: ()


async def build(name: str, config: Config, around: Surroundings, held: AsyncExitStack) -> Api:
    """What has to be closed again goes into `held`. Raises ConfigError."""
    return await _BUILDERS[name](config, around, held)


async def _bit(config: Config, around: Surroundings, held: AsyncExitStack) -> Api:  # noqa: ARG001
    from kkmserver.dialects.bit.door import BitDoor

    door = BitDoor(around.dispatch, around.clock, config.dialects.bit, Brake(around.clock))
    return Api(doors={0: door}, teller=door, reload=lambda new: door.reload(new.dialects.bit))


async def _itkassa(config: Config, around: Surroundings, held: AsyncExitStack) -> Api:
    from kkmserver.dialects.itkassa.door import ItkassaDoor
    from kkmserver.dialects.itkassa.office import Office
    from kkmserver.dialects.itkassa.registry_desk import RegistryDesk
    from kkmserver.dialects.itkassa.store import StoreBroken
    from kkmserver.web import registry

    file = around.data / "itkassa.db"
    try:
        office = await Office.open(around.dispatch, around.clock, file, config.dialects.itkassa, config.smtp)
        held.push_async_callback(office.stop)
        desk = await RegistryDesk.open(office)
        held.push_async_callback(desk.stop)
    except StoreBroken as error:
        raise ConfigError([ConfigFault("--data", str(error))]) from error
    door = ItkassaDoor(office, Brake(around.clock))
    return Api(
        doors={0: door},
        teller=door,
        reload=lambda new: door.reload(new.dialects.itkassa, new.smtp),
        console=lambda audit: registry.routes(lambda: desk, audit, around.clock.local),
    )


async def _ikkm(config: Config, around: Surroundings, held: AsyncExitStack) -> Api:
    from kkmserver.dialects.ikkm.door import IkkmDoor

    doors: dict[int, IkkmDoor] = {}
    brake = Brake(around.clock)
    for one in config.dialects.ikkm.registers:
        try:
            door = await IkkmDoor.open(around.dispatch, around.clock, one, data=around.data, brake=brake)
        except (sqlite3.Error, OSError) as error:
            text = f"ключи кассы № {one.device} (API iKKM) не открываются в папке {around.data}: {error}"
            raise ConfigError([ConfigFault("--data", text)]) from error
        held.push_async_callback(door.close)
        doors[one.device] = door

    def reload(new: Config) -> None:
        for one in new.dialects.ikkm.registers:
            if one.device in doors:
                doors[one.device].reload(one)

    teller = next(iter(doors.values()))  # each tells of any
    return Api(doors=doors, teller=teller, reload=reload, keys=doors)


_BUILDERS: Mapping[str, Callable[[Config, Surroundings, AsyncExitStack], Awaitable[Api]]] = {
    "bit": _bit,
    "itkassa": _itkassa,
    "ikkm": _ikkm,
}


def decoders() -> dict[str, Decoder]:
    """Of all of them: the journal may hold commands of one that was switched off since."""
    return {"bit": _decode_bit, "itkassa": _decode_itkassa, "ikkm": _decode_ikkm}


def _decode_bit(request: bytes, accepted_at: datetime) -> Command:
    from kkmserver.dialects.bit.packet import Decoder as BitDecoder

    return BitDecoder()(request, accepted_at)


def _decode_itkassa(request: bytes, accepted_at: datetime) -> Command:
    from kkmserver.dialects.itkassa.steps import decode

    return decode(request, accepted_at)


def _decode_ikkm(request: bytes, accepted_at: datetime) -> Command:
    from kkmserver.dialects.ikkm.request import decode

    return decode(request, accepted_at)
