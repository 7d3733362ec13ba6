"""Marking codes before the driver: one is begun, its status is polled, and it is accepted or declined.

Source: spec/atol-web.md 4.2; the fields of the answers are W3's, not seen at work.
"""

from typing import TYPE_CHECKING

from drivers.atol_web.results.checked import Begun, Progress
from drivers.atol_web.tasks import marking as tasks
from drivers.fiscal import goods
from drivers.fiscal.marking_check import Checked
from drivers.fiscal.marking_script import Verdict
from drivers.registers.marking import Code, Poll, Told, polled

if TYPE_CHECKING:
    from drivers.atol_web.register import AtolWebRegister

SILENT = "«Честный ЗНАК» не ответил, код проверен только в ФН"


class Desk:
    """See registers.marking.Desk."""

    def __init__(self, register: "AtolWebRegister") -> None:
        self._register = register

    async def ask(self, code: Code) -> Told:
        begun = await self._register.service.ask(tasks.begin(code))
        progress = await self._finished()
        answered = progress.remote is not None
        return Told(_checked(code, begun, progress), "" if answered or progress.autonomous else _silence(progress))

    async def decide(self, *, accept: bool) -> None:
        service = self._register.service
        if accept:
            await service.ask(tasks.accept())
        else:
            await service.ask(tasks.decline())

    async def clear(self) -> None:
        await self._register.service.ask(tasks.clear())

    async def _finished(self) -> Progress:
        service = self._register.service
        poll = Poll(
            ask=lambda: service.ask(tasks.progress()),
            is_over=lambda progress: progress.ready,
            call_off=lambda: service.ask(tasks.cancel()),
            seconds=self._register.options.marking_timeout,
        )
        return await polled(self._register.clock, poll)


def _silence(progress: Progress) -> str:
    return f"{SILENT} ({progress.trouble.rstrip('. ')})" if progress.trouble else SILENT


def _checked(code: Code, begun: Begun, progress: Progress) -> Checked:
    verdict = Verdict(
        local=begun.local,
        reason=begun.reason,
        remote=progress.remote,
        processing=progress.processing,
        status=progress.status,
    )
    return Checked(
        code=code.text,
        type=goods.code_type(code.marking),
        piece=goods.piece(code.marking),
        planned=code.planned,
        verdict=verdict,
        autonomous=progress.autonomous,
    )
