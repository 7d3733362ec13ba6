"""Batches of labels behind a real server, on printers that can tell what they have printed, and that fail.

Every label has a number of its own, so that the paper shows which came out, and how often.
"""

import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from drivers.labels.emulator.faults import WELL
from drivers.labels.emulator.tcp import TcpLabelPrinter
from tests.acceptance.elsewhere import WITHIN, Elsewhere
from tests.live import LiveServer

DEVICE = """
[[devices]]
number = {number}
name = "Этикетки {number}"
driver = "{language}"
connection = "{connection}"
labels_ahead = {ahead}
timeout = 0.5
status_timeout = 0.4
operator_timeout = 0.5
"""
TEMPLATE = """
width = 58
height = 40
[[text]]
text = "{name}"
x = 2
y = 2
width = 54
height = 6
size = 4
[[barcode]]
type = "CODE128"
content = "{code}"
x = 2
y = 12
width = 54
height = 20
"""
TOTAL, AHEAD, FAR_AHEAD = 120, 40, 100
PRINTERS = {"zpl": 8, "tspl": 6, "cpcl": 2, "epl2": 2}  # how many the tests break
WORDS = {"paper_out": "кончилась бумага", "head_open": "открыта крышка или головка"}
ALL = list(range(1, TOTAL + 1))


@dataclass(frozen=True, slots=True)
class Stand:
    """A printer and the server it is connected to."""

    server: LiveServer
    elsewhere: Elsewhere
    printer: TcpLabelPrinter
    number: int

    def batch(self, name: str, total: int = TOTAL, **members: Any) -> dict[str, Any]:
        fields = [{"name": f"Товар {n}", "code": "-".join(f"{n:04}")} for n in range(1, total + 1)]
        head = {"Command": "PrintDocument", "NumDevice": self.number, "IdCommand": f"{self.number} {name}"}
        return head | {"Template": "plain", "Fields": fields, "Timeout": 0} | members

    def begin(self, name: str, total: int = TOTAL, **members: Any) -> None:
        answer = self.server.post(self.batch(name, total, **members), "/Execute/async")
        assert answer["Status"] == 1, answer

    def rezult(self, name: str) -> dict[str, Any]:
        return self.server.rezult(f"{self.number} {name}")

    def finished(self, name: str) -> dict[str, Any]:
        return self.server.finished(f"{self.number} {name}")

    def reaches(self, name: str, least: int) -> int:
        return self.server.reaches(f"{self.number} {name}", least)

    def break_it(self, **faults: Any) -> None:
        """Without any: mend it."""
        broken = replace(WELL, **faults)
        self.elsewhere.do(lambda: setattr(self.printer, "faults", broken))

    def switch(self, name: str, *, on: bool) -> None:
        self.elsewhere.wait(self.printer.switch(name, on))

    def paper(self) -> list[int]:
        """The numbers of the labels that came out, in their order."""
        labels = self.elsewhere.do(lambda: self.printer.labels)
        return [int(code.content.replace(b"-", b"")) for label in labels for code in label.codes]

    def settled_paper(self) -> list[int]:
        """Once nothing is left in the printer."""
        machine = self.printer.machine
        self.elsewhere.wait(self.printer.until(lambda: not machine.pending and not self.printer.connected, WITHIN))
        return self.paper()

    def goes_on(self, first: int) -> None:
        """The rest of the batch, as a command of its own."""
        self.begin("дальше", First=first)
        answer = self.finished("дальше")
        assert (answer["Status"], answer["Error"]) == (0, "")
        assert answer["Progress"] == {"Printed": TOTAL, "Total": TOTAL}

    def repeats_nothing(self, name: str) -> None:
        answer, before = self.rezult(name), self.settled_paper()
        again = self.server.post(self.batch(name) | {"Timeout": 30})
        assert (again["Status"], again["Error"], again["Progress"]) == (2, answer["Error"], answer["Progress"])
        assert self.settled_paper() == before


class Shop:
    """Hands out printers that nobody has used yet, by language; `far_ahead` gets many labels at once."""

    def __init__(self, folder: Path) -> None:
        (folder / "templates").mkdir()
        (folder / "templates" / "plain.toml").write_text(TEMPLATE, encoding="utf-8")
        self._held = ExitStack()
        elsewhere = self._held.enter_context(Elsewhere())
        wanted = [language for language, count in PRINTERS.items() for _ in range(count)]
        printers = [elsewhere.enter(TcpLabelPrinter(language, seconds_per_label=0.002)) for language in wanted]
        config = "".join(
            DEVICE.format(
                number=n, language=wanted[n - 1], connection=printer.connection, ahead=FAR_AHEAD if n == 1 else AHEAD
            )
            for n, printer in enumerate(printers, 1)
        )
        server = self._held.enter_context(LiveServer(folder, config))
        self._stands: dict[str, list[Stand]] = {language: [] for language in PRINTERS}
        for n, (language, printer) in enumerate(zip(wanted, printers, strict=True), 1):
            self._stands[language].append(Stand(server, elsewhere, printer, n))
        self.far_ahead = self._stands["zpl"].pop(0)

    def stand(self, language: str) -> Stand:
        return self._stands[language].pop()

    def close(self) -> None:
        self._held.close()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    found = Shop(tmp_path_factory.mktemp("labels"))
    yield found
    found.close()


@pytest.mark.parametrize(("language", "total"), [("zpl", 200), ("tspl", TOTAL), ("cpcl", TOTAL)])
def test_a_batch_is_followed_while_it_is_printed(shop: Shop, language: str, total: int) -> None:
    stand = shop.stand(language)
    stand.begin("партия", total)
    seen = [0]
    while (answer := stand.rezult("партия"))["Status"] == 1:
        printed = answer.get("Progress", {"Printed": 0})["Printed"]
        assert seen[-1] <= printed <= len(stand.paper())
        seen.append(printed)
        time.sleep(0.01)
    assert (answer["Status"], answer["Error"], answer["Warning"]) == (0, "", "")
    assert answer["Progress"] == {"Printed": total, "Total": total}
    assert stand.settled_paper() == list(range(1, total + 1))
    assert len(set(seen)) > total // AHEAD // 2


def test_a_printer_that_does_not_tell(shop: Shop) -> None:
    stand = shop.stand("epl2")
    stand.begin("партия", 30)
    answer = stand.finished("партия")
    assert (answer["Status"], answer["Progress"]) == (0, {"Printed": 0, "Total": 30})
    assert "не сообщает, что напечатал" in answer["Warning"]
    assert stand.settled_paper() == ALL[:30]


@pytest.mark.parametrize("language", ["zpl", "tspl"])
def test_called_off(shop: Shop, language: str) -> None:
    stand = shop.stand(language)
    stand.begin("партия")
    stand.reaches("партия", AHEAD)
    stand.server.post({"Command": "CancelCommand", "IdCommand": f"{stand.number} партия"})
    answer = stand.finished("партия")
    printed = answer["Progress"]["Printed"]
    assert answer["Status"] == 2
    assert AHEAD <= printed < TOTAL
    assert stand.settled_paper() == ALL[:printed]
    stand.repeats_nothing("партия")
    stand.goes_on(printed + 1)
    assert stand.settled_paper() == ALL


@pytest.mark.parametrize(
    ("language", "condition"),
    [("zpl", "head_open"), ("zpl", "paper_out"), ("tspl", "paper_out"), ("epl2", "paper_out"), ("cpcl", "head_open")],
)
def test_what_is_wrong_before_the_first_label(shop: Shop, language: str, condition: str) -> None:
    stand = shop.stand(language)
    stand.switch(condition, on=True)
    stand.begin("партия", 12)
    answer = stand.finished("партия")
    assert (answer["Status"], answer["Progress"]["Printed"]) == (2, 0)
    assert WORDS[condition] in answer["Error"]
    assert "ничего не напечатано" in answer["Error"]
    stand.switch(condition, on=False)
    assert stand.settled_paper() == []
    for _ in range(2):
        assert stand.server.post(stand.batch("партия", 12, Timeout=30))["Status"] == 0
        assert stand.settled_paper() == ALL[:12]


def test_the_roll_ends_and_is_changed(shop: Shop) -> None:
    stand = shop.stand("tspl")

    async def change_the_roll() -> None:
        await stand.printer.until(lambda: stand.printer.conditions["paper_out"], WITHIN)
        await stand.printer.load()

    stand.elsewhere.wait(stand.printer.load(55))
    changing = stand.elsewhere.begin(change_the_roll())
    stand.begin("партия")
    answer = stand.finished("партия")
    changing.result(WITHIN)
    assert (answer["Status"], answer["Progress"]["Printed"]) == (0, TOTAL)
    assert stand.settled_paper() == ALL


def test_the_roll_ends_for_good(shop: Shop) -> None:
    stand = shop.stand("zpl")
    stand.elsewhere.wait(stand.printer.load(55))
    stand.begin("партия")
    answer = stand.finished("партия")
    assert (answer["Status"], answer["Progress"]["Printed"]) == (2, 40)
    assert "кончилась бумага" in answer["Error"]
    assert "41–80" in answer["Error"]
    stand.elsewhere.wait(stand.printer.load())
    stand.repeats_nothing("партия")
    assert stand.settled_paper() == ALL[:55]  # the rest was dropped: it is nobody's any more
    stand.goes_on(56)
    assert stand.settled_paper() == ALL


@pytest.mark.parametrize(
    ("language", "faults"),
    [
        ("zpl", {"power_cut_after_labels": 73}),
        ("tspl", {"power_cut_after_labels": 73}),
        ("tspl", {"reset_after": 40_000}),
    ],
)
def test_it_breaks_in_mid_batch(shop: Shop, language: str, faults: dict[str, int]) -> None:
    stand = shop.stand(language)
    stand.break_it(**faults)
    stand.begin("партия")
    answer = stand.finished("партия")
    known = answer["Progress"]["Printed"]
    assert answer["Status"] == 2
    assert answer["Error"].startswith("Результат неизвестен:")
    assert f"напечатано {known} из {TOTAL}" in answer["Error"]
    stand.break_it()
    stand.switch("power", on=False)  # a printer that waits for the rest of a picture takes questions for dots
    stand.switch("power", on=True)
    stand.repeats_nothing("партия")
    out = stand.settled_paper()
    assert out == ALL[: len(out)]
    doubtful = re.search(rf"вышли из этикеток {known + 1}–(\d+)\.", answer["Error"])
    assert doubtful, answer["Error"]
    assert known <= len(out) <= int(doubtful[1]) <= known + AHEAD
    stand.goes_on(known + 1)
    twice = [number for number, count in Counter(stand.settled_paper()).items() if count > 1]
    assert twice == ALL[known : len(out)]
    assert set(stand.paper()) == set(ALL)


def test_the_server_is_killed_in_mid_batch(shop: Shop) -> None:
    stand = shop.stand("zpl")
    stand.begin("партия")
    seen = stand.reaches("партия", AHEAD)
    stand.server.kill()
    stand.server.start()
    answer = stand.finished("партия")
    known = answer["Progress"]["Printed"]
    assert answer["Status"] == 2
    assert answer["Error"].startswith("Результат неизвестен:")
    assert f"напечатано {known} из {TOTAL}" in answer["Error"]
    assert "First" in answer["Error"]
    out = stand.settled_paper()
    assert seen <= known <= len(out) <= known + AHEAD
    assert out == ALL[: len(out)]
    stand.repeats_nothing("партия")
    stand.goes_on(len(out) + 1)
    assert stand.settled_paper() == ALL


def resident(server: LiveServer) -> int:
    """Kilobytes."""
    assert server.process
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_a_thousand_labels_are_no_burden(shop: Shop) -> None:
    stand = shop.far_ahead
    stand.elsewhere.do(lambda: setattr(stand.printer.machine, "seconds_per_label", 0.0))
    stand.begin("партия", 1000)
    stand.reaches("партия", 100)
    before, slowest = resident(stand.server), 0.0
    while stand.rezult("партия")["Status"] == 1:
        began = time.monotonic()
        stand.server.post({"Command": "List"})
        slowest = max(slowest, time.monotonic() - began)
        time.sleep(0.02)
    assert stand.finished("партия")["Progress"] == {"Printed": 1000, "Total": 1000}
    assert stand.settled_paper() == list(range(1, 1001))
    assert slowest < 0.2
    assert resident(stand.server) - before < 8_000
