"""The plan: who is asked where, and which of the places belong to devices of the settings."""

import asyncio
import os
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import pytest

from drivers.ports import Clock, Transport
from drivers.search.offer import Found, Search, said
from drivers.search.places import serial_key, serial_places, tcp_places
from drivers.search.taken import taken
from drivers.transports.connection import open_transport


async def _one(transport: Transport, connection: str, clock: Clock) -> Found | None: ...


async def _other(transport: Transport, connection: str, clock: Clock) -> Found | None: ...


ONE = Search(tcp_ports=(7778, 12345), speeds=(115200, 4800), probe=_one)
OTHER = Search(tcp_ports=(7778,), speeds=(9600,), probe=_other)
CABLE = Search(speeds=(19200,), probe=_one)


@dataclass(frozen=True)
class Options:
    connection: str


def test_the_port_says_who_asks() -> None:
    first, second = tcp_places([(ip_address("10.0.0.1"), None)], [ONE, OTHER, CABLE])
    assert (first.name, [way.probe for way in first.ways]) == ("10.0.0.1:7778", [_one, _other])
    assert (second.name, [way.probe for way in second.ways]) == ("10.0.0.1:12345", [_one])
    assert not first.serial


def test_all_who_know_tcp_ask_at_a_port_that_was_given() -> None:
    (place,) = tcp_places([(ip_address("fd00::1"), 9100)], [ONE, OTHER, CABLE])
    assert [(way.connection, way.probe) for way in place.ways] == [
        ("tcp://[fd00::1]:9100", _one),
        ("tcp://[fd00::1]:9100", _other),
    ]


def test_a_printer_is_asked_nothing_that_it_would_print() -> None:
    text = Search(tcp_ports=(50010,), probe=_other, in_text=True)
    for port, asked in ((9100, [_one]), (8080, [_one, _other]), (50010, [_other, _one])):
        (place,) = tcp_places([(ip_address("10.0.0.1"), port)], [ONE, text])
        assert [way.probe for way in place.ways] == asked


def test_services_of_the_settings_are_left_alone() -> None:
    options = {1: Options("http://127.0.0.1:16732"), 2: Options("http://127.0.0.1/api.json"), 3: Options("http:///")}
    assert asyncio.run(taken(options)) == {"tcp 127.0.0.1 16732": 1, "tcp 127.0.0.1 80": 2}


def test_an_address_is_asked_once() -> None:
    address = ip_address("10.0.0.1")
    assert len(tcp_places([(address, None), (address, 7778)], [OTHER])) == 1


def test_a_port_that_is_given_is_asked_by_all_the_usual_ones_first() -> None:
    usual = Search(tcp_ports=(5555,), probe=_other)
    (place,) = tcp_places([(ip_address("10.0.0.1"), 5555)], [ONE, CABLE, usual])
    assert [way.probe for way in place.ways] == [_other, _one]


def test_the_likeliest_speed_of_everybody_comes_first() -> None:
    (place,) = serial_places(["/dev/tty №1"], [ONE, OTHER])
    quoted = "serial:///dev/tty%20%E2%84%961?baud="
    assert [way.connection for way in place.ways] == [f"{quoted}115200", f"{quoted}9600", f"{quoted}4800"]
    assert place.serial
    assert str(open_transport(place.ways[0].connection)) == "/dev/tty №1"


def test_windows_names() -> None:
    (place,) = serial_places(["COM3"], [OTHER])
    assert place.ways[0].connection == "serial://COM3?baud=9600"
    assert str(open_transport(place.ways[0].connection)) == "COM3"


@pytest.mark.skipif(os.name == "nt", reason="links to devices are not for Windows")
def test_a_link_is_the_same_port(tmp_path: Path) -> None:
    link = tmp_path / "by-id"
    link.symlink_to("/dev/null")
    assert serial_key(str(link)) == serial_key("/dev/null")
    assert len(serial_places([str(link), "/dev/null"], [OTHER])) == 1
    assert asyncio.run(taken({4: Options(f"serial://{link}?baud=9600")})) == {serial_key("/dev/null"): 4}


def test_places_of_the_settings() -> None:
    found = asyncio.run(
        taken(
            {
                1: Options("tcp://127.0.0.1:7778"),
                2: Options("TCP://[::1]:7778"),
                3: Options("tcp://127.0.0.1:7778"),
                5: object(),
                6: Options("cups://127.0.0.1/printers/K"),
                7: Options("tcp://127.0.0.1:99999"),
                8: Options("file:///dev/null"),
                9: Options("serial:///dev/tty%00"),
            }
        )
    )
    assert found == {"tcp 127.0.0.1 7778": 1, "tcp ::1 7778": 2, serial_key("/dev/null"): 8}


def test_what_a_stranger_says_is_one_plain_line() -> None:
    assert said("  ШТРИХ-М\0\x1b[2J\r\nФР \u202e01 ") == "ШТРИХ-М [2J ФР 01"
    assert len(said("М" * 1000)) == 64
