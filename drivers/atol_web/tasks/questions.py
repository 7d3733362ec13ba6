"""Tasks that only ask, and print what is recorded already. Source: spec/atol-web.md 3 and 5."""

from dataclasses import dataclass

from drivers.atol_web.results import archive, device, ofd, registration, storage, totals
from drivers.atol_web.results.archive import Archived
from drivers.atol_web.results.device import DeviceInfo, DeviceStatus, ShiftStatus
from drivers.atol_web.results.ofd import OfdStatus
from drivers.atol_web.results.storage import StorageInfo, StorageStatus
from drivers.atol_web.results.totals import ShiftTotals
from drivers.atol_web.tasks.task import Content, Task, nothing
from drivers.model.state import Registration
from drivers.registers.request import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class ByNumber(Content):
    fiscal_document_number: int  # 1040
    with_raw_data: bool | None = None


def device_info() -> Task[DeviceInfo]:
    return Task(content=Content(type="getDeviceInfo"), read=device.info)


def device_status() -> Task[DeviceStatus]:
    return Task(content=Content(type="getDeviceStatus"), read=device.status)


def shift_status() -> Task[ShiftStatus]:
    return Task(content=Content(type="getShiftStatus"), read=device.shift)


def shift_totals() -> Task[ShiftTotals]:
    return Task(content=Content(type="getShiftTotals"), read=totals.of_shift)


def storage_info() -> Task[StorageInfo]:
    return Task(content=Content(type="getFnInfo"), read=storage.info)


def storage_status() -> Task[StorageStatus]:
    return Task(content=Content(type="getFnStatus"), read=storage.status)


def registration_info() -> Task[Registration]:
    return Task(content=Content(type="getRegistrationInfo"), read=registration.registration)


def ofd_status() -> Task[OfdStatus]:
    return Task(content=Content(type="ofdExchangeStatus"), read=ofd.status)


def cash_drawer() -> Task[int]:
    """Kopecks in the drawer."""
    return Task(content=Content(type="getCashDrawerStatus"), read=device.cash)


def document(number: int) -> Task[Archived]:
    """One document of the ФН, with its bytes where the driver gives them."""
    content = ByNumber(type="getFnDocument", fiscal_document_number=number, with_raw_data=True)
    return Task(content=content, read=archive.document)


def print_document(number: int) -> Task[None]:
    content = ByNumber(type="printFnDocument", fiscal_document_number=number)
    return Task(content=content, read=nothing, effect=Effect.PAPER)


def copy_last() -> Task[None]:
    return Task(content=Content(type="printLastReceiptCopy"), read=nothing, effect=Effect.PAPER)


def continue_print() -> Task[None]:
    """What the paper's end has interrupted; nothing where nothing was."""
    return Task(content=Content(type="continuePrint"), read=nothing, effect=Effect.PAPER)
