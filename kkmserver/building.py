"""From settings to devices and pools: every driver is built here, and asked whether it can use its options."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from drivers import registry
from drivers.clock import SystemClock
from drivers.errors import KkmError
from drivers.model.state import DeviceKind
from drivers.ports import Clock, DeviceContext, Driver, HasTape
from drivers.transports.connection import open_transport
from drivers.transports.wire import Wire
from kkmserver import door_faults, processing
from kkmserver.config import Config, ConfigError, DeviceConfig, PoolConfig
from kkmserver.dispatch.device import Device
from kkmserver.reload import holds
from kkmserver.templates import Templates
from pools.policy import Policy
from pools.pool import PoolPlan

_SECRET = re.compile(r"(?<=://)[^/?#]*@")


def check_devices(config: Config) -> None:
    """Raises ConfigError for options that a driver cannot use, pools of unlike devices, and numbers of devices of the
    wrong kind; opens nothing."""
    check_kinds(config, kinds_of(built(config, config.devices, Path(), SystemClock(), "")))


def device_of(config: Config, number: int, data: Path) -> Driver | None:
    """The driver of one device, None where no device has the number. Raises ConfigError."""
    found = [one for one in config.devices if one.number == number]
    devices = built(config, found, data, SystemClock(), "")
    return devices[0].driver if devices else None


def built(config: Config, devices: Sequence[DeviceConfig], data: Path, clock: Clock, server: str) -> list[Device]:
    """Raises ConfigError with what every driver says against its options."""
    found, faults = [], []
    for one in devices:
        try:
            found.append(_device(config, one, data, clock, server))
        except KkmError as error:
            faults.append((("devices", one.place), error.text))
    if faults:
        raise config.refused(faults)
    return found


def _device(config: Config, device: DeviceConfig, data: Path, clock: Clock, server: str) -> Device:
    """Some devices are behind no wire of ours: virtual ones, another server."""
    wire = Wire(clock, device.name, data / "wire" / f"{device.number}.log")
    wired = hasattr(device.options, "connection")
    context = DeviceContext(
        number=device.number,
        name=device.name,
        data=data / "devices" / str(device.number),
        clock=clock,
        open_transport=lambda connection: wire.tapped(open_transport(connection)),
        home=config.home,
        server=server,
    )
    driver: Driver = registry.load(device.driver).build(context, device.options)
    return Device(
        number=device.number,
        name=device.name,
        driver_name=device.driver,
        driver=driver,
        wire=wire if wired else None,
        poll=device.poll,
        poll_watched=device.poll_watched,
        connection=_way(device.options),
        holds=holds(config, device),
    )


def _way(options: object) -> str:
    """How it is connected, for people: without the name and password that an address may hold."""
    given = next((str(getattr(options, key)) for key in ("connection", "url") if hasattr(options, key)), "")
    return _SECRET.sub("", given)


def keep_wire_logs(config: Config, devices: Sequence[Device]) -> None:
    """Of those whose settings say so; their drivers have opened nothing yet."""
    wanted = {device.number for device in config.devices if device.wire_log}
    for device in devices:
        if device.wire and device.number in wanted:
            device.wire.keep(True)


def pool_plans(pools: Sequence[PoolConfig]) -> list[PoolPlan]:
    return [
        PoolPlan(
            number=pool.number,
            name=pool.name,
            members=pool.members,
            policy=Policy(pool.policy),
            block_after=pool.block_after,
            probe_every=pool.probe_every,
            unblock_by_probe=pool.unblock == "probe",
        )
        for pool in pools
    ]


def kinds_of(devices: Sequence[Device]) -> dict[int, DeviceKind]:
    return {device.number: device.driver.traits.kind for device in devices}


def check_kinds(config: Config, kinds: Mapping[int, DeviceKind]) -> None:
    """Raises ConfigError: a receipt for a pool must not land on a label printer, nor money on scales."""
    faults: list[processing.Fault] = [
        (("pools", i, "members"), "в пуле только устройства одного вида: кассы, чековые принтеры или принтеры этикеток")
        for i, pool in enumerate(config.pools)
        if len({kinds[member] for member in pool.members}) > 1
    ]
    faults += processing.faults(config, kinds)
    faults += door_faults.faults(config, kinds)
    if faults:
        raise config.refused(faults)


def tapes_of(devices: Sequence[Device]) -> dict[int, HasTape]:
    return {device.number: device.driver for device in devices if isinstance(device.driver, HasTape)}


def check_templates(config: Config) -> list[ConfigError]:
    """An error for each faulty label template; the server runs without those."""
    return Templates(Path(config.labels.templates)).check()
