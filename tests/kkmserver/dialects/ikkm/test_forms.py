"""Where the parameters stand, and what every answer carries. Source: spec/ikkm.md 1, 3, 9."""

import time
from pathlib import Path
from urllib.parse import quote

import pytest

from kkmserver.dialects.door import Knock
from kkmserver.dialects.ikkm import form
from kkmserver.dialects.ikkm.codes import Refused
from tests.kkmserver.dialects.ikkm.booth import K0, Booth, booth, go, posted

B = "----x"


def part(name: str, value: str) -> str:
    return f'--{B}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'


async def sold(one: Booth, raw: bytes, total: int = 10) -> None:
    told = await one.send(raw)
    assert told.essence == (200, "1", told.key)
    operation = one.door._book.last
    assert operation
    assert operation.total == total * 100


RAW = [
    f"GET /api?key={K0}&sale=10&cash=10 HTTP/1.1\r\nHost: k\r\n\r\n".encode(),
    f"GET /api/?key={K0}&sale=10&cash=10 HTTP/1.0\r\n\r\n".encode(),
    f"GET /api/key={K0}&sale=10&cash=10 HTTP/1.1\r\nHost: k\r\n\r\n".encode(),
    f"GET /api/key={K0}&sale=10?cash=10 HTTP/1.1\r\nHost: k\r\n\r\n".encode(),
    f"GET http://k:8080/api?key={K0}&sale=10&cash=10&_=1699 HTTP/1.1\r\nHost: k\r\n\r\n".encode(),
    posted("/api", f"key={K0}&sale=10&cash=10\r\n".encode()),
    posted(f"/api?key={K0}&sale=77", b"sale=10&cash=10"),
    posted("/api/", f"key={K0}&sale=10&cash=10&print={quote('Рақмет')}+%22!%22".encode(), kind="text/plain"),
    posted(
        "/api",
        (part("key", K0) + part("sale", "10") + part("cash", "10") + part("print", "Рақмет") + f"--{B}--\r\n").encode(),
        kind=f"multipart/form-data; boundary={B}",
    ),
]


@pytest.mark.parametrize("raw", RAW)
def test_all_ways_to_ask(tmp_path: Path, raw: bytes) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            await sold(one, raw)

    go(test())


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (f"GET /api?key={K0}&sale=10&cash=10&print=x HTTP/1.1\r\nHost: k\r\n\r\n".encode(), -7),
        (f"GET /api?key={K0}&sale=10&cash=10&itemdata=[] HTTP/1.1\r\nHost: k\r\n\r\n".encode(), -7),
        (f"GET /apiprint?key={K0}&print=x HTTP/1.1\r\nHost: k\r\n\r\n".encode(), -7),
        (f"GET /API?key={K0}&sale=10&cash=10 HTTP/1.1\r\nHost: k\r\n\r\n".encode(), -8),
        (f"PUT /api?key={K0}&sale=10&cash=10 HTTP/1.1\r\nHost: k\r\nContent-Length: 0\r\n\r\n".encode(), -8),
        (f"GET /dump/table/goods?key={K0} HTTP/1.1\r\nHost: k\r\n\r\n".encode(), -8),
        (f"GET /api?Key={K0}&sale=10&cash=10 HTTP/1.1\r\nHost: k\r\n\r\n".encode(), -7),
        (f"GET /apideposit?key={K0} HTTP/1.1\r\nHost: k\r\n\r\n".encode(), -7),
        (f"GET /apideposit?key={K0}&cash=1.50 HTTP/1.1\r\nHost: k\r\n\r\n".encode(), -9),
        (f"GET /apideposit?key={K0}&cash=0 HTTP/1.1\r\nHost: k\r\n\r\n".encode(), -9),
        (f"GET /apibank?key={K0} HTTP/1.1\r\nHost: k\r\n\r\n".encode(), -7),
        (f"GET /apicheck?key={K0}&sale=1 HTTP/1.1\r\nHost: k\r\n\r\n".encode(), -7),
        (posted("/api", f"key={K0}&sale=10&cash=10&print=%FF".encode()), -7),
        (posted("/api", b"a=1&" * 200), -7),
        (posted("/api", b"--b\r\n\r\n" * 100_000, kind="multipart/form-data; boundary=b"), -7),
        (posted("/api", b"x", kind="multipart/form-data"), -7),
        (posted(f"/api?key={K0}&sale=10&cash=10", b"a" * 2**20 + b"a"), -7),
        (b"GET / HTTP/1.1\r\nHost: k\r\n\r\n", -8),
        (b"NONSENSE\r\n\r\n", -7),
    ],
)
def test_refused(tmp_path: Path, raw: bytes, code: int) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            told = await one.send(raw)
            assert (told.line[:13], told.body) == ("HTTP/1.1 400 ", str(code).encode())
            assert await one.documents() == 0

    go(test())


def test_a_body_of_many_parts_keeps_nobody_waiting() -> None:
    """It is read before its key is known."""
    kind = ("content-type", "multipart/form-data; boundary=b")
    body = b'--b\r\nContent-Disposition: form-data; name="k"\r\n\r\n1\r\n' * 18_000
    began = time.process_time()
    with pytest.raises(Refused):
        form.read(Knock(method="POST", target="/api", headers=(kind,), body=body))
    assert time.process_time() - began < 0.5


def test_headers(tmp_path: Path) -> None:
    async def test() -> None:
        async with booth(tmp_path) as one:
            for target in (f"/apicheck?key={K0}", "/apicheck?key=1", f"/dump/table/taxes?key={K0}"):
                headers = (await one.get(target)).headers
                assert headers["access-control-allow-origin"] == "*"
                assert headers["cache-control"] == "no-store"
            told = await one.get(f"/apicheck?key={K0}")
            assert told.headers["content-type"] == "text/plain; charset=utf-8"
            assert told.headers["content-length"] == "1"
            told = await one.send(b"OPTIONS /api HTTP/1.1\r\nHost: k\r\n\r\n")
            assert told.line.startswith("HTTP/1.1 204 ")
            assert told.headers["access-control-allow-methods"] == "GET, POST"

    go(test())
