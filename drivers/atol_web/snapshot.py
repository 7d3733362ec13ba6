"""The register as people look at it: `DeviceState` out of what the driver tells. Source: spec/atol-web.md 5."""

from typing import TYPE_CHECKING

from drivers.atol_web.look import Look, look
from drivers.atol_web.results.device import DeviceInfo
from drivers.atol_web.results.ofd import OfdStatus
from drivers.atol_web.results.storage import Phase
from drivers.atol_web.tasks import questions
from drivers.errors import FrameError, RequestRefused, WrongState
from drivers.fiscal import limits, wording
from drivers.model.state import DeviceState
from drivers.registers import results, wall_clock

if TYPE_CHECKING:
    from drivers.atol_web.register import AtolWebRegister

BLOCKED = "Касса заблокирована: посмотрите на её экран или ленту, при необходимости обратитесь в сервисный центр."
STORAGE_BAD = "ФН не отвечает или не в фискальном режиме: обратитесь в сервисный центр."
_FULL = "memoryoverflow"  # a warning of the ФН; its name is W3's


async def snapshot(register: "AtolWebRegister", info: DeviceInfo | None) -> DeviceState:
    """Raises KkmError."""
    now = await look(register.service)
    drawer = await register.service.ask(questions.cash_drawer())
    device, storage, ofd = now.device, now.storage, await _ofd(register)
    since = results.in_shop(register, ofd.unsent_since) if ofd.unsent_since else None
    late = since is not None and limits.is_ofd_silent(since, register.now)
    return DeviceState(
        online=True,
        model=register.known.model,
        firmware=register.known.firmware,
        address=str(register.service),
        serial=register.known.serial,
        line_length=register.paper.columns(),
        time=results.in_shop(register, device.time) if device.time else None,
        paper_out=not device.paper,
        cover_open=device.cover_open,
        fault=_fault(register, now),
        storage=storage.serial,
        registration=register.known.registration if device.fiscal else None,
        fiscalized=device.fiscal,
        ffd=register.known.ffd,
        ffd_storage=storage.ffd_storage or (info.ffd_storage if info else None),
        ffd_register=info.ffd if info else None,
        shift=now.shift.state,
        shift_number=now.shift.number,
        last_document=now.documents.last,
        cash=drawer,
        storage_until=results.in_shop(register, storage.until) if storage.until else None,
        storage_full=_FULL in storage.warnings,
        unsent=ofd.unsent,
        unsent_since=since,
        ofd_error=ofd.error or (wording.ofd_silent(ofd.unsent, since) if since and late else ""),
    )


def _fault(register: "AtolWebRegister", now: Look) -> str:
    if now.device.blocked:
        return BLOCKED
    if not now.device.storage_present or now.storage.phase in (Phase.CLOSED, Phase.ARCHIVE):
        return STORAGE_BAD
    return wall_clock.doubt(now.device.time, register.now, register.settings.clock_limit)


async def _ofd(register: "AtolWebRegister") -> OfdStatus:
    """The names in this answer are inferred: where it cannot be read, nothing is told."""
    try:
        return await register.service.ask(questions.ofd_status())
    except (RequestRefused, WrongState, FrameError):
        return OfdStatus(unsent=0, unsent_since=None, error="")
