"""Devices out of settings."""

import tomllib
from pathlib import Path

import pytest

from drivers.clock import SystemClock
from kkmserver.building import built
from kkmserver.config import parse
from kkmserver.dispatch.device import Device


def device(text: str, folder: Path) -> Device:
    config = parse(f'[[devices]]\nnumber = 1\nname = "У"\n{text}', folder / "kkmserver.toml")
    assert tomllib.loads(config.text)
    return built(config, config.devices, folder, SystemClock(), "")[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('driver = "virtual-kkt"', ""),
        ('driver = "shtrih"\nconnection = "tcp://192.168.1.5:7778"', "tcp://192.168.1.5:7778"),
        ('driver = "spooler"\nconnection = "cups://anna:p%40ss@shop:631/printers/bar"', "cups://shop:631/printers/bar"),
        ('driver = "zpl"\nconnection = "serial:///dev/ttyS0?baud=9600"', "serial:///dev/ttyS0?baud=9600"),
        ('driver = "utm"\nurl = "http://192.168.1.6:8080"', "http://192.168.1.6:8080"),
    ],
)
def test_how_a_device_is_connected_without_passwords(text: str, told: str, tmp_path: Path) -> None:
    assert device(text, tmp_path).connection == told


def test_how_often_it_is_asked(tmp_path: Path) -> None:
    plain = device('driver = "null"', tmp_path)
    assert (plain.poll, plain.poll_watched) == (10.0, 0.5)
    other = device('driver = "null"\npoll = 5\npoll_watched = 0', tmp_path)
    assert (other.poll, other.poll_watched) == (5.0, 0.0)
