"""What the register tells of itself. Source: spec/mercury.md 3."""

from datetime import timedelta

from drivers.mercury.emulator.results import Result
from tests.drivers.mercury.emulator.host import TEA, Host


def test_the_state_in_a_check() -> None:
    host = Host().open_shift()
    host.ask("BringMoney", cash=70000)
    host.sell()
    host.open_check().ask("AddGoods", **TEA)
    told = host.ask("GetStatus")
    assert told["shiftInfo"] == {
        "isOpen": True,
        "is24Expired": False,
        "num": 1,
        "lastOpen": "2026-11-15T15:30:00",
        "cash": 90000,
    }
    assert told["checkInfo"] == {"isOpen": True, "num": 2, "goodsQty": 1}
    assert told["fnInfo"]["lastDoc"]["num"] == 3
    assert told["fnInfo"]["unsignedDocs"] == {"qty": 2, "firstNum": 2, "firstDateTime": "2026-11-15T15:30:00"}


def test_a_day_later() -> None:
    host = Host().open_shift()
    host.register.advance(timedelta(hours=24, seconds=1))
    assert host.ask("GetStatus")["shiftInfo"]["is24Expired"]
    assert host.refused("OpenCheck", checkType=0, taxSystem=1) == Result.SHIFT_EXPIRED
    host.ask("CloseShift")
    assert host.ask("GetStatus")["shiftInfo"]["isOpen"] is False


def test_a_check_that_outlives_the_shift_cannot_be_closed() -> None:
    host = Host().open_shift().open_check()
    host.ask("AddGoods", **TEA)
    host.register.advance(timedelta(hours=24, seconds=1))
    assert host.refused("CloseCheck", payment={"cash": 20000}) == Result.SHIFT_EXPIRED
    host.ask("ResetCheck")
    host.ask("CloseShift")


def test_without_paper_and_with_a_bad_storage() -> None:
    host = Host()
    host.register.conditions.paper = False
    host.register.conditions.storage_bad = True
    told = host.ask("GetStatus")
    assert told["paperPresence"] is False
    assert told["fnInfo"]["status"] == 3
    assert host.refused("OpenShift", printDoc=False) == Result.STORAGE + 2


def test_passports() -> None:
    host = Host(ffd="1.05", tax_systems=0b000011)
    common = host.ask("GetCommonInfo")
    assert (common["model"], common["kktNum"], common["fnNum"]) == ("185F", "0149060006000651", "9999078900001111")
    assert (common["ffdTotalVer"], common["dateTime"]) == ("1.05", "2026-11-15T15:30:00")
    told = host.ask("GetRegistrationInfo")
    assert told["isRegistered"]
    assert told["registrationInfo"]["owner"]["inn"] == "7707083893"
    assert told["registrationInfo"]["taxSystem"] == [0, 1]
    assert Host(registered=False).ask("GetRegistrationInfo") == {
        "result": 0,
        "description": "Ошибок нет",
        "isRegistered": False,
    }


def test_the_clock_is_set() -> None:
    host = Host()
    host.ask("SetDateTime", dateTime="2026-12-31T23:59:59")
    assert host.ask("GetDateTime")["dateTime"] == "2026-12-31T23:59:59"
    assert host.refused("SetDateTime", dateTime="31.12.2026") == Result.BAD_FIELD
