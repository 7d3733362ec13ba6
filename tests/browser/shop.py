"""A running shop of virtual devices and an emulated printer, for pages to look at."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from drivers.emulation.faults import WELL
from drivers.escpos.emulator.tcp import TcpEmulator
from tests.acceptance.elsewhere import Elsewhere
from tests.live import LiveServer

FILE = """\
# Магазин на Примерной
[log]
commands = "failed"  # остальное видно в журнале

[[devices]]
number = 1
name = "Касса у входа"
driver = "virtual-kkt"

[[devices]]
number = 2
name = "Касса у окна"
driver = "virtual-kkt"

[[devices]]
number = 3
name = "Принтер на кухне"  # над плитой
driver = "escpos"
connection = "{printer}"
poll_watched = 0.2
timeout = 0.8
operator_timeout = 1.8

[[devices]]
number = 4
name = "Принтер этикеток"
driver = "virtual-label-printer"

[[devices]]
number = 5
name = "Терминал"
driver = "virtual-terminal"

[[devices]]
number = 6
name = "Весы"
driver = "virtual-scales"
weights = ["0.520"]

[[devices]]
number = 7
name = "Дисплей покупателя"
driver = "virtual-display"

# Обе кассы
[[pools]]
number = 10
name = "Зал"
members = [1, 2]  # по порядку

[dialects.itkassa]
enabled = true
port = 0

[[dialects.itkassa.organizations]]
id = "11111111-2222-4333-8444-555555555555"
name = "ООО «Ромашка»"
api_keys = ["a-key-of-this-shop-alone"]
devices = [1, 2]
"""


_TEMPLATES = Path(__file__).parents[2] / "config" / "templates"
_HALF = 200  # bytes: the questions and a part of the document


class Shop(LiveServer):
    """`printer`: the one on the kitchen, with all its faults."""

    def __init__(self, folder: Path, elsewhere: Elsewhere, printer: TcpEmulator) -> None:
        shutil.copytree(_TEMPLATES, folder / "templates")
        super().__init__(folder, FILE.format(printer=printer.connection), ("Admin", ""))
        self.printer, self._elsewhere = printer, elsewhere

    def switch(self, condition: str, *, on: bool) -> None:
        """Of the printer: "paper_out", …"""
        self._elsewhere.wait(self.printer.switch(condition, on))

    def break_it(self, **faults: Any) -> None:
        """The printer; without any: mend it."""
        self._elsewhere.do(lambda: setattr(self.printer, "faults", replace(WELL, **faults)))

    def lose(self, id_command: str) -> None:
        """A document of the printer whose outcome nobody knows."""
        self.break_it(reset_after=_HALF)
        rows = [{"PrintText": {"Text": f"Заказ, строка {line}"}} for line in range(30)]
        answer = self.post({"Command": "PrintDocument", "NumDevice": 3, "IdCommand": id_command, "CheckStrings": rows})
        self.break_it()
        assert answer["Outcome"] == "unknown", answer

    def settings(self) -> str:
        return (self.folder / "kkmserver.toml").read_text(encoding="utf-8")

    def run(self, command: str, **keys: Any) -> dict[str, Any]:
        """Its answer, which has to be good."""
        answer = self.post({"Command": command, **keys})
        assert answer["Status"] in (0, 1), answer
        return answer


@contextmanager
def open_shop(folder: Path) -> Iterator[Shop]:
    with Elsewhere() as elsewhere:
        printer = elsewhere.enter(TcpEmulator())
        with Shop(folder, elsewhere, printer) as shop:
            yield shop
