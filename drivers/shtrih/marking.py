"""Marking codes of a receipt, ФФД 1.2: FF61, FF69, and FF67 that binds them to items.

Source: spec/shtrih-m.md 3.8 and 6.2. The rules are those of all registers.
"""

from drivers.errors import OutcomeUnknown, RequestRefused, WrongState
from drivers.fiscal import goods, marking_check, rows, tlv, wording
from drivers.fiscal.marked import Marked
from drivers.fiscal.settled import Item, Settled
from drivers.model.ffd import FfdVersion
from drivers.registers import marking
from drivers.registers.marking import Code, Told
from drivers.registers.register import Register
from drivers.shtrih import marking_verdict
from drivers.shtrih.codes import MARKING_SEQUENCE
from drivers.shtrih.request import Request
from drivers.shtrih.requests import marking as requests
from drivers.shtrih.requests.marking import Bound, Decision
from drivers.shtrih.session import Session

_TLV_HEAD = 4  # bytes
_FULL = 0xA3  # the table of checked codes

TOO_MANY = "Кодов маркировки в чеке {count}, столько ФН не помнит: разбейте чек на несколько."


class Desk:
    """See registers.marking.Desk."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def ask(self, code: Code) -> Told:
        request = requests.check_code(self._session.admin, _bytes(code.text), code.planned, part=_part(code))
        told = await self._session.ask(request)
        found = marking_verdict.checked(code.marking, code.text, code.planned, told)
        return Told(found, marking_verdict.silence(told))

    async def decide(self, *, accept: bool) -> None:
        await self._decide(Decision.ACCEPT if accept else Decision.REJECT)

    async def clear(self) -> None:
        await self._decide(Decision.CLEAR)

    async def _decide(self, decision: Decision) -> None:
        await self._session.ask(requests.decide(self._session.admin, decision))


class DeskAlone(Desk):
    """Outside of a receipt, where a question may be put again."""

    async def ask(self, code: Code) -> Told:
        try:
            return await super().ask(code)
        except OutcomeUnknown:
            await self.clear()
        except WrongState as error:
            if error.native not in MARKING_SEQUENCE:
                raise
            await self.clear()
        return await super().ask(code)


async def check(register: Register, session: Session, settled: Settled) -> Marked:
    """Within the open receipt, before its first item: when it raises, the receipt is to be annulled."""
    desk = Desk(session)
    try:
        return await marking.check(register, desk, settled, anew=False)
    except WrongState as error:
        if error.native not in MARKING_SEQUENCE:
            raise
    return await _checked_anew(register, desk, settled)


async def _checked_anew(register: Register, desk: Desk, settled: Settled) -> Marked:
    """Raises RequestRefused where the table is full though nothing else was in it."""
    try:
        return await marking.check(register, desk, settled)
    except WrongState as error:
        if error.native != _FULL:
            raise
        await desk.clear()
        count = sum(map(marking.is_marked, settled.items))
        raise RequestRefused(TOO_MANY.format(count=count), native=error.native) from error


def _bytes(code: str) -> bytes:
    """As they stand in 2000, GS as 1Dh. Raises ValueError for more than 256."""
    return goods.tag_2000(code)[_TLV_HEAD:]


def _part(code: Code) -> bytes:
    """Beside the code of what is sold by parts: 1291 of a pack, or measure and quantity."""
    if code.pack is not None:
        return tlv.encode(1291, rows.fraction(code.quantity, code.pack))
    return tlv.encode(2108, code.measure) + tlv.encode(1023, code.quantity) if code.measure else b""


def binding(session: Session, item: Item) -> Request[Bound] | None:
    """FF67: the code of the item that was sent last, or of the one to come, as the model wants it.

    None for an item without a code, and before the ФФД 1.2, where it goes as a tag. Raises RequestRefused for a code
    that is too long.
    """
    code = item.position.marking
    if code is None or session.passport.ffd is not FfdVersion.V1_2 or not marking.is_marked(item):
        return None
    make = requests.bind_code if code.has_serial else requests.bind_code_without_exchange
    try:
        return make(session.admin, _bytes(marking_check.as_scanned(code)))
    except ValueError as error:
        raise RequestRefused(wording.bad_code(item.name)) from error
