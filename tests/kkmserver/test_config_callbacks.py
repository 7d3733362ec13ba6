"""[[callbacks]] of a settings file."""

import asyncio
from pathlib import Path

import pytest

from kkmserver import config
from kkmserver.callbacks.callbacks import Callbacks
from kkmserver.config import ConfigError, load
from kkmserver.dialects.http import Answer, Call
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.house import House
from kkmserver.store.memory import MemoryJournal
from tests.clock import FakeClock
from tests.kkmserver.dispatch.shop import until

DEVICE = '[[devices]]\nnumber = 1\nname = "Касса"\ndriver = "null"\n'
SITE = '[[callbacks]]\nname = "shop-17"\nurl = "http://127.0.0.1:1/kassa"\n'


def written(folder: Path, *tables: str) -> Path:
    path = folder / "kkmserver.toml"
    path.write_text("\n".join((DEVICE, *tables)), encoding="utf-8")
    return path


def faults(folder: Path, *tables: str) -> list[tuple[str, str]]:
    with pytest.raises(ConfigError) as caught:
        load(written(folder, *tables))
    assert all(fault.line for fault in caught.value.faults)
    return [(fault.key, fault.text) for fault in caught.value.faults]


def test_defaults(tmp_path: Path) -> None:
    (site,) = load(written(tmp_path, SITE)).callbacks
    assert (site.login, site.password, site.token, site.every, site.timeout, site.verify, site.ca) == (
        "", "", "", 30.0, 30.0, True, "",
    )  # fmt: skip
    assert load(written(tmp_path)).callbacks == ()


@pytest.mark.parametrize(
    ("line", "key", "said"),
    [
        ('url = "ftp://x"', "url", "https://shop.example"),
        ('url = "https://kassa:geheim@x"', "url", "login и password"),
        ('url = "https://x:99999"', "url", "неправильно"),
        ('url = "https://x"\nlogin = "a:b"', "login", "двоеточия"),
        ('url = "https://x"\nevery = 0.5', "every", "не меньше 1"),
        ('url = "https://x"\ntoken = 20261115', "token", "нужна строка в кавычках"),
        ('url = "https://x"\nca = "none.pem"', "ca", "none.pem"),
        ('url = "https://x"\ntocken = "geheim"', "tocken", "может быть, token?"),
        ('user = "x"', "url", "не задан"),
    ],
)
def test_faults(tmp_path: Path, line: str, key: str, said: str) -> None:
    found = dict(faults(tmp_path, f'[[callbacks]]\nname = "s"\n{line}\n'))
    text = found[f"callbacks[1].{key}"]
    assert said in text
    assert "geheim" not in text
    assert "20261115" not in text


def test_two_of_one_name(tmp_path: Path) -> None:
    assert faults(tmp_path, SITE, SITE) == [("callbacks[2].name", 'имя "shop-17" уже есть у другого сайта')]


def test_one_table_is_none_of_many(tmp_path: Path) -> None:
    assert "двойных скобках" in dict(faults(tmp_path, '[callbacks]\nname = "s"\n'))["callbacks"]


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    (site,) = load(written(tmp_path, f'{SITE}password = "geheim"\ntoken = "geheim"\n')).callbacks
    assert "geheim" not in repr(site)


def test_settings_read_again(tmp_path: Path) -> None:
    async def nothing(call: Call) -> Answer:
        raise AssertionError(call)

    async def main() -> None:
        clock, journal = FakeClock(), MemoryJournal()
        dispatcher = Dispatcher(journal, [], {}, clock)
        await dispatcher.start()
        callbacks = Callbacks(nothing, nothing, journal, clock)
        house = House(config.load(written(tmp_path)), tmp_path, clock, "", dispatcher, [], {}, callbacks)
        written(tmp_path, SITE)
        house._begin()
        await until(lambda: house._reading and house._reading.done(), 10)
        assert [view.name for view in callbacks.views()] == ["shop-17"]
        await callbacks.stop()
        await dispatcher.stop(1)

    asyncio.run(main())
