"""What people write as addresses, and what is refused of it."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.search.ranges import MOST, RangeRefused, parse

OURS = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "fc00::/7", "fe80::/10")


@pytest.mark.parametrize(
    ("text", "first", "last", "count", "port"),
    [
        ("192.168.1.10", "192.168.1.10", "192.168.1.10", 1, None),
        (" 192.168.1.10:12345 ", "192.168.1.10", "192.168.1.10", 1, 12345),
        ("tcp://192.168.1.10:7778", "192.168.1.10", "192.168.1.10", 1, 7778),
        ("192.168.1.0/24", "192.168.1.1", "192.168.1.254", 254, None),
        ("192.168.1.77/24:9100", "192.168.1.1", "192.168.1.254", 254, 9100),
        ("192.168.1.10-50", "192.168.1.10", "192.168.1.50", 41, None),
        ("192.168.1.250-192.168.2.5:7778", "192.168.1.250", "192.168.2.5", 12, 7778),
        ("10.0.0.4/31", "10.0.0.4", "10.0.0.5", 2, None),
        ("10.0.0.4/32", "10.0.0.4", "10.0.0.4", 1, None),
        ("10.20.0.0/22", "10.20.0.1", "10.20.3.254", 1022, None),
        ("172.31.255.1", "172.31.255.1", "172.31.255.1", 1, None),
        ("169.254.1.1", "169.254.1.1", "169.254.1.1", 1, None),
        ("[::1]:7778", "::1", "::1", 1, 7778),
        ("fd00::10-fd00::13", "fd00::10", "fd00::13", 4, None),
    ],
)
def test_addresses(text: str, first: str, last: str, count: int, port: int | None) -> None:
    found = parse(text)
    assert (str(found.addresses[0]), str(found.addresses[-1])) == (first, last)
    assert (len(found.addresses), found.port, found.name) == (count, port, "")


@pytest.mark.parametrize(
    ("text", "name", "port"),
    [
        ("localhost", "localhost", None),
        ("kassa-1.shop.local:7778", "kassa-1.shop.local", 7778),
        ("KASSA_1", "KASSA_1", None),
    ],
)
def test_names(text: str, name: str, port: int | None) -> None:
    found = parse(text)
    assert (found.addresses, found.name, found.port) == ((), name, port)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0.0.0.0/0", "4294967296 адресов"),
        ("10.0.0.0/21", "2048 адресов"),
        ("10.0.0.0-10.255.255.255", "16777216 адресов"),
        ("::/0", "адресов"),
        ("fe80::/64", "адресов"),
        ("8.8.8.8", "внутренней сети"),
        ("8.8.8.0/28", "внутренней сети"),
        ("192.167.255.250-192.168.0.5", "внутренней сети"),
        ("172.32.0.1", "внутренней сети"),
        ("100.64.0.1", "внутренней сети"),
        ("224.0.0.1", "внутренней сети"),
        ("0.0.0.0", "внутренней сети"),
        ("::ffff:8.8.8.8", "внутренней сети"),
        ("2001:db8::1", "внутренней сети"),
        ("192.168.1.50-10", "больше первого"),
        ("192.168.1.1-fd00::1", "больше первого"),
        ("192.168.1.10-999", "не адрес"),
        ("192.168.1.1-2-3", "не адрес"),
        ("192.168.1.256", "не адрес"),
        ("192.168.1", "не адрес"),
        ("192.168.1.0/33", "не адрес"),
        ("12345", "не адрес"),
        ("", "не адрес"),
        (":7778", "не адрес"),
        ("kassa 1", "не адрес"),
        ("kassa\0", "не адрес"),
        ("user@kassa", "не адрес"),
        ("http://kassa/", "не адрес"),
        ("касса", "не адрес"),
        ("-kassa", "не адрес"),
        ("a" * 64, "не адрес"),
        (".".join(["a" * 60] * 5), "не адрес"),
        ("192.168.1.1٠", "не адрес"),
        ("kassa:0", "от 1 до 65535"),
        ("192.168.1.1:65536", "от 1 до 65535"),
        ("fe80::1%eth0", "сетевой карты"),
    ],
)  # fmt: skip
def test_what_is_refused(text: str, why: str) -> None:
    with pytest.raises(RangeRefused, match=why) as refused:
        parse(text)
    assert len(str(refused.value)) < 400


@given(st.text(max_size=40) | st.from_regex(r"[0-9./:-]{1,40}", fullmatch=True))
def test_nothing_else_comes_of_any_text(text: str) -> None:
    try:
        found = parse(text)
    except RangeRefused:
        return
    assert 0 < len(found.addresses) <= MOST or found.name
    assert all(any(one in ip_network(net) for net in (*OURS, "::1/128")) for one in found.addresses)
