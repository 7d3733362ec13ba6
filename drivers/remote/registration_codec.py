"""Registration of a register as `KkmRegOfd` spells it. Source: spec/kkmserver.md 3.14."""

from collections.abc import Iterable

from drivers.errors import NotSupported
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.notation.json_text import Json

STEPS = {
    RegistrationStep.OPEN: "Open",
    RegistrationStep.CHANGE_STORAGE: "ChangeFN",
    RegistrationStep.CHANGE_OFD: "ChangeOFD",
    RegistrationStep.CHANGE_OWNER: "ChangeOrganization",
    RegistrationStep.CHANGE_REGISTER: "ChangeKkm",
    RegistrationStep.CLOSE: "Close",
}
_OURS = {"marking": "SaleMarking", "pawnshop": "SignPawnshop", "insurance": "SignAssurance"}
# Field of Registration -> member.
_MEMBERS = {
    "ofd_host": "UrlServerOfd",
    "ofd_port": "PortServerOfd",
    "ofd_name": "NameOFD",
    "ofd_site": "UrlOfd",
    "ofd_inn": "InnOfd",
    "organization": "NameOrganization",
    "inn": "InnOrganization",
    "number": "RegNumber",
    "address": "AddressSettle",
    "place": "PlaceSettle",
    "sender_email": "SenderEmail",
    "tax_systems": "TaxVariant",
    "encryption": "EncryptionMode",
    "autonomous": "OfflineMode",
    "automatic": "AutomaticMode",
    "internet": "InternetMode",
    "bso": "BSOMode",
    "services": "ServiceMode",
    "machine_printer": "PrinterAutomatic",
    "automatic_number": "AutomaticNumber",
    "excise": "SaleExcisableGoods",
    "gambling": "SignOfGambling",
    "lottery": "SignOfLottery",
    "agents": "SignOfAgent",
    **_OURS,
}


def registration(command: RegisterDevice) -> dict[str, Json]:
    """Only what is given, so that the rest stays as it is registered. Raises NotSupported."""
    given = [field for field in _MEMBERS if field in command.given]
    told: dict[str, Json] = {
        "Command": STEPS[command.step],
        "SetFfdVersion": command.ffd.tag if command.ffd else None,
        **{_MEMBERS[field]: _value(field, getattr(command.registration, field)) for field in given},
    }
    return {"NotPrint": not command.print_paper, "RegKkmOfd": told}


def ours(command: RegisterDevice) -> tuple[str, ...]:
    """Members that the original would leave out of the registration."""
    return tuple(member for field, member in _OURS.items() if field in command.given)


def _value(field: str, value: str | bool | Iterable[int]) -> str | bool:
    """Numbers are joined by commas. Raises NotSupported for what would be taken for absent."""
    told = value if isinstance(value, str | bool) else ",".join(str(int(number)) for number in value)
    if isinstance(told, str) and not told.strip():
        raise NotSupported(f"Пустое поле {_MEMBERS[field]} другому серверу передать нельзя: заполните его или уберите.")
    return told
