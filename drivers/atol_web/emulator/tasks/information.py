"""What the register tells of itself. Source: spec/atol-web.md 5.

The fields of getRegistrationInfo, and those inside `errors` and `warnings`, are those of public libraries.
"""

from datetime import datetime

from drivers.atol_web.emulator import names
from drivers.atol_web.emulator.errors import OK_TEXT, OLDER_THAN_STORAGE, Refused
from drivers.atol_web.emulator.fields import Fields
from drivers.atol_web.emulator.fiscal_params import made
from drivers.atol_web.emulator.json_text import Json
from drivers.atol_web.emulator.register import Register
from drivers.atol_web.emulator.requisites import cashier, moment
from drivers.atol_web.emulator.task import Task
from drivers.atol_web.emulator.tasks.shift import state
from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.bodies import VERSION
from drivers.emulation.fiscal.storage import Life

_PHASES = {
    Life.SET_UP: "init",
    Life.FISCAL: "fiscalMode",
    Life.CLOSED: "archiveNotSent",
    Life.FINISHED: "accessArchive",
}
_REGISTRATIONS = 30  # a ФН bears at most
_WARNINGS = {"needReplacement": 1, "resourceExhausted": 2, "memoryOverflow": 4, "ofdTimeout": 8, "criticalError": 128}
_NEVER = datetime(2000, 1, 1)  # noqa: DTZ001  # the device knows no zones
_DOT = 8  # dots of a sign


def _device_info(register: Register, task: Fields) -> Json:
    del task
    return {
        "deviceInfo": {
            "model": register.model,
            "modelName": register.model_name,
            "serial": register.till.serial,
            "firmwareVersion": VERSION,
            "configurationVersion": "1.0.0",
            "receiptLineLength": register.width,
            "receiptLineLengthPix": register.width * _DOT,
            "ffdVersion": register.till.ffd,
            "fnFfdVersion": register.till.ffd,
        }
    }


def _device_status(register: Register, task: Fields) -> Json:
    del task
    till, conditions = register.till, register.conditions
    return {
        "deviceStatus": {
            "currentDateTime": register.stamp(till.now()),
            "shift": state(register),
            "blocked": False,
            "coverOpened": conditions.cover_open,
            "paperPresent": conditions.paper,
            "fiscal": till.storage.life is Life.FISCAL,
            "fnFiscal": till.storage.life is Life.FISCAL,
            "fnPresent": not conditions.storage_silent,
            "cashDrawerOpened": conditions.drawer_open,
        }
    }


def _fn_info(register: Register, task: Fields) -> Json:
    del task
    storage = register.till.storage
    storage.check()
    registered = len(storage.registered)
    return {
        "fnInfo": {
            "serial": storage.number,
            "version": "fn debug v 1.37",
            "execution": "Эмулятор",
            "numberOfRegistrations": registered,
            "registrationsRemaining": _REGISTRATIONS - registered,
            "validityDate": register.stamp(datetime.combine(storage.expiry, datetime.min.time())),
            "ffdVersion": register.till.ffd,
            "fnFfdVersion": register.till.ffd,
            "livePhase": _PHASES[storage.life],
            "warnings": _warnings(register),
        }
    }


def _warnings(register: Register) -> dict[str, object]:
    bits = register.till.storage.warnings(register.till.now())
    return {name: bool(bits & bit) for name, bit in _WARNINGS.items()}


def _fn_status(register: Register, task: Fields) -> Json:
    del task
    storage = register.till.storage
    storage.check()
    numbers = {"fiscalDocumentNumber": storage.last, "fiscalReceiptNumber": storage.receipt}
    return {"fnStatus": {**numbers, "warnings": _warnings(register)}}


def _registration(register: Register, task: Fields) -> Json:
    del task
    till, owner = register.till, register.till.owner
    till.storage.check()
    systems = [name for name, bit in names.TAX_SYSTEMS.items() if till.tax_systems & bit]
    return {
        "device": {
            "registrationNumber": till.rnm,
            "ffdVersion": till.ffd,
            "fnsUrl": owner.site,
            "paymentsAddress": owner.place,
            "offlineMode": False,
            "internet": False,
            "service": False,
        },
        "organization": {
            "name": owner.name,
            "vatin": till.inn,
            "address": owner.address,
            "email": owner.sender,
            "taxationTypes": systems,
        },
        "ofd": {"name": owner.ofd, "vatin": owner.ofd_inn},
    }


def _exchange(register: Register, task: Fields) -> Json:
    del task
    register.till.storage.check()
    return {**exchange(register), "warnings": {"dataForSendIsEmpty": not register.till.storage.unsent}}


def exchange(register: Register) -> dict[str, object]:
    unsent = register.till.storage.unsent
    first = unsent[0] if unsent else None
    well = {"code": 0, "description": OK_TEXT}
    return {
        "status": {
            "notSentCount": len(unsent),
            "notSentFirstDocNumber": first.number if first else 0,
            "notSentFirstDocDateTime": register.stamp(first.time if first else _NEVER),
        },
        "errors": {"network": well, "ofd": well, "fn": well, "documentNumber": 0, "fnCommandCode": 0},
    }


def _report_exchange(register: Register, task: Fields) -> Json:
    """A document of the ФН: the state of settlements."""
    document = register.till.settlement_state(tlv.parse(cashier(task, register.quirks)))
    return {**made(register, document, electronic=task.flag("electronically")), **exchange(register)}


def _set_clock(register: Register, task: Fields) -> Json:
    """Raises Refused 36 where the last document is younger."""
    told = moment(task, "dateTime", "%Y.%m.%d %H:%M:%S")
    storage = register.till.storage
    if storage.documents and told < storage.documents[-1].time:
        raise Refused(OLDER_THAN_STORAGE)
    register.till.set_clock(told)
    return None


TASKS = (
    Task("getDeviceInfo", _device_info),
    Task("getDeviceStatus", _device_status),
    Task("getFnInfo", _fn_info),
    Task("getFnStatus", _fn_status),
    Task("getRegistrationInfo", _registration),
    Task("ofdExchangeStatus", _exchange),
    Task("reportOfdExchangeStatus", _report_exchange, prints=True, fiscal=True),
    Task("setDateTime", _set_clock),
)
