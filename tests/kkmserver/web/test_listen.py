import socket

import pytest

from kkmserver.config import ConfigError, Server
from kkmserver.web.listen import addresses, open_sockets, uvicorn_config
from tests.kkmserver.web.running import settings


def test_a_port_in_use_is_said_plainly() -> None:
    with open_sockets(Server(port=0))[0] as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=rf"127\.0\.0\.1:{port}.*занят"):
            open_sockets(Server(port=port))


def test_an_address_of_another_computer() -> None:
    with pytest.raises(ConfigError, match=r"server\.port: не удалось открыть 192\.0\.2\.1"):
        open_sockets(Server(host="192.0.2.1", port=0))


def test_localhost_is_both_families_on_one_port() -> None:
    sockets = open_sockets(Server(host="localhost", port=0))
    try:
        assert sockets[0].getsockname()[0] == "127.0.0.1"
        assert len({listener.getsockname()[1] for listener in sockets}) == 1
        assert len(sockets) == (2 if _has_ipv6() else 1)
    finally:
        for listener in sockets:
            listener.close()


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "localhost")])
def test_what_to_open(host: str, shown: str) -> None:
    with open_sockets(Server(host=host, port=0))[0] as listener:
        port = listener.getsockname()[1]
        assert addresses([listener], Server()) == [f"http://{shown}:{port}/"]
        tls = Server(tls_certificate="a", tls_key="b")
        assert addresses([listener], tls) == [f"https://{shown}:{port}/"]


def test_nobody_may_say_whom_he_speaks_for() -> None:
    options = uvicorn_config(lambda scope, receive, send: None, settings().server)  # type: ignore[arg-type,return-value]
    assert options.proxy_headers is False
    assert options.server_header is False
