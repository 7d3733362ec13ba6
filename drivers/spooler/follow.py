"""A job of a spooler from its number to its end, and what may be said of the paper then.

What a spooler calls completed has been handed to the printer. A job that is over without that counts as not printed
only where the spooler says that it never began; begun and broken off is unknown. Whatever is given up is cancelled
first, so that nothing comes out of the printer when nobody expects it any more; for the same reason a job that broke
off is not left to the spooler to be printed once more.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from drivers.errors import Cancelled, DeviceFaulty, DeviceOffline, KkmError, OperatorNeeded, OutcomeUnknown
from drivers.spooler.queue import Document, Job, JobState, PrinterState, Queue

_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 0.5  # seconds between questions
_ENDING = 5.0  # seconds a cancelled job may take to end
_LOOK = "Печать могла начаться: посмотрите на бумагу."


@dataclass(frozen=True, slots=True)
class Ticket:
    """A job as it is found again later, also by another process; its text is a driver's mark."""

    number: int
    title: str

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @classmethod
    def read(cls, mark: str) -> "Ticket | None":
        number, _, title = mark.partition(" ")
        return cls(int(number), title) if number.isascii() and number.isdecimal() and title else None


async def check(queue: Queue) -> PrinterState:
    """Before anything is sent. Raises DeviceOffline, or OperatorNeeded for a queue that prints nothing now."""
    printer = await queue.printer()
    if printer.stopped:
        raise OperatorNeeded(f"{_stopped(queue, printer)} Ничего не напечатано.", nothing_sent=True)
    if not printer.accepting:
        raise OperatorNeeded(f"Принтер {queue} не принимает задания. Разрешите их в его очереди.", nothing_sent=True)
    return printer


async def deliver(queue: Queue, ticket: Ticket, document: Document, seconds: float) -> None:
    """Send the document of a booked job and follow it. Raises KkmError; a set `nothing_sent` is proven."""
    try:
        await queue.send(ticket.number, document)
    except DeviceOffline:
        pass  # the answer is lost; whether the document arrived is seen from the job
    except KkmError as error:
        raise type(error)(error.text, nothing_sent=await withdraw(queue, ticket)) from error
    await follow(queue, ticket, seconds)


async def follow(queue: Queue, ticket: Ticket, seconds: float) -> None:
    """Return once the job is completed, `seconds` at the most. Raises KkmError; DeviceOffline: ask again later."""
    try:
        async with asyncio.timeout(seconds):
            job, obstacle = await _watch(queue, ticket)
    except TimeoutError:
        job, obstacle = None, f"Задание {ticket.number} принтера {queue} не кончилось за {seconds:g} с."
    if job is None or obstacle:
        job, obstacle = await _call_off(queue, ticket, obstacle)
    if job.state is not JobState.COMPLETED:
        raise _verdict(queue, job, obstacle)


async def withdraw(queue: Queue, ticket: Ticket) -> bool:
    """Cancel a job that is not wanted any more. True: it is proven that nothing of it was printed."""
    with suppress(KkmError):
        job = await _cancelled(queue, ticket)
        return job.state.over and not job.started
    return False


async def _watch(queue: Queue, ticket: Ticket) -> tuple[Job, str]:
    """The job when it is over, or why it will not be without help. A spooler that is away is waited for."""
    pause = _FIRST_PAUSE
    while True:
        with suppress(DeviceOffline):
            job = await _look(queue, ticket)
            obstacle = "" if job.state.over else await _obstacle(queue, job)
            if job.state.over or obstacle:
                return job, obstacle
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


async def _look(queue: Queue, ticket: Ticket) -> Job:
    job = await queue.job(ticket.number, ticket.title)
    if job is None:
        raise OutcomeUnknown(
            f"Задания {ticket.number} в очереди принтера {queue} больше нет: его удалили, или сервер печати помнит "
            "не все задания (в CUPS это настраивает PreserveJobHistory)."
        )
    return job


async def _obstacle(queue: Queue, job: Job) -> str:
    """Why the job stands still; "" while it goes on or waits for its turn."""
    if job.state is JobState.PRINTING:
        return ""
    if job.state is JobState.BOOKED:
        return f"Документ не дошёл до очереди принтера {queue}."
    printer = await queue.printer()
    if printer.stopped:
        return _stopped(queue, printer)
    if job.started:
        return f"Печать задания {job.number} на принтере {queue} оборвалась{_in_brackets(job.message)}."
    if job.state is JobState.HELD:
        return f"Задание {job.number} в очереди принтера {queue} задержано."
    return ""


async def _call_off(queue: Queue, ticket: Ticket, obstacle: str) -> tuple[Job, str]:
    try:
        job = await _cancelled(queue, ticket)
        return job, obstacle + _hint(job, await queue.printer())
    except OutcomeUnknown as error:  # it went without a trace, as jobs of Windows do
        raise OutcomeUnknown(f"{obstacle} Задание снято. {_LOOK}") from error
    except DeviceOffline as error:
        text = f"{obstacle} {error.text} Задание осталось в очереди и может быть напечатано."
        raise DeviceOffline(text, nothing_sent=False) from error


async def _cancelled(queue: Queue, ticket: Ticket) -> Job:
    """Cancel, and wait a little for the end, which may turn out to be another one."""
    await queue.cancel(ticket.number)
    job = await _look(queue, ticket)
    with suppress(TimeoutError):
        async with asyncio.timeout(_ENDING):
            while not job.state.over:
                await asyncio.sleep(_FIRST_PAUSE)
                job = await _look(queue, ticket)
    return job


def _verdict(queue: Queue, job: Job, obstacle: str) -> KkmError:
    """Of a job that was not completed."""
    told = obstacle or f"{_END[job.state]} в очереди принтера {queue}{_in_brackets(job.message)}."
    if job.started or not job.state.over:
        left = "" if job.state.over else " Задание осталось в очереди и может быть напечатано."
        return OutcomeUnknown(f"{told}{left} {_LOOK}")
    told += " Задание снято, ничего не напечатано."
    if obstacle:
        return OperatorNeeded(told, nothing_sent=True)
    return (Cancelled if job.state is JobState.CANCELLED else DeviceFaulty)(told, nothing_sent=True)


_END = {
    JobState.CANCELLED: "Задание отменено",
    JobState.ABORTED: "Задание прервано",
}


def _stopped(queue: Queue, printer: PrinterState) -> str:
    return f"Печать на принтере {queue} остановлена{_in_brackets(printer.message)}. Возобновите её в очереди принтера."


def _hint(job: Job, printer: PrinterState) -> str:
    """What the spooler knows of the printer, as a sentence; may be old."""
    flags = {
        "нет бумаги": printer.paper_out,
        "открыта крышка": printer.cover_open,
        "не в сети": printer.offline,
        printer.fault: printer.fault,
    }
    known = [text for text, told in flags.items() if told]
    if not printer.stopped and job.message:
        known.append(job.message.rstrip("."))
    return f" О принтере известно: {', '.join(known)}." if known else ""


def _in_brackets(words: str) -> str:
    return f" ({words})" if words else ""
