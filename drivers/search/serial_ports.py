"""The serial ports of this computer."""

import asyncio
import re


async def serial_ports() -> list[str]:
    """Device paths, or names of Windows (COM3), in the order people count them. Those of USB adapters among them."""
    return sorted(await asyncio.to_thread(_listed), key=_counted)


def _listed() -> list[str]:
    from serial.tools.list_ports import comports

    return [str(port.device) for port in comports()]


def _counted(name: str) -> list[tuple[int, str]]:
    """ttyS2 before ttyS10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name)]
