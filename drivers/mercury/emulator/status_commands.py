"""What the register tells of itself. Source: spec/mercury.md 3; the form of versions and of `mode` is made up."""

from drivers.emulation.fiscal.storage import Life
from drivers.mercury.emulator.command import NOTHING, Answer, Command
from drivers.mercury.emulator.core import Core
from drivers.mercury.emulator.fields import MOMENT, Fields

_COLUMNS = [48, 57]
_MOST_SUM = 2_147_483_647  # kopecks
_SYSTEMS = (0, 1, 2, 4, 5)
_LIVES = {Life.SET_UP: 0, Life.FISCAL: 1, Life.CLOSED: 2, Life.FINISHED: 3}  # fnInfo.status
_BAD = 3


def _common(core: Core, _: Fields) -> Answer:
    till = core.till
    return {
        "model": core.model,
        "kktNum": till.serial,
        "fnNum": till.storage.number,
        "ffdFnVer": till.ffd,
        "ffdKktVer": till.ffd,
        "ffdTotalVer": till.ffd,
        "programVer": "1.0",
        "programDate": "2026-01-01T00:00:00",
        "dateTime": f"{core.now():{MOMENT}}",
        "cpl": _COLUMNS,
        "maxGoodsSum": _MOST_SUM,
        "maxCheckSum": _MOST_SUM,
        "maxGoodsQty": _MOST_SUM,
    }


def _status(core: Core, _: Fields) -> Answer:
    return {
        "dateTime": f"{core.now():{MOMENT}}",
        "paperPresence": core.conditions.paper,
        "shiftInfo": _shift(core),
        "checkInfo": _check(core),
        "fnInfo": _storage(core),
    }


def _shift(core: Core) -> Answer:
    till = core.till
    told: dict[str, object] = {"isOpen": till.shift_open, "is24Expired": till.shift_expired, "num": till.shift}
    if till.shift:
        told["lastOpen"] = f"{till.storage.shift_opened:{MOMENT}}"
    return {**told, "cash": till.drawer}


def _check(core: Core) -> Answer:
    check = core.check
    last = core.till.receipt_number if core.quirks.check_number_stays else 0
    number = last if check is None else check.number
    return {"isOpen": check is not None, "num": number, "goodsQty": len(check.items) if check else 0}


def _storage(core: Core) -> Answer:
    """lastDoc has no fiscal sign."""
    storage = core.till.storage
    told: dict[str, object] = {
        "status": _BAD if core.conditions.storage_bad else _LIVES[storage.life],
        "fnNum": storage.number,
    }
    if storage.documents:
        last = storage.documents[-1]
        told["lastDoc"] = {"num": last.number, "dateTime": f"{last.time:{MOMENT}}"}
    return {**told, "unsignedDocs": _unsent(core)}


def _unsent(core: Core) -> Answer:
    unsent = core.till.storage.unsent
    if not unsent:
        return {"qty": 0}
    first = unsent[0]
    return {"qty": len(unsent), "firstNum": first.number, "firstDateTime": f"{first.time:{MOMENT}}"}


def _registration(core: Core, _: Fields) -> Answer:
    till = core.till
    if till.storage.life is Life.SET_UP:
        return {"isRegistered": False}
    number = till.storage.registered[-1][0]
    return {
        "isRegistered": True,
        "registrationInfo": {
            "dateTime": f"{till.storage.find(number).time:{MOMENT}}",
            "owner": {"name": till.owner.name, "inn": till.inn},
            "kkt": {"regNum": till.rnm, "address": till.owner.address, "location": till.owner.place, "mode": []},
            "ofd": {"name": till.owner.ofd, "inn": till.owner.ofd_inn},
            "taxSystem": [system for system in _SYSTEMS if till.tax_systems >> system & 1],
            "agent": [],
        },
    }


def _time(core: Core, _: Fields) -> Answer:
    return {"dateTime": f"{core.now():{MOMENT}}"}


def _set_time(core: Core, asked: Fields) -> Answer:
    core.till.set_clock(asked.moment("dateTime"))
    return NOTHING


COMMANDS = (
    Command("GetCommonInfo", _common),
    Command("GetStatus", _status),
    Command("GetRegistrationInfo", _registration),
    Command("GetDateTime", _time),
    Command("SetDateTime", _set_time, ("dateTime",)),
)
