"""How the device stands, out of `List` and `GetDataKKT`. Source: spec/kkmserver.md 3.1, 3.5."""

from datetime import tzinfo

from drivers.model.ffd import FfdVersion, ShiftState, TaxSystem
from drivers.model.state import DeviceState, Registration
from drivers.notation.members import Members

_OFF = "Устройство выключено или заблокировано на том сервере, к которому оно подключено. Включите его там."
_NOTHING = Members({})
_FFD = {version.value: version for version in FfdVersion}
_SHIFTS = {int(state): state for state in ShiftState}


def unit_of(members: Members, device: int) -> Members | None:
    """The element of `ListUnit` with this number. Raises FrameError."""
    return next((unit for unit in members.parts("ListUnit") if unit.whole("NumDevice") == device), None)


def state_of(answer: Members, unit: Members | None, zone: tzinfo | None, address: str) -> DeviceState:
    """`answer`: of GetDataKKT; `unit`: of List, where it was asked. Raises FrameError."""
    info = answer.part("Info") or _NOTHING
    return DeviceState(
        online=info.flag("OnOff", default=True) and _online(unit),
        model=unit.text("NameDevice") if unit else "",
        firmware=info.text("Firmware_Version"),
        address=address,
        serial=info.text("KktNumber"),
        line_length=max(0, answer.whole("LineLength")),
        time=info.moment("DateTimeKKT", zone),
        paper_out=info.flag("PaperOver"),
        fault=_fault(unit),
        storage=info.text("FnNumber"),
        registration=_registration(info),
        fiscalized=info.flag("FN_IsFiscal"),
        ffd=_FFD.get(info.text("FFDVersion")),
        ffd_storage=_FFD.get(info.text("FFDVersionFN")),
        ffd_register=_FFD.get(info.text("FFDVersionKKT")),
        shift=_SHIFTS.get(info.whole("SessionState")),
        shift_number=answer.whole("SessionNumber"),
        last_document=answer.whole("CheckNumber"),
        cash=info.kopecks("BalanceCash"),
        storage_since=info.moment("FN_DateStart", zone),
        storage_until=info.moment("FN_DateEnd", zone),
        storage_full=info.flag("FN_MemOverflowl"),
        unsent=info.whole("OFD_NumErrorDoc"),
        unsent_since=info.moment("OFD_DateErrorDoc", zone),
        ofd_error=info.text("OFD_Error"),
    )


def seen_of(unit: Members, zone: tzinfo | None, address: str) -> DeviceState:
    """What `List` alone tells: as the other server saw the device last. Raises FrameError."""
    return DeviceState(
        online=_online(unit),
        model=unit.text("NameDevice"),
        firmware=unit.text("Firmware_Version"),
        address=address,
        serial=unit.text("KktNumber"),
        paper_out=unit.flag("PaperOver"),
        fault=_fault(unit),
        storage=unit.text("FnNumber"),
        registration=_known_owner(unit),
        fiscalized=unit.flag("FN_IsFiscal"),
        storage_until=unit.moment("FN_DateEnd", zone),
        storage_full=unit.flag("FN_MemOverflowl"),
        unsent=unit.whole("OFD_NumErrorDoc"),
        unsent_since=unit.moment("OFD_DateErrorDoc", zone),
        ofd_error=unit.text("OFD_Error"),
    )


def _online(unit: Members | None) -> bool:
    """The document spells it OnOf, recorded answers OnOff."""
    return unit is None or unit.flag("OnOff" if "OnOff" in unit else "OnOf")


def _fault(unit: Members | None) -> str:
    return "" if unit is None or unit.flag("Active", default=True) else _OFF


def _known_owner(unit: Members) -> Registration | None:
    if not unit.text("INN") and not unit.text("RegNumber"):
        return None
    return Registration(
        organization=unit.text("NameOrganization"),
        inn=unit.text("INN"),
        tax_systems=_tax_systems(unit.text("TaxVariant")),
        number=unit.text("RegNumber"),
        ofd_inn=unit.text("InnOfd"),
    )


def _registration(info: Members) -> Registration | None:
    """None while the register is registered nowhere."""
    if not info.text("InnOrganization") and not info.text("RegNumber"):
        return None
    return Registration(
        organization=info.text("NameOrganization"),
        inn=info.text("InnOrganization"),
        address=info.text("AddressSettle"),
        place=info.text("PlaceSettle"),
        sender_email=info.text("SenderEmail"),
        tax_systems=_tax_systems(info.text("TaxVariant")),
        number=info.text("RegNumber"),
        ofd_name=info.text("NameOFD"),
        ofd_inn=info.text("InnOfd"),
        ofd_host=info.text("UrlServerOfd"),
        ofd_port=info.text("PortServerOfd"),
        ofd_site=info.text("UrlOfd"),
        autonomous=info.flag("OfflineMode"),
        encryption=info.flag("EncryptionMode"),
        automatic=info.flag("AutomaticMode"),
        automatic_number=info.text("AutomaticNumber"),
        internet=info.flag("InternetMode"),
        bso=info.flag("BSOMode"),
        services=info.flag("ServiceMode"),
        machine_printer=info.flag("PrinterAutomatic"),
        excise=info.flag("SaleExcisableGoods"),
        gambling=info.flag("SignOfGambling"),
        lottery=info.flag("SignOfLottery"),
        marking=info.flag("SaleMarking"),
        pawnshop=info.flag("SignPawnshop"),
        insurance=info.flag("SignAssurance"),
        agents=tuple(_numbers(info.text("SignOfAgent"))),
    )


def _tax_systems(text: str) -> tuple[TaxSystem, ...]:
    return tuple(TaxSystem(number) for number in _numbers(text) if number <= max(TaxSystem))


def _numbers(text: str) -> list[int]:
    """ "0,3,5" -> 0, 3, 5; what is no number is left out."""
    return [int(part) for part in text.replace(" ", "").split(",") if part.isascii() and part.isdigit()]
