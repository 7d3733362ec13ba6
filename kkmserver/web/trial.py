"""A device that is not in the settings yet, asked for its state once."""

import asyncio
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from drivers import option_words
from drivers.clock import SystemClock
from drivers.errors import KkmError
from drivers.model.state import DeviceState
from drivers.ports import Driver
from drivers.search.taken import taken
from kkmserver import config as settings
from kkmserver.building import built
from kkmserver.config import Config, ConfigError, DeviceConfig
from kkmserver.web.faults import Faulty
from kkmserver.web.named_key import named_key

_SECONDS = 10.0
_UNNUMBERED = 9999

Json = dict[str, Any]


async def tried(table: Mapping[str, Any], now: Config, home: Path) -> Json:
    """Prints nothing, writes nothing that stays. Raises Faulty for options that cannot be used."""
    device = await asyncio.to_thread(_device, table, home)
    if owner := await _owner(device, now):
        return _answer(
            text=f"К этому подключению уже обращается сам сервер: устройство № {owner}. Посмотрите его карточку"
        )
    if _only_takes(device):
        return _answer(text="Это файл: спросить его не о чем. Сохраните устройство и напечатайте пробную страницу")
    with tempfile.TemporaryDirectory() as scratch:
        return await _asked(await asyncio.to_thread(_driver, device, now, Path(scratch)))


def _device(table: Mapping[str, Any], home: Path) -> DeviceConfig:
    named = {"number": _UNNUMBERED, "name": "–", **table}
    try:
        device = settings.device(named, home)
    except ConfigError as error:
        raise Faulty([(one.path[2:], one.text) for one in error.faults]) from error
    if not hasattr(device.options, "tape_folder"):
        return device
    return replace(device, options=replace(device.options, tape_folder=""))  # a new virtual register prints


async def _owner(device: DeviceConfig, now: Config) -> int | None:
    """The configured device at the same place."""
    places = (await taken({0: device.options})).keys()
    owners = await taken({one.number: one.options for one in now.devices})
    same = [one.number for one in now.devices if _connection(one) and _connection(one) == _connection(device)]
    return next((owners[place] for place in places if place in owners), next(iter(same), None))


def _connection(device: DeviceConfig) -> str:
    return str(getattr(device.options, "connection", "")).strip()


def _only_takes(device: DeviceConfig) -> bool:
    """A plain file: what is asked would be written into it."""
    way = _connection(device).lower()
    return way.startswith("file:") and not way.startswith("file:///dev/")


def _driver(device: DeviceConfig, now: Config, scratch: Path) -> Driver:
    alone = replace(now, devices=(device,), pools=())
    try:
        return built(alone, [device], scratch, SystemClock(), "")[0].driver
    except ConfigError as error:
        known = {key: words.title.ru for key, words in option_words.of_options(device.driver).items()}
        raise Faulty([(named_key(one.text, known), one.text) for one in error.faults]) from error


async def _asked(driver: Driver) -> Json:
    try:
        async with asyncio.timeout(_SECONDS):
            state = await driver.state()
    except TimeoutError:
        return _answer(text=f"Не отвечает {_SECONDS:g} секунд. Проверьте питание, кабель и подключение")
    except KkmError as error:
        return _answer(text=error.text)
    finally:
        await driver.close()
    return _told(driver, state)


def _told(driver: Driver, state: DeviceState) -> Json:
    model = state.model or driver.traits.model
    if not state.online:
        return _answer(text=state.fault or "Не на связи. Проверьте питание, кабель и подключение", model=model)
    parts = [f"Отвечает: {model}", f"заводской номер {state.serial}" if state.serial else "", state.fault]
    return _answer(ok=True, text=". ".join(part for part in parts if part), model=model, serial=state.serial)


def _answer(*, ok: bool = False, text: str, model: str = "", serial: str = "") -> Json:
    return {"ok": ok, "text": text, "model": model, "serial": serial}
