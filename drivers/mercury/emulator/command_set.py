"""Every command the service knows. Source: spec/mercury.md 3; those of the goods base are not needed and left out."""

from drivers.mercury.emulator import (
    cash_commands,
    check_commands,
    journal_commands,
    marking_commands,
    paper_commands,
    session_commands,
    shift_commands,
    status_commands,
)
from drivers.mercury.emulator.command import Command

COMMANDS: dict[str, Command] = {
    command.name: command
    for family in (
        session_commands,
        status_commands,
        shift_commands,
        check_commands,
        cash_commands,
        paper_commands,
        journal_commands,
        marking_commands,
    )
    for command in family.COMMANDS
}
