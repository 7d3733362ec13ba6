"""All tasks by their type; those that are named in the spec and known no further are refused with 11."""

from drivers.atol_web.emulator.errors import UNSUPPORTED, Refused
from drivers.atol_web.emulator.fields import Fields
from drivers.atol_web.emulator.json_text import Json
from drivers.atol_web.emulator.register import Register
from drivers.atol_web.emulator.task import Task
from drivers.atol_web.emulator.tasks import archive, information, marking, printing, receipts, shift


def _unknown(register: Register, task: Fields) -> Json:
    del register
    raise Refused(UNSUPPORTED, f"эмулятор не знает, что отвечают на {task.text('type')}")


_NAMED_ONLY = (
    "getOverallTotals", "getDepartmentSum", "getLicenses", "getMcu", "getDeviceParameters", "setDeviceParameters",
    "printDocumentsFromJournal", "uploadPictureCliche", "closeArchive", "checkImcTime", "checkImcWorkState", "pingIsm",
)  # fmt: skip
_ALL = (
    *receipts.TASKS, *shift.TASKS, *information.TASKS, *archive.TASKS, *printing.TASKS, *marking.TASKS,
    *(Task(name, _unknown) for name in _NAMED_ONLY),
)  # fmt: skip
TASKS = {task.type: task for task in _ALL}
