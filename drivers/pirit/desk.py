"""Marking codes before the register: 79h/16, 79h/1, 79h/2. Source: spec/service-plus.md A6.

The shapes of the answers are the maker's. That 2004 is what 2106 says of the ФН alone is inferred.
"""

from typing import TYPE_CHECKING

from drivers.errors import KkmError
from drivers.fiscal import goods
from drivers.fiscal.marking_check import Checked
from drivers.fiscal.marking_script import AUTONOMOUS, CHECKED, CODE_GOOD, Verdict
from drivers.pirit import codes, texts
from drivers.pirit.requests import marking as requests
from drivers.pirit.requests.marking import CodeCheck, NotChecked
from drivers.pirit.rows import amount, as_bytes
from drivers.registers.marking import Code, Told

if TYPE_CHECKING:
    from drivers.pirit.register import PiritRegister

_LOCAL, _REMOTE = CHECKED | CODE_GOOD, 0x0F
_NOT_NEEDED = CodeCheck(result=0, reason=NotChecked.NOT_CHECKABLE)
_STARTS_ANEW = codes.MARKING_ORDER | {codes.MARKING_TABLE_FULL}


class Desk:
    """See registers.marking.Desk."""

    def __init__(self, register: "PiritRegister") -> None:
        self._register, self._asked = register, False

    async def ask(self, code: Code) -> Told:
        """A check that was broken off is dropped, with all that was checked before it, and begun anew.

        Raises ValueError for a code that cannot be sent.
        """
        try:
            return await self._told(code)
        except KkmError as error:
            if error.native not in _STARTS_ANEW:
                raise
        await self.clear()
        return await self._told(code)

    async def decide(self, *, accept: bool) -> None:
        """Nothing for a code that needs no check."""
        if self._asked:
            await self._register.session.ask(requests.decide(accept=accept))
        self._asked = False

    async def clear(self) -> None:
        self._asked = False
        await self._register.session.ask(requests.clear_codes())

    async def _told(self, code: Code) -> Told:
        session, text = self._register.session, as_bytes(code.text)
        check = requests.check_code(text, code.planned, amount(code.quantity, code.pack), code.measure)
        self._asked = await session.ask(requests.needs_check(text))
        told = await session.ask(check) if self._asked else _NOT_NEEDED
        autonomous = self._register.known.registration.autonomous or bool(told.result & AUTONOMOUS)
        silent = self._asked and told.answer is None and not autonomous
        return Told(_checked(code, told, autonomous=autonomous), texts.SERVER_SILENT if silent else "")


def _checked(code: Code, told: CodeCheck, *, autonomous: bool) -> Checked:
    """The server's part is None where it did not answer: what the ФН found stands alone then."""
    verdict = Verdict(
        local=told.result & _LOCAL,
        reason=told.reason,
        remote=None if told.answer is None else told.result & _REMOTE,
        processing=told.processing,
        status=told.status,
    )
    return Checked(
        code=code.text,
        type=goods.code_type(code.marking),
        piece=goods.piece(code.marking),
        planned=code.planned,
        verdict=verdict,
        autonomous=autonomous,
    )
