"""What may be wrong with the settings of further APIs, and in which words."""

import subprocess
import sys
from pathlib import Path

import pytest

from kkmserver import candidate, config, reload
from kkmserver.building import check_devices
from kkmserver.commands import check_config
from kkmserver.commands.bundle import masked
from kkmserver.config import ConfigError
from tests.ports import free_port

TOKEN, KEY, FIRST_KEY = "d5ae6f1c0b7f4e0f9a3b7c2d1e8f6a90", "Zk3mQ8vT1xWb6nHs9rLc4yPd7uJf2aGe0", "12345678"
REGISTER = "[[dialects.ikkm.registers]]\n"
GUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
DEVICES = """
[[devices]]
number = 1
name = "Касса"
driver = "virtual-kkt"
[[devices]]
number = 2
name = "Этикетки"
driver = "virtual-label-printer"
[[devices]]
number = 3
name = "Терминал"
driver = "virtual-terminal"
[[devices]]
number = 4
name = "Касса 4"
driver = "virtual-kkt"
[[pools]]
number = 10
name = "Зал"
members = [1, 4]
"""
ALL = f"""
[dialects.bit]
enabled = true
[[dialects.bit.tokens]]
token = "{TOKEN}"
device = 10
[[dialects.bit.tokens]]
token = "{TOKEN[::-1]}"
device = 3
[dialects.itkassa]
enabled = true
[[dialects.itkassa.organizations]]
id = "{GUID.upper()}"
name = "Ромашка"
api_keys = ["{KEY}"]
devices = [1, 10]
[dialects.ikkm]
enabled = true
[[dialects.ikkm.registers]]
device = 4
first_key = "{FIRST_KEY}"
taxes = [{{ code = 1, name = "НДС 12%", rate = "12" }}, {{ code = 2, name = "Без НДС", rate = "" }}]
[smtp]
host = "smtp.example"
login = "kassa"
password = "тайна-почты"
sender = "kassa@shop.example"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "kkmserver.toml"
    path.write_text(text + DEVICES, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(ConfigError) as caught:
        check_devices(config.load(written(folder, text)))
    for secret in (TOKEN, KEY, FIRST_KEY):
        assert secret not in str(caught.value)
    return [(fault.line, fault.key, fault.text) for fault in caught.value.faults]


def test_they_are_closed_unless_asked_for() -> None:
    dialects = config.builtin().dialects
    assert [one.enabled for one in (dialects.bit, dialects.itkassa, dialects.ikkm)] == [False] * 3


def test_all_of_them(tmp_path: Path) -> None:
    found = check_config.run(written(tmp_path, ALL))
    bit, itkassa, ikkm = found.dialects.bit, found.dialects.itkassa, found.dialects.ikkm
    assert [(one.token, one.device) for one in bit.tokens] == [(TOKEN, 10), (TOKEN[::-1], 3)]
    assert (bit.port, bit.memory_hours, bit.exempt_orders) == (44735, 24.0, ("122",))
    assert (itkassa.organizations[0].id, itkassa.organizations[0].devices) == (GUID, (1, 10))
    assert itkassa.retries == (0, 30, 120, 600, 1800, 7200, 21600, 86400)
    assert [str(tax.percent) for tax in ikkm.registers[0].taxes] == ["12", "None"]
    assert found.smtp.password == "тайна-почты"


def test_secrets_are_in_no_text_of_ours(tmp_path: Path) -> None:
    found = config.load(written(tmp_path, ALL))
    told = f"{found!r}\n{masked.settings(tmp_path / 'kkmserver.toml')}"
    assert "Ромашка" in told
    for secret in (TOKEN, KEY, FIRST_KEY, "тайна-почты"):
        assert secret not in told


def test_who_may_come_in_has_to_be_said(tmp_path: Path) -> None:
    text = "[dialects.bit]\nenabled = true\n[dialects.itkassa]\nenabled = true\n[dialects.ikkm]\nenabled = true\n"
    found = faults(tmp_path, text)
    assert [(line, key) for line, key, _ in found] == [
        (2, "dialects.bit.enabled"),
        (4, "dialects.itkassa.enabled"),
        (6, "dialects.ikkm.enabled"),
    ]
    assert found[0][2] == "API включён, а не задано ни одного токена; добавьте раздел [[dialects.bit.tokens]]"


def test_what_lets_in_is_long_and_belongs_to_one(tmp_path: Path) -> None:
    tables = [f'[[dialects.bit.tokens]]\ntoken = "{one}"\ndevice = 1\n' for one in ("short", f"{TOKEN} ")]
    assert [(line, key) for line, key, _ in faults(tmp_path, "".join(tables))] == [
        (2, "dialects.bit.tokens[1].token"),
        (5, "dialects.bit.tokens[2].token"),
    ]
    twice = "".join(f'[[dialects.bit.tokens]]\ntoken = "{one}"\ndevice = 1\n' for one in (TOKEN, TOKEN.upper()))
    assert faults(tmp_path, twice)[0][:2] == (1, "dialects.bit.tokens")
    shops = "".join(
        f'[[dialects.itkassa.organizations]]\nid = "{id_}"\nname = "A"\napi_keys = ["{KEY}"]\ndevices = [1]\n'
        for id_ in (GUID, GUID.replace("3f", "4f"))
    )
    assert "один ключ" in faults(tmp_path, shops)[0][2]


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        (f'[[dialects.bit.tokens]]\ntoken = "{TOKEN}"\ndevice = 2\n', "dialects.bit.tokens[1].device", "№ 2 – другое"),
        (f'[[dialects.bit.tokens]]\ntoken = "{TOKEN}"\ndevice = 7\n', "dialects.bit.tokens[1].device", "номера 7 нет"),
        (f"{REGISTER}device = 10\n", "dialects.ikkm.registers[1].device", "№ 10 – пул"),
        (f"{REGISTER}device = 3\n", "dialects.ikkm.registers[1].device", "№ 3 – другое"),
        (f"{REGISTER}device = 1\nfirst_key = 12345678\n", "dialects.ikkm.registers[1].first_key", "кавычках"),
        (f'{REGISTER}device = 1\nfirst_key = "012345"\n', "dialects.ikkm.registers[1].first_key", "4–18"),
        ("[dialects.itkassa]\nretries = [-1]\n", "dialects.itkassa.retries[1]", "не меньше 0"),
        ('[smtp]\nhost = "a"\n', "smtp", "задайте sender"),
        ('[smtp]\nsender = "никто"\n', "smtp.sender", "не адрес почты"),
        ("[dialects.bit]\nmemory_hours = 721\n", "dialects.bit.memory_hours", "не больше 720"),
        ("[dialects.bit]\nprot = 1\n", "dialects.bit.prot", "может быть, port?"),
        (ALL.replace("[dialects.bit]\n", "[dialects.bit]\ntls = true\n"), "dialects.bit.tls", "нужен сертификат"),
        (ALL.replace("[dialects.bit]\n", "[dialects.bit]\nport = 5893\n"), "dialects.bit.port", "server.port"),
        (ALL.replace("device = 4\n", "device = 4\nport = 5895\n"), "dialects.ikkm.registers[1].port", "itkassa.port"),
    ],
)
def test_what_is_wrong_is_told_at_its_key(text: str, key: str, said: str, tmp_path: Path) -> None:
    ((line, where, told),) = faults(tmp_path, text)
    assert where == key
    assert said in told
    assert line


def test_what_counts_from_the_next_start_only(tmp_path: Path) -> None:
    before = config.load(written(tmp_path, ALL))
    after = config.load(written(tmp_path, ALL.replace(TOKEN, "f" * 32).replace("first_key", "cashier")))
    assert reload.changes(before, after).after_restart == ()
    text = ALL.replace("[dialects.bit]\n", "[dialects.bit]\nport = 1\n").replace("device = 4\n", "device = 1\n")
    after = config.load(written(tmp_path, text))
    assert reload.waiting(before, after) == ["[dialects.bit] port", "[dialects.ikkm] registers"]
    assert reload.changes(before, after).after_restart == ("[dialects.bit]", "[dialects.ikkm]")
    off = config.load(written(tmp_path, ""))
    assert reload.waiting(off, config.load(written(tmp_path, "[dialects.bit]\nport = 1\n"))) == []
    assert reload.waiting(off, before)[0] == "[dialects.bit] enabled"


def test_a_port_that_is_taken_is_told_before_anything_is_written(tmp_path: Path) -> None:
    from kkmserver.web.listen import listeners

    now = config.load(written(tmp_path, ""))
    ((taken,), free) = listeners("127.0.0.1", 0), free_port()
    with taken:
        number = taken.getsockname()[1]
        text = f"[dialects.ikkm]\nenabled = true\n[[dialects.ikkm.registers]]\ndevice = 1\nport = {number}\n"
        with pytest.raises(ConfigError) as caught:
            candidate.check(config.load(written(tmp_path, text)), now, [])
        assert [fault.key for fault in caught.value.faults] == ["dialects.ikkm.registers[1].port"]
        candidate.check(config.load(written(tmp_path, text)), now, [number])
        candidate.check(config.load(written(tmp_path, text.replace(str(number), str(free)))), now, [])


_IMPORTS = """
import sys
from kkmserver import wiring
from kkmserver.door_building import decoders
decoders()
print([name for name in sys.modules if name.startswith(("kkmserver.dialects.bit", "kkmserver.dialects.i", "openpyxl"))])
"""


def test_what_is_off_is_not_even_imported() -> None:
    told = subprocess.run([sys.executable, "-c", _IMPORTS], capture_output=True, text=True, check=True, timeout=30)
    assert told.stdout.strip() == "[]"
