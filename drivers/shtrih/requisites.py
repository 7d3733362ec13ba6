"""What a registration tells, and where it goes: into fields of the register's tables, or beside the document as tags.

Pure. Source: spec/shtrih-m.md 3.7 and 7. Registers make the tags of a document from their tables (inferred from the
names of the fields), so a requisite with a field is written there and not sent a second time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drivers.fiscal import registrations, rows, tlv
from drivers.fiscal.inn import NOBODY
from drivers.model.ffd import FfdVersion
from drivers.model.state import Registration
from drivers.shtrih.fields import FFD_VERSIONS, Setting
from drivers.shtrih.requests.registration import Work


@dataclass(frozen=True, slots=True)
class Requisite:
    """`rest`: a second field for what does not fit the first; `tags`: how it goes where there is no field."""

    setting: Setting
    value: str | int
    tags: Sequence[bytes] = ()
    rest: Setting | None = None


def requisites(told: Registration, ffd: FfdVersion, reasons: int) -> tuple[Requisite, ...]:
    """All but ИНН, РНМ, tax systems and the mode of work, which FF06 takes. `reasons`: 1205, 0 for a first one.

    Raises ValueError for a text that is too long for its tag.
    """
    online = not told.autonomous
    return (
        Requisite(Setting.FFD, _number_of(ffd)),
        _text(Setting.ORGANIZATION, told.organization, 1048, Setting.ORGANIZATION_2),
        _text(Setting.ADDRESS, told.address, 1009, Setting.ADDRESS_2),
        _text(Setting.PLACE, told.place, 1187, Setting.PLACE_2),
        _text(Setting.SENDER_EMAIL, told.sender_email, 1117),
        _text(Setting.OFD_NAME, told.ofd_name if online else "", 1046, Setting.OFD_NAME_2),
        _text(Setting.OFD_INN, told.ofd_inn if online else NOBODY, 1017),
        _text(Setting.AUTOMATIC_NUMBER, told.automatic_number if told.automatic else "", 1036),
        Requisite(Setting.OFD_SITE, told.ofd_site),
        Requisite(Setting.OFD_HOST, told.ofd_host),
        *_port(told.ofd_port),
        Requisite(Setting.AGENTS, _agents(told), [tlv.encode(1057, _agents(told))] if told.agents else []),
        Requisite(Setting.EXTENDED_MODE, extended_mode(told, ffd), flags(told, ffd)),
        Requisite(Setting.CHANGE_REASONS, reasons),
    )


def _text(setting: Setting, value: str, tag: int, rest: Setting | None = None) -> Requisite:
    return Requisite(setting, value, rows.texts({tag: value}), rest)


def _port(text: str) -> list[Requisite]:
    """Nothing where there is none: the field takes no 0."""
    return [Requisite(Setting.OFD_PORT, int(text))] if text.isascii() and text.isdigit() else []


def _agents(told: Registration) -> int:
    """1057."""
    return sum(1 << bit for bit in set(told.agents))


def _number_of(ffd: FfdVersion) -> int:
    return next(number for number, version in FFD_VERSIONS.items() if version is ffd)


def extended_mode(told: Registration, ffd: FfdVersion) -> int:
    """Bits: excise, gambling, lottery, printer in a machine; and of the ФФД 1.2 marking, pawnshop, insurance.

    The first four are evidenced by public code of other drivers of the ФН, the fifth by table dumps of two ШТРИХ-НАНО-Ф
    in shops with marked goods; the order of the last two is inferred.
    """
    found = [told.excise, told.gambling, told.lottery, told.machine_printer]
    if ffd is FfdVersion.V1_2:
        found += [told.marking, told.pawnshop, told.insurance]
    return sum(1 << bit for bit, flag in enumerate(found) if flag)


def flags(told: Registration, ffd: FfdVersion) -> list[bytes]:
    """The same as tags, for a register without a field for them."""
    if ffd is FfdVersion.V1_2:
        return [tlv.encode(1290, registrations.conditions(told))]
    singles: Mapping[int, bool] = {
        1207: told.excise,
        1193: told.gambling,
        1126: told.lottery,
        1221: told.machine_printer,
    }
    return [tlv.encode(tag, 1) for tag, flag in singles.items() if flag]


def work(told: Registration) -> Work:
    """The byte of FF06."""
    bits = {
        Work.ENCRYPTION: told.encryption,
        Work.AUTONOMOUS: told.autonomous,
        Work.AUTOMATIC: told.automatic,
        Work.SERVICES: told.services,
        Work.BSO: told.bso,
        Work.INTERNET: told.internet,
    }
    return Work(sum(bit for bit, flag in bits.items() if flag))
