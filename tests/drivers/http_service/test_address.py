import pytest

from drivers.errors import RequestRefused
from drivers.http_service.address import ServiceAddress, address_of


@pytest.mark.parametrize(
    ("text", "address", "connection"),
    [
        ("http://127.0.0.1:16732", ServiceAddress("127.0.0.1", 16732), "tcp://127.0.0.1:16732"),
        (" http://kassa:50010/api.json ", ServiceAddress("kassa", 50010, "/api.json"), "tcp://kassa:50010"),
        ("http://[::1]:80/a/", ServiceAddress("::1", 80, "/a"), "tcp://[::1]:80"),
        ("http://kassa", ServiceAddress("kassa", 80), "tcp://kassa:80"),
    ],
)
def test_an_address(text: str, address: ServiceAddress, connection: str) -> None:
    assert address_of(text) == address
    assert address.connection == connection
    assert address_of(str(address)) == address


@pytest.mark.parametrize(
    "text",
    [
        *("", "127.0.0.1:16732", "tcp://127.0.0.1:16732", "http://", "http://:80", "http://a:0", "http://a:70000"),
        *("http://[::1", "http://a?b=c", "http://a#b", "http://a/б", "http://a/b c", "https://a"),
    ],
)
def test_no_address(text: str) -> None:
    with pytest.raises(RequestRefused, match="ключ connection"):
        address_of(text)


def test_a_password_is_not_repeated() -> None:
    with pytest.raises(RequestRefused, match="login и password") as caught:
        address_of("http://user:secret@kassa:80")
    assert "secret" not in caught.value.text
