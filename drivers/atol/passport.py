"""What is known of a register while it is connected: read once. Source: spec/atol.md 5.3, 6.1, 6.4."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drivers.atol.head import Head, head
from drivers.atol.models import MODELS, Model
from drivers.atol.requests import state, storage, tables
from drivers.atol.requests.state import DeviceType, Mode
from drivers.atol.requests.storage import StoredRegistration
from drivers.model.ffd import FfdVersion, TaxSystem
from drivers.model.state import Registration
from drivers.registers.known import Known
from drivers.shtrih.requests.registration import Work

if TYPE_CHECKING:
    from drivers.atol.session import Session


@dataclass(frozen=True, slots=True)
class Passport:
    known: Known
    head: Head


async def read(session: "Session") -> Passport:
    """Questions only. A ФН that does not answer leaves its part empty: such a register prints all the same."""
    device = await session.ask(state.device_type())
    now = await session.ask(state.state())
    registered = await session.told(storage.registration(), Mode.STORAGE)
    known = Known(
        storage=await _storage(session),
        ffd=await _ffd(session),
        model=_name(device),
        firmware=now.firmware,
        serial=now.serial,
        registration=_registration(registered) if registered else Registration(),
    )
    columns = await _number(session, tables.LINE_LENGTH) or 0
    return Passport(known, head(MODELS.get(device.model), columns, session.options))


async def _storage(session: "Session") -> str:
    """From where `standing` has it too; else from A4 31. "" of a ФН that tells neither."""
    kept = await session.told(storage.state(), Mode.STORAGE)
    return kept.number if kept else await session.told(storage.number(), Mode.STORAGE) or ""


def _name(device: DeviceType) -> str:
    return device.name or MODELS.get(device.model, Model(f"АТОЛ, модель {device.model}")).name


async def _number(session: "Session", place: tables.Place) -> int | None:
    return await session.told(tables.read_number(place, session.options.table_numbers), Mode.PROGRAMMING)


async def _ffd(session: "Session") -> FfdVersion:
    """Nothing tells the format itself; positions told by E6 are those of the ФФД 1.0."""
    if session.options.ffd != "auto":
        return FfdVersion(session.options.ffd)
    is_old = await _number(session, tables.OLD_POSITIONS) == 1
    return FfdVersion.V1_0 if is_old else FfdVersion.V1_05


def _registration(told: StoredRegistration) -> Registration:
    """The bits are those of the ФН (inferred)."""
    work = Work(told.work_modes & 0x3F)
    return Registration(
        inn=told.inn.strip(),
        number=told.rnm.strip(),
        tax_systems=tuple(system for system in TaxSystem if told.tax_systems & 1 << system),
        autonomous=Work.AUTONOMOUS in work,
        encryption=Work.ENCRYPTION in work,
        automatic=Work.AUTOMATIC in work,
        internet=Work.INTERNET in work,
        bso=Work.BSO in work,
        services=Work.SERVICES in work,
    )
