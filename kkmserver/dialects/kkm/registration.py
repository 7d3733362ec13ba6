"""`KkmRegOfd`: registration of a register in its ФН. Source: spec/kkmserver.md 3.14."""

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from drivers.model.ffd import FfdVersion, TaxSystem
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.model.state import Registration
from kkmserver.dialects.kkm.fields import Flag, Reader, Short, between, fault, integer, part, shown, tax_system, words
from kkmserver.dialects.kkm.head import HeadIn
from kkmserver.dialects.kkm.reading import Reading

_STEPS = {
    "Open": RegistrationStep.OPEN,
    "ChangeFN": RegistrationStep.CHANGE_STORAGE,
    "ChangeOFD": RegistrationStep.CHANGE_OFD,
    "ChangeOrganization": RegistrationStep.CHANGE_OWNER,
    "ChangeKkm": RegistrationStep.CHANGE_REGISTER,
    "Close": RegistrationStep.CLOSE,
}
_SPELLED = {name.lower(): name for name in _STEPS}
_FFD = {1: FfdVersion.V1_0, 2: FfdVersion.V1_05, 3: FfdVersion.V1_1, 4: FfdVersion.V1_2}  # 3 and 4 are inferred
_LAST_AGENT = 6


def _step(value: object) -> str:
    name = _SPELLED.get(words(value).strip().lower())
    if name is None:
        raise fault(f"здесь {shown(value)}, допустимы: {', '.join(_STEPS)}")
    return name


def _numbers(value: object) -> list[object]:
    """The elements of "0,3,5", of a list, or of one number; there is at least one."""
    found = value if isinstance(value, list) else [item for item in words(value).split(",") if item.strip()]
    if not found:
        raise fault(f"здесь {shown(value)}, а нужны числа через запятую, например 0,3")
    return found


def _tax_systems(value: object) -> tuple[TaxSystem, ...]:
    return tuple(dict.fromkeys(tax_system(item) for item in _numbers(value)))


def _agents(value: object) -> tuple[int, ...]:
    agents = tuple(dict.fromkeys(integer(item) for item in _numbers(value)))
    if any(not 0 <= agent <= _LAST_AGENT for agent in agents):
        raise fault(f"признак агента {shown(value)} неизвестен; допустимы числа от 0 до {_LAST_AGENT} через запятую")
    return agents


@part(name_ofd="NameOFD", bso_mode="BSOMode")
class RegKkmOfdIn(TypedDict, total=False):
    """`SaleMarking`, `SignPawnshop`, `SignAssurance` are ours: GetDataKKT tells them, and ФФД 1.2 registers them."""

    command: Annotated[str, Reader(_step, shape={"enum": list(_STEPS)})]
    set_ffd_version: Annotated[int, between(0, 4)]
    url_server_ofd: Short
    port_server_ofd: Short
    name_ofd: Short
    url_ofd: Short
    inn_ofd: Short
    name_organization: Short
    inn_organization: Short
    reg_number: Short
    address_settle: Short
    place_settle: Short
    sender_email: Short
    tax_variant: Annotated[
        tuple[TaxSystem, ...], Reader(_tax_systems, shape={"type": "string", "pattern": "^[0-5](,[0-5])*$"})
    ]
    encryption_mode: Flag
    offline_mode: Flag
    automatic_mode: Flag
    internet_mode: Flag
    bso_mode: Flag
    service_mode: Flag
    printer_automatic: Flag
    automatic_number: Short
    sale_excisable_goods: Flag
    sign_of_gambling: Flag
    sign_of_lottery: Flag
    sign_of_agent: Annotated[tuple[int, ...], Reader(_agents, shape={"type": "string", "pattern": "^[0-6](,[0-6])*$"})]
    sale_marking: Flag
    sign_pawnshop: Flag
    sign_assurance: Flag


_OFD = ("Open", "ChangeOFD")
_OWNER = ("Open", "ChangeOrganization")
_MODES = ("Open", "ChangeKkm")
# Member -> field of Registration, and the steps it has a meaning for. That the last modes go with ChangeKkm is
# inferred: the API does not say.
_FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "url_server_ofd": ("ofd_host", _OFD),
    "port_server_ofd": ("ofd_port", _OFD),
    "name_ofd": ("ofd_name", _OFD),
    "url_ofd": ("ofd_site", _OFD),
    "inn_ofd": ("ofd_inn", _OFD),
    "name_organization": ("organization", _OWNER),
    "inn_organization": ("inn", ("Open",)),
    "reg_number": ("number", ("Open",)),
    "address_settle": ("address", _OWNER),
    "place_settle": ("place", _OWNER),
    "sender_email": ("sender_email", _OWNER),
    "tax_variant": ("tax_systems", _OWNER),
    "encryption_mode": ("encryption", _MODES),
    "offline_mode": ("autonomous", _MODES),
    "automatic_mode": ("automatic", ("Open",)),
    "internet_mode": ("internet", ("Open",)),
    "bso_mode": ("bso", ("Open",)),
    "service_mode": ("services", ("Open",)),
    "printer_automatic": ("machine_printer", _MODES),
    "automatic_number": ("automatic_number", _MODES),
    "sale_excisable_goods": ("excise", _MODES),
    "sign_of_gambling": ("gambling", _MODES),
    "sign_of_lottery": ("lottery", _MODES),
    "sign_of_agent": ("agents", _MODES),
    "sale_marking": ("marking", _MODES),
    "sign_pawnshop": ("pawnshop", _MODES),
    "sign_assurance": ("insurance", _MODES),
}


class RegistrationIn(HeadIn):
    not_print: Flag = False
    reg_kkm_ofd: RegKkmOfdIn | None = Field(None, title="RegKkmOfd")

    def to_command(self, reading: Reading) -> RegisterDevice:
        """Members that do not belong to the step are left out, as the original's samples send them all."""
        given = self.reg_kkm_ofd or RegKkmOfdIn()
        name = given.get("command", "")
        if not name:
            reading.fault("RegKkmOfd.Command", f"не указано; допустимы: {', '.join(_STEPS)}")
        fields = {_FIELDS[member][0]: value for member, value in given.items() if name in _steps_of(member)}
        return RegisterDevice(
            step=_STEPS.get(name, RegistrationStep.OPEN),
            registration=Registration(**fields),  # type: ignore[arg-type]  # read by the member's own type
            given=frozenset(fields),
            ffd=_FFD.get(given.get("set_ffd_version", 0)),
            cashier=self.cashier(),
            print_paper=not self.not_print,
        )


def _steps_of(member: str) -> tuple[str, ...]:
    return _FIELDS[member][1] if member in _FIELDS else ()
