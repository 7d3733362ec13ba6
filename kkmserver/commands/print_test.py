"""kkmserver print-test N: the device's test page, on paper or as a picture."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from drivers.errors import KkmError
from drivers.model.command import PrintTestPage
from drivers.ports import Driver, HasPreview
from drivers.printing import preview
from drivers.transports import reasons
from kkmserver import building
from kkmserver.config import Config
from kkmserver.contact_sheet import stacked

LONGEST = 300.0  # seconds
_DONE, _FAILED, _WRONG = 0, 1, 2  # exit codes: 2 is a mistake in the settings or in the call


@dataclass(frozen=True, slots=True)
class Report:
    """`text` is for the cashier."""

    code: int
    text: str


def run(config: Config, number: int, data: Path, png: Path | None) -> Report:
    """Raises ConfigError where the device's options cannot be used."""
    driver = building.device_of(config, number, data)
    if driver is None:
        known = ", ".join(f"{one.number} «{one.name}»" for one in config.devices)
        return Report(_WRONG, f"Устройства № {number} в настройках нет. Есть: {known}.")
    try:
        return _draw(driver, png) if png else asyncio.run(_print(driver, number))
    except KkmError as error:
        return Report(_FAILED, f"Пробная страница не напечатана. {error.text}")


async def _print(driver: Driver, number: int) -> Report:
    """Raises KkmError."""
    try:
        async with asyncio.timeout(LONGEST):
            outcome = await driver.execute(PrintTestPage())
    except TimeoutError:
        text = f"Устройство № {number} не ответило за {LONGEST:g} с. Проверьте питание, кабель и бумагу."
        return Report(_FAILED, text)
    finally:
        await driver.close()
    return Report(_DONE, "\n".join([f"Устройство № {number}: пробная страница напечатана.", *outcome.warnings]))


def _draw(driver: Driver, png: Path) -> Report:
    """Raises KkmError."""
    if not isinstance(driver, HasPreview):
        return Report(_FAILED, "Это устройство не умеет показывать страницу картинкой. Напечатайте её без --png.")
    picture = preview.png(stacked(driver.preview(PrintTestPage())))
    try:
        png.write_bytes(picture)
    except OSError as error:
        return Report(_WRONG, f"Файл {png} не записан: {reasons.of(error)}.")
    return Report(_DONE, f"Пробная страница записана в файл {png}")
