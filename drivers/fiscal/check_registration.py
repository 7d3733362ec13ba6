"""What must be refused before a register is registered, changed or its ФН closed: nothing of it can be undone.

Source: spec/ffd.md 1.2, 2.1, 7 and 11, spec/kkmserver.md 3.14. Nothing here looks at the clock or the paper.
"""

from dataclasses import dataclass, replace

from drivers.fiscal import check_registrant, reasons
from drivers.fiscal.findings import Findings
from drivers.model.ffd import FfdVersion
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.model.state import Registration

_OPERATOR = frozenset({"ofd_name", "ofd_inn", "ofd_host", "ofd_port", "ofd_site"})
_OWNER = frozenset({"organization", "address", "place", "sender_email", "tax_systems"})
_MODES = frozenset(
    {
        *("autonomous", "encryption", "automatic", "automatic_number", "internet", "bso", "services"),
        *("machine_printer", "excise", "gambling", "lottery", "marking", "pawnshop", "insurance", "agents"),
    }
)
# The vendor lets some modes be set at the first registration alone; 1205 has a bit for changing each, so all may be.
_MAY_CHANGE = {
    RegistrationStep.OPEN: frozenset({"inn", "number"}) | _OPERATOR | _OWNER | _MODES,
    RegistrationStep.CHANGE_STORAGE: frozenset[str](),
    RegistrationStep.CHANGE_OFD: _OPERATOR,
    RegistrationStep.CHANGE_OWNER: _OWNER,
    RegistrationStep.CHANGE_REGISTER: _MODES,
    RegistrationStep.CLOSE: frozenset[str](),
}
_GROUPS = {"данные ОФД": _OPERATOR, "данные владельца": _OWNER, "режимы кассы": _MODES}
_ONCE = {"inn": "ИНН", "number": "регистрационный номер ККТ"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How things are before the step."""

    registration: Registration | None  # None: never registered
    ffd: FfdVersion  # in force; of a new register the one it comes with
    serial: str  # 1013, from which the РНМ is worked out
    newest: FfdVersion = FfdVersion.V1_2  # that the ККТ and its ФН can do
    shift_open: bool = False
    unsent: int = 0  # 1097
    storage_new: bool = False  # the ФН has no document yet
    storage_closed: bool = False  # the ФН took its last document


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What will be registered."""

    registration: Registration
    ffd: FfdVersion
    reasons: int = 0  # 1205, 0 for the first registration and for closing
    warnings: tuple[str, ...] = ()


def check(asked: RegisterDevice, standing: Standing, *, strict: bool = False) -> Planned:
    """What the step leads to. Raises RequestRefused, all faults in one text."""
    findings = Findings(strict=strict)
    before = None if asked.step is RegistrationStep.OPEN else standing.registration
    ffd = asked.ffd or standing.ffd
    after = _merged(asked, before, findings)
    _state(asked.step, standing, findings)
    _version(asked.step, ffd, standing, findings)
    mask = 0
    if asked.step is not RegistrationStep.CLOSE:
        check_registrant.check(after, ffd, standing.serial, findings)
        if before is not None:
            mask = _reasons(asked.step, before, after, standing, ffd, findings)
    findings.conclude()
    return Planned(registration=after, ffd=ffd, reasons=mask, warnings=findings.warnings)


def _merged(asked: RegisterDevice, before: Registration | None, findings: Findings) -> Registration:
    """Fields the client has given and the step may change; the others as they were."""
    was = before or Registration()
    for name, title in _ONCE.items():
        differs = name in asked.given and getattr(asked.registration, name) != getattr(was, name)
        if differs and name not in _MAY_CHANGE[asked.step]:
            findings.refuse(f"Изменить {title} перерегистрацией нельзя: снимите кассу с учёта и зарегистрируйте заново")
    taken = asked.given & _MAY_CHANGE[asked.step]
    ignored = [
        title
        for title, names in _GROUPS.items()
        if any(getattr(asked.registration, name) != getattr(was, name) for name in (asked.given & names) - taken)
    ]
    if ignored:
        findings.warn(f"Этим действием не меняются и оставлены прежними: {', '.join(ignored)}")
    return replace(was, **{name: getattr(asked.registration, name) for name in taken})


def _state(step: RegistrationStep, standing: Standing, findings: Findings) -> None:
    first = step is RegistrationStep.OPEN
    if first and standing.registration is not None and not standing.storage_new:
        findings.refuse("Касса уже зарегистрирована: измените её данные перерегистрацией")
    if not first and standing.registration is None:
        findings.refuse("Касса не зарегистрирована: сначала зарегистрируйте её")
    if standing.shift_open:
        findings.refuse("Смена открыта: закройте её")
    if step is RegistrationStep.CHANGE_STORAGE:
        if not standing.storage_new:
            findings.refuse("ФН не новый: вставьте в кассу новый ФН")
    elif standing.storage_closed:
        findings.refuse("ФН закрыт: вставьте в кассу новый ФН и выполните замену ФН")
    online = standing.registration is not None and not standing.registration.autonomous
    if step is RegistrationStep.CLOSE and online and standing.unsent:
        findings.refuse(
            f"Документов, не переданных в ОФД: {standing.unsent}. Дождитесь их отправки и закройте ФН снова"
        )


def _version(step: RegistrationStep, ffd: FfdVersion, standing: Standing, findings: Findings) -> None:
    """A ФН that has begun with a version goes up, never down (inferred); its queue has to be empty before."""
    if ffd.tag > standing.newest.tag:
        findings.refuse(f"Касса и её ФН работают по ФФД не новее {standing.newest.value}: укажите его или замените ФН")
    if ffd is FfdVersion.V1_0:
        findings.doubt("ФФД 1.0 не применяют с 2019 года: укажите 1.05 или новее")
    if step is RegistrationStep.OPEN or ffd is standing.ffd:
        return
    if step is RegistrationStep.CLOSE:
        findings.refuse("При закрытии ФН версию ФФД не меняют: не указывайте её")
    elif step is not RegistrationStep.CHANGE_STORAGE:
        if ffd.tag < standing.ffd.tag:
            findings.refuse(f"ФН уже работает по ФФД {standing.ffd.value}: вернуться к {ffd.value} можно с новым ФН")
        if standing.unsent:
            findings.refuse(f"Документов, не переданных в ОФД: {standing.unsent}. Смените ФФД, когда они уйдут")


def _reasons(
    step: RegistrationStep,
    before: Registration,
    after: Registration,
    standing: Standing,
    ffd: FfdVersion,
    findings: Findings,
) -> int:
    new_storage = step is RegistrationStep.CHANGE_STORAGE
    found = reasons.mask(before, after, storage=new_storage, ffd=ffd is not standing.ffd)
    if not found and not findings.refused:
        findings.refuse("Менять нечего: в кассе уже зарегистрированы эти данные")
    return found
