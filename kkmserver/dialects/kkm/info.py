"""What the API tells of a device: `Info`, and an element of `ListUnit`. Source: spec/kkmserver.md 3.1, 3.5."""

from collections.abc import Iterable
from datetime import tzinfo
from urllib.parse import urlsplit

from drivers.model.ffd import TaxSystem
from drivers.model.money import roubles
from drivers.model.state import DeviceKind, DeviceState, Registration
from kkmserver.dialects.kkm.encoding import Value, date_of
from kkmserver.dispatch.order import DeviceView

NO_ADDRESS = "<Не определено>"
NEVER_ENDS = "2099-01-01T00:00:00"  # this server needs no licence

# The first text is one that clients filter by.
_KINDS = {
    DeviceKind.REGISTER: "Фискальный регистратор",
    DeviceKind.RECEIPT_PRINTER: "Принтер чеков",
    DeviceKind.LABEL_PRINTER: "Принтер этикеток",
    DeviceKind.TERMINAL: "Эквайринговый терминал",
    DeviceKind.SCALES: "Весы",
    DeviceKind.DISPLAY: "Дисплей покупателя",
    DeviceKind.EGAIS: "УТМ ЕГАИС",
}
_UNSEEN = DeviceState(online=False)
_UNREGISTERED = Registration()


def info(state: DeviceState, zone: tzinfo | None) -> dict[str, Value]:
    """`Info` of GetDataKKT; every member is there, empty where the device cannot tell."""
    registration = state.registration or _UNREGISTERED
    return {**_owner(registration), **_ofd(registration, state, zone), **_state(state, zone), **_modes(registration)}


def _owner(registration: Registration) -> dict[str, Value]:
    return {
        "NameOrganization": registration.organization,
        "InnOrganization": registration.inn,
        "TaxVariant": tax_variant(registration.tax_systems),
        "AddressSettle": registration.address,
        "PlaceSettle": registration.place,
        "SenderEmail": registration.sender_email,
    }


def _ofd(registration: Registration, state: DeviceState, zone: tzinfo | None) -> dict[str, Value]:
    return {
        "UrlServerOfd": registration.ofd_host,
        "PortServerOfd": registration.ofd_port,
        "NameOFD": registration.ofd_name,
        "UrlOfd": registration.ofd_site,
        "InnOfd": registration.ofd_inn,
        "OFD_Error": state.ofd_error,
        "OFD_NumErrorDoc": state.unsent,
        "OFD_DateErrorDoc": date_of(state.unsent_since, zone),
    }


def _state(state: DeviceState, zone: tzinfo | None) -> dict[str, Value]:
    registration = state.registration or _UNREGISTERED
    return {
        "KktNumber": state.serial,
        "FnNumber": state.storage,
        "RegNumber": registration.number,
        "FN_IsFiscal": state.fiscalized,
        "FN_MemOverflowl": state.storage_full,
        "FN_DateStart": date_of(state.storage_since, zone),
        "FN_DateEnd": date_of(state.storage_until, zone),
        "FFDVersion": state.ffd.value if state.ffd else "",
        "FFDVersionFN": state.ffd_storage.value if state.ffd_storage else "",
        "FFDVersionKKT": state.ffd_register.value if state.ffd_register else "",
        "OnOff": state.online,
        "Active": True,  # a device that is switched off is not asked
        "SessionState": int(state.shift) if state.shift else 0,
        "PaperOver": state.paper_out,
        "BalanceCash": roubles(state.cash),
        "DateTimeKKT": date_of(state.time, zone),
        "Firmware_Version": state.firmware,
        "Firmware_Status": 0,
    }


def _modes(registration: Registration) -> dict[str, Value]:
    return {
        "EncryptionMode": registration.encryption,
        "OfflineMode": registration.autonomous,
        "AutomaticMode": registration.automatic,
        "AutomaticNumber": registration.automatic_number,
        "InternetMode": registration.internet,
        "BSOMode": registration.bso,
        "ServiceMode": registration.services,
        "PrinterAutomatic": registration.machine_printer,
        "SaleExcisableGoods": registration.excise,
        "SignOfGambling": registration.gambling,
        "SignOfLottery": registration.lottery,
        "SaleMarking": registration.marking,
        "SignPawnshop": registration.pawnshop,
        "SignAssurance": registration.insurance,
        "SignOfAgent": ",".join(str(number) for number in registration.agents),
        "LicenseExpirationDate": NEVER_ENDS,
        "LessType1": "",
        "LessType2": "",
        "LessType3": "",
        "Command": "",
    }


def unit(view: DeviceView, zone: tzinfo | None) -> dict[str, Value]:
    """An element of `ListUnit`; what was never seen of a device is empty, not null."""
    state = view.state or _UNSEEN
    registration = state.registration or _UNREGISTERED
    address, port = address_of(state.address)
    return {
        "NumDevice": view.number,
        "IdDevice": view.row.guid,
        "OnOff": view.online,
        "OnOf": view.online,
        "Active": view.active,
        "TypeDevice": _KINDS[view.kind],
        "IdTypeDevice": view.type_id,
        "Firmware_Version": state.firmware,
        "IP": address,
        "Port": port,
        "NameDevice": view.model,
        "UnitName": view.name,
        "KktNumber": state.serial,
        "INN": registration.inn,
        "RegNumber": registration.number,
        "FnNumber": state.storage,
        "InnOfd": registration.ofd_inn,
        "NameOrganization": registration.organization,
        "TaxVariant": tax_variant(registration.tax_systems),
        "AddDate": date_of(view.row.added_at, zone),
        "OFD_Error": state.ofd_error,
        "OFD_NumErrorDoc": state.unsent,
        "OFD_DateErrorDoc": date_of(state.unsent_since, zone),
        "FN_DateEnd": date_of(state.storage_until, zone),
        "FN_MemOverflowl": state.storage_full,
        "FN_IsFiscal": state.fiscalized,
        "PaperOver": state.paper_out,
        **_of_a_pool(view),
    }


def _of_a_pool(view: DeviceView) -> dict[str, Value]:
    """Ours, and only where there is something to tell."""
    members: dict[str, Value] = {"Members": list(view.members)} if view.members else {}
    return members | {"Blocked": view.blocked} if view.blocked else members


def tax_variant(systems: Iterable[TaxSystem]) -> str:
    return ",".join(str(int(system)) for system in systems)


def address_of(connection: str) -> tuple[str, str]:
    """(IP, Port) of a connection text: a network address is split, another way in goes to Port."""
    if "://" not in connection:
        return connection or NO_ADDRESS, ""
    try:
        parts = urlsplit(connection)
        host, port = parts.hostname, parts.port
    except ValueError:
        return NO_ADDRESS, connection
    if parts.scheme != "tcp" or not host:
        return NO_ADDRESS, (parts.netloc + parts.path)
    return host, str(port or "")
