"""What a device would print."""

import asyncio

from drivers.errors import NotSupported
from drivers.model.command import Command
from drivers.ports import HasPreview
from drivers.printing.bitmap import Bitmap
from kkmserver.dispatch.device import Device


async def preview(device: Device, command: Command) -> tuple[Bitmap, ...]:
    """Drawn in a thread; the device itself is asked nothing. Raises KkmError."""
    driver = device.driver
    if not isinstance(driver, HasPreview):
        raise NotSupported(
            f"Устройство № {device.number} «{device.name}» не умеет показывать документы до печати.",
            device=device.name,
        )
    return await asyncio.to_thread(driver.preview, command)
