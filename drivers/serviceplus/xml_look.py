"""How a register that speaks XML stands, put together from its answers. Source: spec/service-plus.md C2: 2, 44, 40.

SP2 reads the number of the last document of the status; that 44 and 40 tell it too is inferred, and looked at where the
status is refused, as it may be without paper.
"""

from dataclasses import dataclass

from drivers.errors import DeviceOffline, KkmError, NotSupported
from drivers.model.ffd import ShiftState
from drivers.registers.known import Standing
from drivers.serviceplus import xml_requests, xml_tally
from drivers.serviceplus.xml_line import XmlLine
from drivers.serviceplus.xml_results import Counters, Place, Shift
from drivers.serviceplus.xml_tally import Tally

NO_LAST = (
    "Касса не сообщает номер последнего документа ФН, без него не узнать, записан ли чек. Обновите программу кассы или "
    "пробейте чек на самой кассе."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`trouble`: what its status is refused with, for want of paper, say."""

    shift: Shift
    counters: Counters
    storage: str
    last: int
    trouble: KkmError | None

    @property
    def tally(self) -> Tally:
        count, totals = xml_tally.summed(self.counters.blocks)
        is_open = self.shift.state is not ShiftState.CLOSED
        return Tally(last=self.last, is_open=is_open, shift=self.shift.number, count=count, totals=totals)

    @property
    def standing(self) -> Standing:
        return Standing(
            storage=self.storage, last=self.last, shift=self.shift.state, shift_number=self.shift.number
        )  # fmt: skip


async def look(line: XmlLine) -> Look:
    """Questions only. Raises NotSupported where nothing tells the last document."""
    status, trouble = await _status(line)
    shift, counters = await line.ask(xml_requests.shift()), await line.ask(xml_requests.counters())
    places = [place for place in (status, shift.place, counters.place) if place]
    last = next((place.last for place in places if place.last is not None), None)
    if last is None:
        raise trouble or NotSupported(NO_LAST)
    storage = next((place.storage for place in places if place.storage), "")
    return Look(shift=shift, counters=counters, storage=storage, last=last, trouble=trouble)


async def _status(line: XmlLine) -> tuple[Place | None, KkmError | None]:
    """Or what it is refused with. Raises DeviceOffline."""
    try:
        return await line.ask(xml_requests.status()), None
    except DeviceOffline:
        raise
    except KkmError as error:
        return None, error
