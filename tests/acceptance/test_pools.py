"""Pools under faults, by way of HTTP: all is printed, once, by whoever can. Source: spec/kkmserver.md section 5."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from drivers.emulation.faults import Faults
from drivers.escpos.emulator.tcp import TcpEmulator
from tests.acceptance.crowd import Answers, Crowd, send
from tests.acceptance.elsewhere import Elsewhere
from tests.acceptance.flapping import FlappingPrinter
from tests.drivers.remote.cutting import wire_to
from tests.live import LiveServer, live
from tests.ports import free_port

POOL = 10
DEAD, FLAPPING, SLOW, GOOD = 1, 2, 3, 4
COMMANDS = 200
PRINTER = """
[[devices]]
number = {}
name = "Устройство {}"
driver = "escpos"
connection = "{}"
"""
NEAR = """
[[devices]]
number = {}
name = "Устройство {}"
driver = "remote"
url = "{}"
device = {}
poll_interval = 0.1
"""
FAR = """
[[devices]]
number = {}
name = "Касса {}"
driver = "virtual-kkt"
delay = {}
"""
LOG = '[log]\ncommands = "failed"\n'
Devices = list[dict[str, Any]]


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with Elsewhere() as found:
        yield found


def pool(policy: str = "round-robin", members: Sequence[int] = (DEAD, FLAPPING, SLOW, GOOD)) -> str:
    return f"""
[[pools]]
number = {POOL}
name = "Зал"
members = {list(members)}
policy = "{policy}"
block_after = 1
probe_every = 0.1
"""


def printers(*connections: str) -> str:
    return LOG + "".join(PRINTER.format(n, n, connection) for n, connection in enumerate(connections, 1))


def document(number: int) -> dict[str, Any]:
    rows = [{"PrintText": {"Text": text}} for text in ("Заказ на кухню", f"doc-{number}", "Спасибо")]
    return {"Command": "PrintDocument", "NumDevice": POOL, "IdCommand": f"doc-{number}", "CheckStrings": rows}


def receipt(number: int) -> dict[str, Any]:
    goods = {"Name": f"doc-{number}", "Quantity": 1, "Price": number, "Amount": number}
    return {
        "Command": "RegisterCheck", "NumDevice": POOL, "IdCommand": f"doc-{number}", "IsFiscalCheck": True,
        "TypeCheck": 0, "CashierName": "Петрова", "Cash": number, "CheckStrings": [{"Register": goods}],
    }  # fmt: skip


def devices(server: LiveServer) -> Devices:
    answer: Devices = server.client.get("/devices").raise_for_status().json()
    return answer


def deeds(server: LiveServer) -> Counter[tuple[str, str]]:
    """How often what was done to whom, according to the audit."""
    lines = server.client.get("/audit?limit=1000").raise_for_status().json()
    return Counter((line["action"], line["subject"]) for line in lines)


def until(server: LiveServer, holds: Callable[[Devices], bool], within: float = 20.0) -> Devices:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if holds(seen := devices(server)):
            return seen
        time.sleep(0.02)
    raise AssertionError(f"{devices(server)}\n{server.log()}")


def until_blocked(server: LiveServer, member: int) -> None:
    until(server, lambda seen: bool(seen[member - 1]["blocked"]) and not seen[member - 1]["active"])


def until_back(server: LiveServer, *members: int) -> None:
    until(server, lambda seen: all(seen[member - 1]["online"] and seen[member - 1]["active"] for member in members))


def shares(answers: Answers) -> Counter[int]:
    """Member -> commands it did; all of them are done."""
    assert {(answer["Status"], answer["Error"]) for answer in answers.values()} == {(0, "")}
    return Counter(answer["NumDevice"] for answer in answers.values())


def on_paper(printer: TcpEmulator) -> list[str]:
    """The documents of a printer by their ids; each is whole and on a piece of its own."""
    rows = [[row.strip() for row in one.rows if row.strip()] for one in printer.documents]
    assert {(len(row), row[0], row[-1]) for row in rows} <= {(3, "Заказ на кухню", "Спасибо")}
    return [row[1] for row in rows]


def test_one_dead_one_flapping_one_slow(tmp_path: Path, elsewhere: Elsewhere) -> None:
    flapping, good = FlappingPrinter(), TcpEmulator(keep=1000)
    slow = TcpEmulator(keep=1000, faults=Faults(answer_delay=0.01))
    for printer in (flapping, slow, good):
        elsewhere.enter(printer)
    dead = f"tcp://127.0.0.1:{free_port()}"
    config = printers(dead, flapping.connection, slow.connection, good.connection) + pool()
    commands = [document(number) for number in range(1, COMMANDS + 1)]
    flaps = 0
    with LiveServer(tmp_path, config, auth=("Admin", "")) as server:
        with Crowd(server.url, commands) as crowd:
            while crowd.busy and flaps < 3:
                elsewhere.wait(flapping.leave())
                until_blocked(server, FLAPPING)
                elsewhere.wait(flapping.come_back())
                until_back(server, FLAPPING)
                flaps += 1
            answers = crowd.answers()
        shown, done = devices(server), deeds(server)
    assert flaps == 3

    papers = {FLAPPING: on_paper(flapping), SLOW: on_paper(slow), GOOD: on_paper(good)}
    assert sorted(one for paper in papers.values() for one in paper) == sorted(answers)
    assert all(answers[one]["NumDevice"] == member for member, paper in papers.items() for one in paper)
    share = shares(answers)
    assert abs(share[SLOW] - share[GOOD]) <= 1, share
    assert flaps < share[FLAPPING] < share[GOOD]

    assert [one["online"] for one in shown] == [False, True, True, True, True]
    assert not any(one["blocked"] for one in shown[1:])
    assert shown[-1]["members"] == [DEAD, FLAPPING, SLOW, GOOD]
    assert done[("block", str(FLAPPING))] == done[("unblock", str(FLAPPING))] == flaps
    assert {subject for _, subject in done} <= {str(FLAPPING), str(DEAD)}


def test_registers_whose_answers_are_lost(tmp_path: Path, elsewhere: Elsewhere) -> None:
    """The members are registers of another server; what was cut off in the middle is found out, and not done again."""
    far = LOG + "".join(FAR.format(n, n, 0.03 if n == SLOW else 0) for n in (FLAPPING, SLOW, GOOD))
    with live(tmp_path / "far", far) as shop:
        wire = elsewhere.enter(wire_to(shop.port))
        urls = [f"http://127.0.0.1:{free_port()}", wire.url, shop.url, shop.url]
        near = LOG + "".join(NEAR.format(n, n, url, n) for n, url in enumerate(urls, 1)) + pool()
        with live(tmp_path / "near", near) as server:
            until_back(server, FLAPPING, SLOW, GOOD)
            with Crowd(server.url, [receipt(number) for number in range(1, COMMANDS + 1)]) as crowd:
                for _ in range(3):
                    elsewhere.do(lambda: wire.cut("down", after=100))  # done there, and nobody hears of it
                    until(server, lambda _: not wire.cuts)
                elsewhere.do(lambda: wire.cut("up", after=0, times=10**6))
                until(server, lambda seen: not seen[FLAPPING - 1]["online"])
                elsewhere.do(lambda: wire.cut("up", after=0, times=0))
                until_back(server, FLAPPING)
                answers = crowd.answers()
        share = shares(answers)
        documents = {member: sold(shop, member) for member in (FLAPPING, SLOW, GOOD)}
    assert sorted(total for totals in documents.values() for total in totals) == list(range(1, COMMANDS + 1))
    assert {member: len(totals) for member, totals in documents.items()} == share
    assert abs(share[SLOW] - share[GOOD]) <= 1, share
    assert share[FLAPPING] < share[GOOD]


def sold(server: LiveServer, register: int) -> list[float]:
    """The totals of all receipts in its ФН."""
    last = server.post({"Command": "GetDataKKT", "NumDevice": register})["CheckNumber"]
    asked = ({"Command": "GetDataCheck", "NumDevice": register, "FiscalNumber": n} for n in range(1, last + 1))
    copies = [server.post(one)["RegisterCheck"] for one in asked]
    return [copy["AllSumm"] for copy in copies if copy["CheckType"] == "Приход"]


def test_the_least_busy_one_does_more(tmp_path: Path, elsewhere: Elsewhere) -> None:
    slow, good = TcpEmulator(keep=1000, faults=Faults(answer_delay=0.05)), TcpEmulator(keep=1000)
    config = printers(elsewhere.enter(slow).connection, elsewhere.enter(good).connection)
    with live(tmp_path, config + pool("least-busy", (1, 2))) as server:
        share = shares(send(server.url, [document(number) for number in range(30)]))
    assert share[2] > 3 * share[1] > 0, share
    assert len(on_paper(slow)) + len(on_paper(good)) == 30


def test_failover_and_back(tmp_path: Path, elsewhere: Elsewhere) -> None:
    first, second = elsewhere.enter(TcpEmulator(keep=1000)), elsewhere.enter(TcpEmulator(keep=1000))
    with live(tmp_path, printers(first.connection, second.connection) + pool("failover", (1, 2))) as server:
        assert shares(send(server.url, [document(n) for n in range(8)])) == {1: 8}
        elsewhere.wait(first.switch("power", on=False))
        assert shares(send(server.url, [document(n) for n in range(8, 16)])) == {2: 8}
        until_blocked(server, 1)
        elsewhere.wait(first.switch("power", on=True))
        until_back(server, 1)
        assert shares(send(server.url, [document(n) for n in range(16, 24)])) == {1: 8}
    assert sorted(on_paper(first) + on_paper(second)) == sorted(f"doc-{n}" for n in range(24))


def for_all(command: str) -> dict[str, Any]:
    return {"Command": command, "NumDevice": POOL, "IdCommand": f"all-{command}", "CashierName": "Петрова"}


def test_reports_run_on_all_at_the_same_time(tmp_path: Path) -> None:
    delay = 0.6
    with live(tmp_path, "".join(FAR.format(n, n, delay) for n in range(1, 5)) + pool()) as server:
        for command in ("OpenShift", "XReport", "CloseShift"):
            began = time.monotonic()
            answer = server.post(for_all(command))
            assert time.monotonic() - began < 2 * delay
            assert (answer["Status"], answer["Error"]) == (0, "")
            assert all(f"«Касса {n}»: готово" in answer["Warning"] for n in range(1, 5))
        documents = [server.post({"Command": "GetDataKKT", "NumDevice": n})["CheckNumber"] for n in range(1, 5)]
        assert len(set(documents)) == 1


def test_a_member_that_is_off_is_left_out_and_one_that_is_away_is_named(tmp_path: Path) -> None:
    config = "".join(FAR.format(n, n, 0) for n in (1, 2, 3))
    config += NEAR.format(4, 4, f"http://127.0.0.1:{free_port()}", 1) + pool()
    with live(tmp_path, config) as server:
        server.post({"Command": "OnOffUnut", "NumDevice": 2, "Active": False})
        answer = server.post(for_all("OpenShift"))
        assert answer["Status"] == 2
        assert answer["Error"].startswith("«Устройство 4»: ")
        assert all(f"«Касса {n}»: готово" in answer["Error"] for n in (1, 3))
        assert "Касса 2" not in answer["Error"]
        until(server, lambda seen: [one["state"]["shift"] for one in seen[:3]] == ["open", "closed", "open"])
