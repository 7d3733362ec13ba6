"""A receipt printer that fails at every stage of a job, behind a real server.

The answer says what is known and nothing more, and whatever happens and however often a client repeats itself, a
document is on the paper once at the most. Each test breaks a printer of its own; one server has them all.
"""

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from drivers.emulation.faults import WELL, Faults
from drivers.escpos.emulator.tcp import TcpEmulator
from tests.acceptance.elsewhere import WITHIN, Elsewhere
from tests.live import LiveServer

DEVICE = """
[[devices]]
number = {number}
name = "Чековый {number}"
driver = "escpos"
connection = "{connection}"
timeout = {timeout}
operator_timeout = 1.8
status_timeout = 0.5
connect_timeout = 2.0
"""
TIMEOUT = 0.8  # seconds; a busy machine must not look like a printer that stands still
LONG = 2.0  # for printers that break the connection: whoever waits for them is seen
LINES = 30  # of a document; a piece that is proved has 26 of them
HALF = 200  # bytes of a connection: all questions and about half of the document
DOTS = 30  # of a line
STOPS = ("paper_out", "cover_open", "cutter_error")
WORDS = {
    "paper_out": "кончилась бумага",
    "cover_open": "открыта крышка",
    "cutter_error": "заклинило нож",
    "overheated": "перегрелась головка",
}


@dataclass(frozen=True, slots=True)
class Stand:
    """A printer and the server it is connected to."""

    server: LiveServer
    elsewhere: Elsewhere
    printer: TcpEmulator
    number: int

    def document(self, name: str) -> dict[str, Any]:
        rows = [{"PrintText": {"Text": f"{name} строка {line}"}} for line in range(1, LINES + 1)]
        id_command = f"{self.number} {name}"
        return {"Command": "PrintDocument", "NumDevice": self.number, "IdCommand": id_command, "CheckStrings": rows}

    def send(self, name: str) -> dict[str, Any]:
        return self.server.post(self.document(name))

    def break_it(self, **faults: Any) -> None:
        """Without any: mend it."""
        broken = replace(WELL, **faults)
        self.elsewhere.do(lambda: setattr(self.printer, "faults", broken))

    def switch(self, name: str, *, on: bool) -> None:
        self.elsewhere.wait(self.printer.switch(name, on))

    def times(self, name: str) -> tuple[int, int]:
        """How often the first and the last line of a document are on the paper."""
        rows = self.elsewhere.do(lambda: [row.text for row in self.printer.machine.roll.rows])
        return rows.count(f"{name} строка 1"), rows.count(f"{name} строка {LINES}")

    def state(self) -> dict[str, Any]:
        devices = self.server.client.get("/devices").json()
        found: dict[str, Any] = next(device for device in devices if device["number"] == self.number)
        return found

    def shows(self, **members: Any) -> bool:
        """The state says so, soon: it is asked for when nothing else is to be done."""
        deadline = time.monotonic() + WITHIN
        while time.monotonic() < deadline:
            if members.items() <= (self.state()["state"] or {}).items():
                return True
            time.sleep(0.05)
        return False

    def refuses(self, name: str, words: str) -> None:
        """Nothing has come out and nothing will, and the answer says why."""
        answer = self.send(name)
        assert answer["Status"] == 2, answer
        assert words in answer["Error"]
        assert "неизвестен" not in answer["Error"]
        assert self.times(name) == (0, 0)

    def prints(self, name: str) -> None:
        """Once, however often it is sent."""
        answer = self.send(name)
        assert (answer["Status"], answer["Error"], answer["Warning"]) == (0, "", ""), answer
        assert self.times(name) == (1, 1)
        assert self.send(name) == answer
        assert self.times(name) == (1, 1)

    def is_lost(self, name: str) -> str:
        """Nobody knows what came out; the error."""
        answer = self.send(name)
        assert answer["Status"] == 2, answer
        assert answer["Error"].startswith("Результат неизвестен:")
        assert self.send(name) == answer
        return str(answer["Error"])

    def stays_lost(self, name: str) -> None:
        """Its repeat prints nothing, not even now that all is well; what is new is printed."""
        before = self.times(name)
        assert max(before) <= 1
        assert self.send(name)["Status"] == 2
        self.prints(f"после {name}")
        assert self.times(name) == before


class Shop:
    """Hands out printers that nobody has broken yet; the last one has never said a word."""

    def __init__(self, folder: Path, count: int, timeout: float = TIMEOUT) -> None:
        self._held = ExitStack()
        elsewhere = self._held.enter_context(Elsewhere())
        printers = [elsewhere.enter(TcpEmulator()) for _ in range(count)]
        elsewhere.do(lambda: setattr(printers[-1], "faults", Faults(silent=True)))
        config = "".join(
            DEVICE.format(number=n, connection=one.connection, timeout=timeout) for n, one in enumerate(printers, 1)
        )
        server = self._held.enter_context(LiveServer(folder, config))
        self._stands = [Stand(server, elsewhere, printer, n) for n, printer in enumerate(printers, 1)]
        self.mute = self._stands.pop()

    def stand(self) -> Stand:
        return self._stands.pop()

    def close(self) -> None:
        self._held.close()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    found = Shop(tmp_path_factory.mktemp("shop"), 20)
    yield found
    found.close()


@pytest.fixture
def stand(shop: Shop) -> Stand:
    return shop.stand()


@pytest.mark.parametrize("condition", WORDS)
def test_what_is_wrong_before_the_first_byte(stand: Stand, condition: str) -> None:
    stand.switch(condition, on=True)
    for _ in range(2):
        stand.refuses("чек", WORDS[condition])
    shown = {"paper_out": False, "cover_open": False}
    assert stand.shows(**(shown | ({condition: True} if condition in shown else {"fault": WORDS[condition]})))
    assert stand.state()["online"]
    units = stand.server.post({"Command": "List"})["ListUnit"]
    assert units[stand.number - 1]["PaperOver"] == (condition == "paper_out")
    stand.switch(condition, on=False)
    stand.prints("чек")


def test_the_roll_ends_in_mid_job_and_is_changed(stand: Stand) -> None:
    async def change_the_roll() -> None:
        await stand.printer.until(lambda: stand.printer.conditions["paper_out"], WITHIN)
        await asyncio.sleep(1.0)  # it takes longer than `timeout`, and less than `operator_timeout`
        await stand.printer.load(1_000_000)

    stand.elsewhere.wait(stand.printer.load(LINES // 2 * DOTS))
    changing = stand.elsewhere.begin(change_the_roll())
    stand.prints("чек")
    changing.result(WITHIN)


@pytest.mark.parametrize("condition", STOPS)
def test_it_stops_in_mid_job(stand: Stand, condition: str) -> None:
    printer = stand.printer

    async def stop() -> None:
        await printer.until(lambda: len(printer.received) > before and len(printer.received[-1]) >= HALF, WITHIN)
        await printer.switch(condition, on=True)
        printer.faults = WELL

    stand.prints("прежний")
    before = len(printer.received)
    stand.break_it(stall_after=HALF)
    stopping = stand.elsewhere.begin(stop())
    error = stand.is_lost("чек")
    stopping.result(WITHIN)
    assert f"Принтер сообщил: {WORDS[condition]}" in error
    assert "подтверждено 0." in error
    assert stand.times("чек") == (1, 0)
    stand.refuses("ещё один", WORDS[condition])
    stand.switch(condition, on=False)
    stand.stays_lost("чек")
    assert stand.times("чек") == (1, 1)  # the printer had it all
    stand.prints("ещё один")


breaks = pytest.mark.parametrize("fault", ["reset_after", "power_cut_after"])


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    found = Shop(tmp_path_factory.mktemp("patient"), 3, LONG)
    yield found
    found.close()


@breaks
def test_who_is_gone_is_not_waited_for(patient: Shop, fault: str) -> None:
    stand = patient.stand()
    began = time.monotonic()
    stand.break_it(**{fault: 16})
    stand.is_lost("чек")
    assert time.monotonic() - began < LONG


@breaks
def test_the_connection_breaks(stand: Stand, fault: str) -> None:
    for taken in (0, 1, 5, 11):  # while it is asked whether it is ready
        stand.break_it(**{fault: taken})
        stand.refuses(f"до {taken}", "разорвало связь")
        assert not stand.state()["online"]
        stand.break_it()
        stand.switch("power", on=True)
        stand.prints(f"до {taken}")
    for taken in (16, HALF, 300):
        stand.break_it(**{fault: taken})
        error = stand.is_lost(f"на {taken}")
        assert "разорвало связь" in error
        assert "сообщил" not in error
        assert stand.times(f"на {taken}")[1] == 0
        stand.break_it()
        stand.switch("power", on=True)
    stand.stays_lost("на 300")


def test_it_takes_nothing_any_more(stand: Stand) -> None:
    stand.break_it(stall_after=0)
    stand.refuses("сразу", "не отвечает")
    stand.break_it()
    stand.prints("сразу")
    stand.break_it(stall_after=HALF)
    error = stand.is_lost("чек")
    assert "подтверждено 0." in error
    assert not any(word in error for word in ("сообщил", *WORDS.values()))
    stand.break_it()
    stand.stays_lost("чек")


def test_another_client_holds_it(stand: Stand) -> None:
    stand.prints("прежний")
    address = "127.0.0.1", stand.printer.port
    with socket.create_connection(address) as other:
        stand.elsewhere.wait(stand.printer.until(lambda: stand.printer.connected))
        stand.refuses("занят", "не отвечает на вопрос о состоянии")
        other.sendall("чужой документ\n".encode("cp866"))
    stand.prints("занят")


def test_it_falls_silent(stand: Stand) -> None:
    stand.prints("прежний")
    stand.break_it(silent=True)
    stand.refuses("молчит", "не отвечает на вопрос о состоянии")
    assert stand.shows(fault="не отвечает на вопрос о состоянии", paper_out=False)
    stand.break_it()
    stand.prints("молчит")
    assert stand.shows(fault="")


@pytest.mark.parametrize("garbage", [b"\xff\x90", b"\x00\x00", b"OK\r\n"], ids=["noise", "zeros", "text"])
def test_answers_that_are_none(stand: Stand, garbage: bytes) -> None:
    stand.prints("прежний")
    stand.break_it(garbage=garbage)
    stand.refuses("шум", "не отвечает на вопрос о состоянии")
    stand.break_it()
    stand.prints("шум")


def test_one_answer_to_every_question_proves_nothing(stand: Stand) -> None:
    stand.prints("прежний")
    stand.break_it(garbage=b"\x12")  # "all is well", whatever was asked
    assert "не подтвердил" in stand.is_lost("чек")
    stand.break_it()
    stand.stays_lost("чек")


def test_a_printer_that_has_never_answered_prints_all_the_same(shop: Shop) -> None:
    for name in ("первый", "второй"):
        shop.mute.prints(name)
    assert shop.mute.shows(paper_out=False, cover_open=False, fault="")
