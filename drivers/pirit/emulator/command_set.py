"""Every command the register knows, by its digits."""

from collections.abc import Mapping
from types import MappingProxyType

from drivers.pirit.emulator import (
    ahead_commands,
    correction_commands,
    document_commands,
    marking_commands,
    printing_commands,
    receipt_commands,
    settings_commands,
    shift_commands,
    status_commands,
    storage_commands,
)
from drivers.pirit.emulator.command import Command

_ROOMS = (
    status_commands,
    settings_commands,
    shift_commands,
    ahead_commands,
    document_commands,
    printing_commands,
    receipt_commands,
    correction_commands,
    storage_commands,
    marking_commands,
)

COMMANDS: Mapping[str, Command] = MappingProxyType({each.code: each for room in _ROOMS for each in room.COMMANDS})
