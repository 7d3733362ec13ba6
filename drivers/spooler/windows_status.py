"""What the status bits of Windows' spooler say.

Source: Microsoft's documentation of JOB_INFO_1, PRINTER_INFO_2 and SetJob (winspool.h). Not tried on Windows: where the
documentation leaves room, the cautious reading is taken, and no job counts as never begun once it has been sent.
"""

from enum import IntFlag

from drivers.spooler.queue import Job, JobState, PrinterState

_WORK_OFFLINE = 0x400  # PRINTER_ATTRIBUTE_WORK_OFFLINE


class JobBits(IntFlag):
    """JOB_STATUS_…"""

    PAUSED = 0x1
    ERROR = 0x2
    DELETING = 0x4
    SPOOLING = 0x8
    PRINTING = 0x10
    OFFLINE = 0x20
    PAPER_OUT = 0x40
    PRINTED = 0x80
    DELETED = 0x100
    BLOCKED = 0x200
    USER_INTERVENTION = 0x400
    RESTART = 0x800
    COMPLETE = 0x1000  # sent to the printer
    RETAINED = 0x2000


class PrinterBits(IntFlag):
    """PRINTER_STATUS_…"""

    PAUSED = 0x1
    ERROR = 0x2
    PAPER_JAM = 0x8
    PAPER_OUT = 0x10
    MANUAL_FEED = 0x20
    PAPER_PROBLEM = 0x40
    OFFLINE = 0x80
    OUTPUT_BIN_FULL = 0x800
    NOT_AVAILABLE = 0x1000
    TONER_LOW = 0x20000
    NO_TONER = 0x40000
    USER_INTERVENTION = 0x100000
    OUT_OF_MEMORY = 0x200000
    DOOR_OPEN = 0x400000


_JOB_WORDS = {
    JobBits.ERROR: "ошибка печати",
    JobBits.OFFLINE: "принтер не в сети",
    JobBits.PAPER_OUT: "нет бумаги",
    JobBits.BLOCKED: "драйвер не может напечатать задание",
    JobBits.USER_INTERVENTION: "принтер ждёт человека",
}
_PRINTER_WORDS = {
    PrinterBits.ERROR: "ошибка",
    PrinterBits.PAPER_JAM: "замялась бумага",
    PrinterBits.PAPER_PROBLEM: "не так лежит бумага",
    PrinterBits.MANUAL_FEED: "принтер ждёт бумагу в ручном лотке",
    PrinterBits.OUTPUT_BIN_FULL: "выходной лоток полон",
    PrinterBits.NO_TONER: "кончился тонер",
    PrinterBits.USER_INTERVENTION: "принтер ждёт человека",
    PrinterBits.OUT_OF_MEMORY: "принтеру не хватает памяти",
}
_STOOD_STILL = JobBits.ERROR | JobBits.OFFLINE | JobBits.PAPER_OUT | JobBits.BLOCKED | JobBits.USER_INTERVENTION


def job(number: int, title: str, status: int, words: str | None) -> Job:
    """`words`: pStatus, which comes before the bits where it is set."""
    bits = JobBits(status)
    state = _job_state(bits)
    message = words or ", ".join(text for bit, text in _JOB_WORDS.items() if bit in bits)
    return Job(number, title, state, started=state not in (JobState.WAITING, JobState.HELD), message=message)


def _job_state(bits: JobBits) -> JobState:
    if bits & (JobBits.PRINTED | JobBits.COMPLETE):
        return JobState.COMPLETED
    if bits & (JobBits.DELETING | JobBits.DELETED):
        return JobState.CANCELLED
    if bits & (JobBits.PRINTING | JobBits.RESTART | _STOOD_STILL):
        return JobState.PRINTING  # one that stands still goes on when a person has helped
    return JobState.HELD if bits & JobBits.PAUSED else JobState.WAITING


def printer(model: str, status: int, attributes: int) -> PrinterState:
    bits = PrinterBits(status)
    return PrinterState(
        model=model,
        stopped=PrinterBits.PAUSED in bits,
        offline=bool(bits & (PrinterBits.OFFLINE | PrinterBits.NOT_AVAILABLE) or attributes & _WORK_OFFLINE),
        paper_out=PrinterBits.PAPER_OUT in bits,
        cover_open=PrinterBits.DOOR_OPEN in bits,
        fault=", ".join(text for bit, text in _PRINTER_WORDS.items() if bit in bits),
    )
