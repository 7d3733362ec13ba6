from pathlib import Path

import pytest

from drivers import registry
from drivers.errors import RequestRefused
from drivers.remote.options import RemoteOptions, address_of
from tests.drivers.remote.shop import device


@pytest.mark.parametrize(
    ("url", "base", "host", "port"),
    [
        ("http://192.168.1.10:5893", "http://192.168.1.10:5893", "192.168.1.10", 5893),
        (" http://kassa:5893/ ", "http://kassa:5893", "kassa", 5893),
        ("https://shop.example/kkm/", "https://shop.example/kkm", "shop.example", 443),
        ("http://[::1]:5893", "http://[::1]:5893", "::1", 5893),
    ],
)
def test_addresses(url: str, base: str, host: str, port: int) -> None:
    address = address_of(url)
    assert (str(address), address.host, address.port, address.secure) == (base, host, port, url.startswith("https"))


@pytest.mark.parametrize(
    "url",
    [
        "", "kassa:5893", "tcp://kassa:5893", "http://", "http://kassa:99999", "http://[::1",
        "http://User:secret@kassa:5893", "http://kassa:5893/?a=secret", "http://kassa:5893/#secret",
    ],
)  # fmt: skip
def test_addresses_that_cannot_be_used(url: str) -> None:
    with pytest.raises(RequestRefused, match="ключ url") as caught:
        device(url)
    assert "secret" not in caught.value.text


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_root_certificate_that_cannot_be_read(tmp_path: Path, content: str | None) -> None:
    if content:
        (tmp_path / "ca.crt").write_text(content)
    with pytest.raises(RequestRefused, match=r"ca\.crt \(ключ ca\)"):
        device("https://kassa:5893", ca="ca.crt", home=tmp_path)


def test_the_password_is_shown_nowhere() -> None:
    options = RemoteOptions(url="http://kassa", login="User", password="secret")
    assert "secret" not in repr(options)


def test_it_is_registered() -> None:
    spec = registry.load("remote")
    assert spec.options is RemoteOptions
