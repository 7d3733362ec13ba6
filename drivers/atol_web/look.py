"""How register and ФН stand, asked in one request: each request waits its turn, each of its tasks does not."""

from dataclasses import dataclass

from drivers.atol_web.results.device import DeviceStatus, ShiftStatus
from drivers.atol_web.results.storage import Phase, StorageInfo, StorageStatus
from drivers.atol_web.service import Service
from drivers.atol_web.tasks import questions
from drivers.errors import KkmError, OperatorNeeded
from drivers.model.ffd import ShiftState
from drivers.registers.known import Last, Standing

NO_PAPER = "В кассе нет бумаги. Вставьте ленту, закройте крышку и повторите."
COVER_OPEN = "Открыта крышка кассы. Закройте её и повторите."
_SILENT = frozenset({104, 115, 116, 117, 118, 119, 133, 159, 166})  # errors between register and ФН

WITHOUT_STORAGE = _SILENT | {89}  # and of a register that is not registered


@dataclass(frozen=True, slots=True)
class Look:
    device: DeviceStatus
    shift: ShiftStatus
    storage: StorageInfo
    documents: StorageStatus

    @property
    def standing(self) -> Standing:
        """A receipt never stands open: it is one task, and the driver cancels what fails (inferred)."""
        return Standing(
            storage=self.storage.serial,
            last=self.documents.last,
            shift=self.shift.state,
            shift_number=self.shift.number,
            receipt_number=self.documents.receipt_number,
            fiscalized=self.device.fiscal,
            storage_closed=self.storage.phase in (Phase.CLOSED, Phase.ARCHIVE),
        )


async def look(service: Service) -> Look:
    return Look(
        *await service.ask_all(
            (
                questions.device_status(),
                questions.shift_status(),
                questions.storage_info(),
                questions.storage_status(),
            )
        )
    )


async def seen(service: Service) -> tuple[Standing, DeviceStatus]:
    """Of a register whose ФН does not answer too: it prints all the same."""
    try:
        found = await look(service)
    except KkmError as error:
        if error.native not in _SILENT:
            raise
        device = await service.ask(questions.device_status())
        return Standing(storage="", last=0, shift=device.shift or ShiftState.CLOSED, silence=error), device
    return found.standing, found.device


async def last(service: Service) -> Last:
    info, documents = await service.ask_all((questions.storage_info(), questions.storage_status()))
    return Last(info.serial, documents.last)


def check_paper(device: DeviceStatus, *, nothing_sent: bool) -> None:
    """Raises OperatorNeeded."""
    if device.cover_open:
        raise OperatorNeeded(COVER_OPEN, nothing_sent=nothing_sent)
    if not device.paper:
        raise OperatorNeeded(NO_PAPER, nothing_sent=nothing_sent)
