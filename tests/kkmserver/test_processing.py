"""[processing] and what stands beside a device: what may be written, and that it is taken while the server runs."""

import asyncio
from pathlib import Path

import pytest

from kkmserver import config, processing
from kkmserver.building import built, check_devices
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.processing import Beside, Processing
from kkmserver.house import House
from kkmserver.reload import changes
from kkmserver.store.memory import MemoryJournal
from tests.clock import FakeClock
from tests.kkmserver.dispatch.shop import until

DEVICES = """
[[devices]]
number = 1
name = "Касса"
driver = "virtual-kkt"
{keys}
[[devices]]
number = 2
name = "Терминал"
driver = "virtual-terminal"
[[devices]]
number = 3
name = "УТМ"
driver = "utm"
"""


def written(folder: Path, section: str = "", keys: str = "") -> Path:
    file = folder / "kkmserver.toml"
    text = f"[processing]\n{section}\n{DEVICES.format(keys=keys)}"
    file.write_text(text, encoding="utf-8")
    return file


def test_usually_nothing_is_paid_here(tmp_path: Path) -> None:
    assert processing.of(config.load(written(tmp_path))) == Processing()
    assert processing.of(config.builtin()) == Processing(enabled=False, terminal=0, slip=True, utm=0)


def test_every_key(tmp_path: Path) -> None:
    section = "enabled = true\nterminal = 2\nslip = false\nutm = 3"
    loaded = config.load(written(tmp_path, section, "terminal = 0\nutm = 3"))
    check_devices(loaded)
    expected = Processing(enabled=True, terminal=2, slip=False, utm=3, beside={1: Beside(terminal=0, utm=3)})
    found = processing.of(loaded)
    assert found == expected
    assert [found.terminal_of(number) for number in (1, 5)] == [0, 2]
    assert [found.utm_of(number) for number in (1, 5)] == [3, 3]


@pytest.mark.parametrize(
    ("section", "keys", "fault"),
    [
        ("terminal = 1", "", "processing.terminal: нужен номер банковского терминала или 0, а устройство № 1 – другое"),
        ("utm = 2", "", "processing.utm: нужен номер УТМ или 0, а устройство № 2 – другое"),
        ("terminal = 9", "", "processing.terminal: нужен номер банковского терминала или 0, а устройства с номером 9"),
        ("", "terminal = 3", "devices[1].terminal: нужен номер банковского терминала или 0, а устройство № 3 – другое"),
        ("", "utm = 8", "devices[1].utm: нужен номер УТМ или 0, а устройства с номером 8 нет среди [[devices]]"),
        ("terminal = -1", "", "processing.terminal: нужно не меньше 0, а задано -1"),
        ("", "terminal = -2", "devices[1].terminal: нужно не меньше -1, а задано -2"),
        ('enabled = "да"', "", "processing.enabled: нужно true или false"),
        ("enable = true", "", "processing.enable: такого ключа нет; может быть, enabled?"),
    ],
)
def test_faults(tmp_path: Path, section: str, keys: str, fault: str) -> None:
    with pytest.raises(config.ConfigError) as caught:
        check_devices(config.load(written(tmp_path, section, keys)))
    assert fault in str(caught.value)
    assert all(one.line for one in caught.value.faults)


def test_paying_needs_a_terminal(tmp_path: Path) -> None:
    (file := tmp_path / "k.toml").write_text(
        '[processing]\nenabled = true\n[[devices]]\nnumber = 1\nname = "К"\ndriver = "virtual-kkt"\n', encoding="utf-8"
    )
    with pytest.raises(config.ConfigError, match="платить картой негде"):
        check_devices(config.load(file))


def test_what_stands_beside_a_device_does_not_disturb_it(tmp_path: Path) -> None:
    old = config.load(written(tmp_path))
    new = config.load(written(tmp_path, "enabled = true", "terminal = 2"))
    assert changes(old, new).devices == ()


def test_taken_while_the_server_runs(tmp_path: Path) -> None:
    async def main() -> None:
        clock, file = FakeClock(), written(tmp_path)
        loaded = config.load(file)
        devices = built(loaded, loaded.devices, tmp_path, clock, "")
        dispatcher = Dispatcher(MemoryJournal(), devices, {}, clock, processing=processing.of(loaded))
        await dispatcher.start()
        house = House(loaded, tmp_path, clock, "", dispatcher, [], {})
        for section in ("enabled = true\nterminal = 1", "enabled = true\nterminal = 2"):
            written(tmp_path, section)
            house._begin()
            await until(lambda: house._reading and house._reading.done(), 10)
            wrong = section.endswith("1")
            assert dispatcher._around.wishes.processing == (
                Processing() if wrong else Processing(enabled=True, terminal=2)
            )
        await dispatcher.stop(1)

    asyncio.run(main())
