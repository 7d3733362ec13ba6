"""Everything that can befall a register while it does a job. Source: spec/shtrih-m.md 8."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from drivers.emulation.frame_faults import Fault, Link, Power
from tests.contract.shtrih import ShtrihStand

Befall = Callable[[ShtrihStand, str], Awaitable[None]]  # at the command with that code

_LATE = 5.0  # seconds; the driver waits for one
_LONG = 40.0  # seconds: longer than any of its commands may take
_CUT_AT = 2  # bytes of an answer
_ENQ = {Link.ENQ_IGNORED, Link.ENQ_GARBAGE, Link.NAK_STORM}  # they have no code, and strike the next one

_ERRORS = {
    "another command is printing": 0x50,
    "the ФН is late": 0x2F,
    "the ФН does not answer": 0x30,
    "the ФН has failed": 0x03,
    "the ФН is full": 0x06,
    "the life of the ФН is over": 0x05,
    "the ФН has another time": 0x17,
    "the queue for the ОФД is full": 0x15,
    "a wrong state of the ФН": 0x02,
    "wrong parameters": 0x33,
    "it does not know that": 0x37,
    "a wrong password": 0x4F,
    "a wrong mode": 0x73,
    "a wrong submode": 0x72,
    "no paper": 0x6B,
    "the cutter is stuck": 0x71,
    "the head is hot": 0xC9,
    "an error of the RAM": 0x74,
    "an error that nobody knows": 0xF0,
}
_CONDITIONS = (
    *("storage_silent", "storage_broken", "storage_expired", "archive_full", "wrong_time", "ofd_overdue"),
    *("cutter_stuck", "overheated", "printer_gone", "cover_open", "near_end"),
)


async def _link(what: Link | Power, seconds: float, stand: ShtrihStand, code: str) -> None:
    stand.register.inject(Fault(what=what, command="" if what in _ENQ else code, seconds=seconds, at=_CUT_AT))


async def _always(what: Link, stand: ShtrihStand, code: str) -> None:
    stand.register.inject(Fault(what=what, command="" if what in _ENQ else code, times=None, at=_CUT_AT))


async def _error(error: int, times: int, stand: ShtrihStand, code: str) -> None:
    stand.register.machine.troubles.refuse(error, code, times=times)


async def _condition(name: str, stand: ShtrihStand, code: str) -> None:
    await stand.register.switch(name, on=True)


FAULTS: Mapping[str, Befall] = {
    **{str(what): partial(_link, what, _LATE) for what in (*Link, *Power)},
    **{f"{what}, for long": partial(_link, what, _LONG) for what in (Link.SILENCE, Link.ANSWER_LATE, Link.PORT_GONE)},
    **{f"{what}, always": partial(_always, what) for what in (Link.BAD_SUM, Link.ANSWER_LOST, Link.GOOD_REFUSED)},
    **{f"{name}, once": partial(_error, error, 1) for name, error in _ERRORS.items()},
    **{f"{name}, ten times": partial(_error, error, 10) for name, error in _ERRORS.items()},
    **{name: partial(_condition, name) for name in _CONDITIONS},
}


def has_struck(fault: str, stand: ShtrihStand, code: str) -> bool:
    """Conditions are there anyhow."""
    befall = FAULTS[fault]
    assert isinstance(befall, partial)
    match befall.args[0]:
        case Link() | Power():
            return bool(stand.register.machine.talk.plan.struck)
        case int(error):
            answers = [one.error for one in stand.register.exchanges if one.code.hex().upper() == code]
            return error in answers
    return True
