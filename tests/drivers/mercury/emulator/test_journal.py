"""The journal of sales in each of its forms. Source: spec/mercury.md 3, 4."""

from dataclasses import replace

from drivers.mercury.emulator.quirks import Journal
from drivers.mercury.emulator.results import Result
from tests.drivers.mercury.emulator.host import Host, Json


def two_shifts(**quirks: object) -> Host:
    host = Host().open_shift()
    host.register.quirks = replace(host.register.quirks, **quirks)  # type: ignore[arg-type]
    host.sell()
    host.ask("CloseShift")
    host.open_shift().sell(payment={"ecash": 20000})
    host.open_check().ask("ResetCheck")
    return host


def journal(host: Host) -> Json:
    host.ask("ReadSales")
    while not host.ask("GetProgress")["isCompleted"]:
        pass
    return host.ask("GetSales")


def test_shifts_as_a_list() -> None:
    host = two_shifts()
    told = journal(host)
    assert (told["kktNum"], told["ownerInn"]) == ("0149060006000651", "7707083893")
    assert [shift["num"] for shift in told["shifts"]] == [1, 2]
    first, second = told["shifts"]
    assert ("close" in first, "close" in second) == (True, False)
    sold, cancelled = second["checks"]
    sale = host.register.till.storage.find(6)
    assert (sold["fiscalDocNum"], sold["fiscalSign"], sold["total"], sold["annulled"]) == (6, sale.sign, 20000, False)
    assert (sold["payment"], sold["goods"][0]["qty"]) == ({"ecash": 20000}, 20000)
    assert cancelled["annulled"] is True
    assert "fiscalSign" not in cancelled


def test_the_last_shift_as_an_object() -> None:
    told = journal(two_shifts(journal=Journal.OBJECT))["shifts"]
    assert (told["num"], len(told["checks"])) == (2, 2)


def test_none_is_kept() -> None:
    assert journal(two_shifts(journal=Journal.EMPTY))["shifts"] == []


def test_signs_as_text() -> None:
    host = two_shifts(sign_is_text=True)
    sold = journal(host)["shifts"][1]["checks"][0]
    assert sold["fiscalSign"] == f"{host.register.till.storage.find(6).sign:010}"


def test_reading_takes_its_time_and_can_be_stopped() -> None:
    host = two_shifts(journal_polls=2)
    assert host.refused("GetSales") == Result.NO_DOCUMENT
    host.ask("ReadSales")
    assert host.refused("GetSales") == Result.NO_DOCUMENT
    assert [host.ask("GetProgress")["isCompleted"] for _ in range(3)] == [False, False, True]
    host.ask("GetSales")
    host.ask("BreakOperation")
    assert host.refused("GetProgress") == Result.NO_DOCUMENT
