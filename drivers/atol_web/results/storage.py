"""What the ФН says of itself. Source: spec/atol-web.md 5; the phases: W3."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from drivers.atol_web.results.device import ffd
from drivers.atol_web.results.moments import wall_clock
from drivers.errors import FrameError
from drivers.http_service.fields import Fields
from drivers.model.ffd import FfdVersion


class Phase(StrEnum):
    """livePhase."""

    NEW = "init"
    READY = "configured"
    FISCAL = "fiscalMode"
    CLOSED = "postFiscalMode"  # what it still has goes to the ОФД
    ARCHIVE = "accessArchive"
    UNKNOWN = "unknown"  # also a word that nobody has listed


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageInfo:
    """`warnings`: names of those that are raised, in small letters."""

    serial: str  # 1041
    until: datetime | None
    phase: Phase
    ffd: FfdVersion | None
    ffd_storage: FfdVersion | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageStatus:
    last: int  # 1040 of the last document
    receipt_number: int  # 1042
    warnings: tuple[str, ...]


def info(result: Fields) -> StorageInfo:
    told = result.inner("fnInfo")
    return StorageInfo(
        serial=told.text("serial"),
        until=wall_clock(told, "validityDate"),
        phase=_phase(told.text("livePhase")),
        ffd=ffd(told, "ffdVersion"),
        ffd_storage=ffd(told, "fnFfdVersion"),
        warnings=told.inner("warnings").raised(),
    )


def status(result: Fields) -> StorageStatus:
    """Raises FrameError where the last document is not told: a lost answer could not be settled by it."""
    told = result.inner("fnStatus")
    if "fiscalDocumentNumber" not in told:
        raise FrameError("не читается поле fnStatus.fiscalDocumentNumber")
    return StorageStatus(
        last=told.whole("fiscalDocumentNumber"),
        receipt_number=told.whole("fiscalReceiptNumber"),
        warnings=told.inner("warnings").raised(),
    )


def _phase(word: str) -> Phase:
    return Phase(word) if word in set(Phase) else Phase.UNKNOWN
