"""A server with a virtual device of every kind, and an УТМ beside it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.live import LiveServer
from tests.ports import free_port

REGISTER, OTHER = 1, 10  # the one that is counted; the one whose shifts are closed most often
REGISTERED, SPARE = 8, 9  # the one for KkmRegOfd; the one that is switched
NUMBERS = range(1, 11)
ANSWERS = "answers.jsonl"  # what the commands were told, in the folder of the run
_KINDS = {
    REGISTER: ("Касса", "virtual-kkt", ""),
    2: ("Чековый принтер", "virtual-printer", ""),
    3: ("Этикетки", "virtual-label-printer", ""),
    4: ("Терминал", "virtual-terminal", 'script = "kopecks"\nslow = 0.2'),
    5: ("Весы", "virtual-scales", 'weights = ["0.255", "1.5"]\nwait = 0.2'),
    6: ("Дисплей", "virtual-display", ""),
    7: ("УТМ", "utm", 'url = "{utm}"\ninn = "7700000009"\nkpp = "770001001"'),
    REGISTERED: ("Вторая касса", "virtual-kkt", ""),
    SPARE: ("Запасной принтер", "virtual-printer", ""),
    OTHER: ("Касса с ФФД 1.05", "virtual-kkt", 'ffd = "1.05"'),
}


@contextmanager
def shop(folder: Path) -> Iterator[LiveServer]:
    with _utm() as url, LiveServer(folder, _settings(url), auth=("Admin", "")) as server:
        yield server


def _settings(utm: str) -> str:
    devices = (
        f'[[devices]]\nnumber = {number}\nname = "{name}"\ndriver = "{driver}"\n{options.format(utm=utm)}\n'
        for number, (name, driver, options) in _KINDS.items()
    )
    return f"[server]\nclient_rate = 0.0\n{''.join(devices)}"


@contextmanager
def _utm() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "kkmserver", "emulate", "utm", "--listen", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert process.stdout.readline()  # it says where it listens once it does
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()
