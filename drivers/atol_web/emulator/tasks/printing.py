"""Paper without a document. Source: spec/atol-web.md 3, 4."""

from drivers.atol_web.emulator.errors import NO_REQUIRED, Refused
from drivers.atol_web.emulator.fields import Fields
from drivers.atol_web.emulator.free_print import printed
from drivers.atol_web.emulator.json_text import Json
from drivers.atol_web.emulator.register import Register
from drivers.atol_web.emulator.task import Task
from drivers.emulation.fiscal import slip


def _non_fiscal(register: Register, task: Fields) -> Json:
    items = task.each("items")
    if not items:
        raise Refused(NO_REQUIRED, "items")
    register.print_loose([*printed(register, items), *slip.ENDING])
    return None


def _continue(register: Register, task: Fields) -> Json:
    """The rest of the last document; nothing to do is no error, inferred."""
    del task
    register.roll.go_on()
    if register.roll.stopped:
        register.need_paper()
    return None


def _departments(register: Register, task: Fields) -> Json:
    del task
    register.print_loose([slip.centred("ОТЧЕТ ПО СЕКЦИЯМ", register.width), *slip.ENDING])
    return None


def _registrations(register: Register, task: Fields) -> Json:
    """Those of the ФН, by the number of their document."""
    del task
    register.till.storage.check()
    told = [slip.pair(f"ФД {number}", each.rnm, register.width) for number, each in register.till.storage.registered]
    register.print_loose([slip.centred("РЕГИСТРАЦИИ ФН", register.width), *told, *slip.ENDING])
    return None


TASKS = (
    Task("nonFiscal", _non_fiscal, prints=True),
    Task("continuePrint", _continue),
    Task("reportDepartments", _departments, prints=True),
    Task("reportFnRegistrations", _registrations, prints=True),
)
