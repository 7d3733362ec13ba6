"""Marking codes before INECRMAN: one is begun, its result is polled, and it is accepted or rejected.

Source: spec/mercury.md 4; which bits of 2106 an answer without them means is inferred from its words.
"""

from typing import TYPE_CHECKING

from drivers.fiscal import goods
from drivers.fiscal.marking_check import Checked
from drivers.fiscal.marking_script import AUTONOMOUS, CHECKED, CODE_GOOD, Verdict
from drivers.mercury.commands import marking as requests
from drivers.mercury.commands.marking import Begun, Progress
from drivers.mercury.options import MARGIN
from drivers.registers.marking import Code, Poll, Told, polled

if TYPE_CHECKING:
    from drivers.mercury.register import MercuryRegister

_REMOTE = 0x0F  # bits of 2106 that «Честный ЗНАК» answers for
SILENT = "«Честный ЗНАК» не ответил, код проверен только в ФН"


class Desk:
    """See registers.marking.Desk."""

    def __init__(self, register: "MercuryRegister") -> None:
        self._register = register

    async def ask(self, code: Code) -> Told:
        begun = await self._register.service.ask(requests.check(code, self._register.options.marking_timeout))
        progress = await self._finished()
        answered = not progress.error and progress.result is not None
        return Told(_checked(code, begun, progress, answered=answered), "" if answered or begun.autonomous else SILENT)

    async def decide(self, *, accept: bool) -> None:
        await self._register.service.ask(requests.accept() if accept else requests.reject())

    async def clear(self) -> None:
        await self._register.service.ask(requests.clear())

    async def _finished(self) -> Progress:
        """The service itself ends it in time."""
        service = self._register.service
        poll = Poll(
            ask=lambda: service.ask(requests.progress()),
            is_over=lambda progress: progress.completed,
            call_off=lambda: service.ask(requests.abort()),
            seconds=self._register.options.marking_timeout + MARGIN,
        )
        return await polled(self._register.clock, poll)


def _checked(code: Code, begun: Begun, progress: Progress, *, answered: bool) -> Checked:
    """2004 follows from whether the ФН could check, and found it good."""
    local = 0 if begun.reason or begun.valid is None else CHECKED | (CODE_GOOD if begun.valid else 0)
    verdict = Verdict(
        local=local,
        reason=begun.reason,
        remote=(progress.result or 0) & _REMOTE if answered else None,
        processing=progress.processing if answered else None,
        status=progress.status if answered else None,
    )
    return Checked(
        code=code.text,
        type=goods.code_type(code.marking),
        piece=goods.piece(code.marking),
        planned=code.planned,
        verdict=verdict,
        autonomous=begun.autonomous or bool((progress.result or 0) & AUTONOMOUS),
    )
