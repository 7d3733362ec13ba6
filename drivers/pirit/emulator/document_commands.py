"""A document begins and ends: 30..34. Source: spec/service-plus.md A3, A5.

That cash and service documents whose paper ends wait in state 8 for another 31h, as receipts do, is inferred.
"""

from drivers.emulation.fiscal.printed import Cut, Line, Printed
from drivers.pirit.emulator.cashier import cashier, text
from drivers.pirit.emulator.closing import record
from drivers.pirit.emulator.command import Command
from drivers.pirit.emulator.core import Core, Paper
from drivers.pirit.emulator.document import DRAWER, OPENED, Draft, Stage, Type
from drivers.pirit.emulator.parameters import Parameters, money, told
from drivers.pirit.emulator.refused import Error, Refused, Why, wrong, wrong_state

_TYPE, _PACKET, _DEFERRED, _NO_PAPER = 0x0F, 1 << 4, 1 << 5, 1 << 7
_MODES = _TYPE | _PACKET | _DEFERRED | _NO_PAPER
_NO_CUT = {Type.SERVICE: 1}  # flag of 31h by type; receipts have 5
_NO_CUT_RECEIPT = 5


def _open(core: Core, p: Parameters) -> bytes:
    """Packet mode is refused: the emulator answers every command."""
    core.nothing_open()
    mode = p.number(range(_MODES + 1), Why.TYPE, empty=None)
    if mode & _TYPE not in OPENED or mode & _PACKET or mode & ~_MODES:
        raise wrong(Why.TYPE, f"{mode:#x}")
    draft = Draft(Type(mode & _TYPE), printed=not mode & _NO_PAPER)
    draft.department = p.number(range(1, 100), Why.DEPARTMENT, empty=1)
    open_document(core, draft, p)
    return b""


def open_document(core: Core, draft: Draft, p: Parameters) -> None:
    """The rest of 30h: operator, number, tax system, 1009."""
    allowed(core, draft)
    operator = cashier(p)
    p.number(range(100_000), Why.NUMBER)
    draft.tax_system = tax_system(core, p)
    address = p.text(256)
    draft.requisites = operator + ([text(1009, address)] if address and draft.kind else [])
    core.draft = draft


def allowed(core: Core, draft: Draft) -> None:
    """That the shift is right for it. Raises Refused 01/20, 0A."""
    if draft.type is Type.SERVICE or (draft.type in DRAWER and not core.quirks.cash_needs_shift):
        return
    if not core.till.shift_open:
        raise wrong_state(Why.SHIFT_CLOSED)
    if draft.kind and core.till.shift_expired:
        raise Refused(Error.OLD_SHIFT)


def tax_system(core: Core, p: Parameters) -> int:
    """The bit of 1055; the first registered one where none is told."""
    known = core.till.tax_systems
    number = p.number(range(6), Why.TAX_SYSTEM, empty=-1)
    system = known & -known if number < 0 else 1 << number
    if not system & known:
        raise wrong(Why.TAX_SYSTEM, "not registered")
    return system


def close(core: Core, p: Parameters) -> bytes:
    """Again, once it is recorded: prints what is left and tells the same. Raises Refused 01, 03, 08, 09, 0E."""
    draft = core.opened()
    if not draft.ended:
        no_cut = p.number(range(256)) == _NO_CUT.get(draft.type, _NO_CUT_RECEIPT)
        _end(core, draft, p, cut=not no_cut)
        draft.stage = Stage.IN_STORAGE
    core.finish_paper()
    core.draft = None
    return draft.answer


def _end(core: Core, draft: Draft, p: Parameters, *, cut: bool) -> None:
    if draft.kind:
        record(core, draft, p, cut=cut)
        return
    if draft.type in DRAWER:
        _move(core, draft)
    words = {Type.CASH_IN: "ВНЕСЕНИЕ", Type.CASH_OUT: "ВЫПЛАТА"}.get(draft.type)
    rows: list[Printed] = [*core.own(words, draft.paper)] if words else [Cut(full=False)]
    core.paper = Paper(rows if cut else rows[:-1])
    draft.answer = told(core.counters.next())


def _move(core: Core, draft: Draft) -> None:
    """Raises Refused 01/26, 0E."""
    if not draft.moved:
        raise wrong(Why.NOTHING_TO_PAY)
    if draft.type is Type.CASH_IN:
        core.till.cash_in(draft.moved)
    else:
        core.till.cash_out(draft.moved)
    draft.paper.append(Line(f"СУММА ={money(draft.moved)}"))


def cancel(core: Core, _: Parameters) -> bytes:
    draft = core.drop_draft("ЧЕК АННУЛИРОВАН")
    if draft.kind:
        core.counters.shift.cancelled.add(draft.total)
    return b""


def _defer(core: Core, p: Parameters) -> bytes:
    """With a reason its sum is not counted (the vendor's document)."""
    reason = p.text(40)
    draft = core.drop_draft(f"ЧЕК ОТЛОЖЕН {reason}".rstrip())
    if draft.kind:
        core.counters.shift.deferred.add(0 if reason else draft.total)
    return b""


def _cut(core: Core, _: Parameters) -> bytes:
    core.print([Cut(full=False)])
    return b""


COMMANDS = (
    Command("30", _open, prints=True),
    Command("31", close, prints=True),
    Command("32", cancel),
    Command("33", _defer),
    Command("34", _cut, prints=True),
)
