"""Every command the register knows, by its code."""

from collections.abc import Mapping
from types import MappingProxyType

from drivers.shtrih.emulator import (
    clock_commands,
    closing_commands,
    correction_commands,
    graphics_commands,
    marking_commands,
    old_receipt_commands,
    printing_commands,
    receipt_commands,
    registration_commands,
    shift_commands,
    status_commands,
    storage_commands,
    table_commands,
)
from drivers.shtrih.emulator.command import Command

_ROOMS = (
    status_commands,
    clock_commands,
    table_commands,
    printing_commands,
    graphics_commands,
    shift_commands,
    receipt_commands,
    closing_commands,
    old_receipt_commands,
    correction_commands,
    marking_commands,
    storage_commands,
    registration_commands,
)

COMMANDS: Mapping[bytes, Command] = MappingProxyType({each.code: each for room in _ROOMS for each in room.COMMANDS})
