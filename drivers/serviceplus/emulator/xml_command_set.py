"""Every command of the dialect. Source: spec/service-plus.md C2."""

from drivers.serviceplus.emulator import (
    xml_cash_commands,
    xml_receipt_commands,
    xml_shift_commands,
    xml_status_commands,
)
from drivers.serviceplus.emulator.xml_command import Command

COMMANDS: dict[int, Command] = {
    command.number: command
    for family in (xml_shift_commands, xml_receipt_commands, xml_cash_commands, xml_status_commands)
    for command in family.COMMANDS
}
