"""The driver against an УТМ that answers whatever it likes."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers import registry
from drivers.egais.answer import MOST_BYTES, slip_of
from drivers.egais.driver import UtmDriver
from drivers.errors import (
    DeviceFaulty,
    DeviceOffline,
    EgaisRefused,
    KkmError,
    NotSupported,
    OutcomeUnknown,
)
from drivers.model.command import ReadState, XReport
from drivers.model.excise import EgaisSlip
from drivers.model.state import DeviceKind
from tests.drivers.egais.shop import MARK_68, MARK_150, device, sale, vodka
from tests.drivers.egais.utm_server import GOOD, Reply, Sent, Utm, http, serving

SLIP = EgaisSlip(url="https://check.egais.ru?id=aa1b&dt=1511261530&cn=030000000000", sign="0123456789ABCDEF")
WITHIN = 20.0
Scene = Callable[[UtmDriver, Utm], Awaitable[None]]
BOMB = (
    b'<!DOCTYPE A [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%b">' % (98 + step, b"&%c;" % (97 + step) * 10) for step in range(9))
    + b"]><A><url>&j;</url><sign>AB</sign></A>"
)
OUTSIDE = b'<!DOCTYPE A [<!ENTITY x SYSTEM "file:///etc/passwd">]><A><url>&x;</url><sign>AB</sign></A>'


def play(folder: Path, reply: Reply | Callable[[Sent], Any], scene: Scene, **options: Any) -> None:
    async def main() -> None:
        answer = reply if callable(reply) else lambda _: reply
        async with asyncio.timeout(WITHIN), serving(answer) as utm:
            driver = device(folder, utm.url, **options)
            try:
                await scene(driver, utm)
            finally:
                await driver.close()

    asyncio.run(main())


@pytest.mark.parametrize(
    ("options", "target", "root"),
    [
        ({}, "/xml", b"<Cheque "),
        ({"format": "v3", "fsrar_id": "030000000000"}, "/xml?type=ChequeV3", b"<ns:Documents "),
    ],
)
def test_a_cheque_is_taken(tmp_path: Path, options: dict[str, str], target: str, root: bytes) -> None:
    async def scene(driver: UtmDriver, utm: Utm) -> None:
        outcome = await driver.execute(sale(vodka(), vodka(MARK_150)))
        assert outcome.excise == SLIP
        (sent,) = utm.sent
        assert (sent.method, sent.target) == ("POST", target)
        head, content = sent.part
        assert 'name="xml_file"' in head
        assert "xml" in head.partition("Content-Type:")[2]
        assert root in content
        assert MARK_150.encode() in content

    play(tmp_path, http(200, GOOD), scene, **options)


def test_the_command_goes_before_the_settings(tmp_path: Path) -> None:
    async def scene(driver: UtmDriver, utm: Utm) -> None:
        await driver.execute(sale(kpp="770002002", register="K2"))
        await driver.execute(sale(vodka(MARK_150), receipt=0, register=""))
        first, second = (sent.part[1].decode() for sent in utm.sent)
        assert 'kpp="770002002"' in first
        assert 'inn="7700000009"' in first
        assert 'kassa="K2"' in first
        assert 'number="41"' in first
        assert 'kpp="770001001"' in second
        assert 'kassa="K1"' in second
        assert f'number="{(await driver.mark()).removeprefix("op=")}"' in second  # a number of our own

    play(tmp_path, http(200, GOOD), scene, register="K1")


REFUSED = [
    (200, "<A><error>Марка не найдена</error></A>".encode(), "Марка не найдена."),
    (200, "<a:A xmlns:a='x'><a:Error>Нет ключа!</a:Error><a:url/></a:A>".encode(), "Нет ключа!"),
    (200, "<A><error><code>1</code><text> Нет </text></error></A>".encode(), "1 Нет."),
    (200, "<?xml version='1.0' encoding='windows-1251'?><A><error>Нет</error></A>".encode("cp1251"), "Нет."),
    (400, "<A><error>Плохой чек</error></A>".encode(), "Плохой чек."),
    (500, b"<html><style>p{}</style><body><h1>HTTP ERROR 500</h1>\n<p>No RSA key</p></body></html>", "No RSA key"),
    (503, b"", "причина не названа"),
    (302, b"", "причина не названа"),
    (404, b"\xff\x00\x01junk", "junk."),
    (500, GOOD, "HTTP 500"),
    (200, b"<A><url>https://x</url><error>E</error></A>", "E."),
]


@pytest.mark.parametrize(("status", "body", "words"), REFUSED)
def test_a_cheque_is_refused(tmp_path: Path, status: int, body: bytes, words: str) -> None:
    async def scene(driver: UtmDriver, utm: Utm) -> None:
        mark = await driver.mark()
        with pytest.raises(EgaisRefused) as caught:
            await driver.execute(sale())
        assert words in caught.value.text
        assert utm.url in caught.value.text
        assert caught.value.nothing_sent
        assert caught.value.device == "УТМ магазина"
        assert caught.value.native == (None if status == 200 else status)
        assert caught.value.text.isprintable()
        assert await driver.settle(sale(), mark) is None

    play(tmp_path, http(status, body), scene)


UNCLEAR = [
    None,
    b"",
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<A><url>",
    b"not HTTP at all\r\n\r\n",
    http(200, b""),
    http(200, b"<A><url>https://x</url></A>"),
    http(200, b"<A><sign>AB</sign></A>"),
    http(200, b"<A><url> </url><sign>AB</sign></A>"),
    http(200, b"<A><url>https://x</url><sign>A\nB</sign></A>"),
    http(200, b"<A><url>https://x</url><sign>AB</sign><error>but</error></A>"),
    http(200, b"<A><b><url>https://x</url><sign>AB</sign></b></A>"),
    http(200, b"<A><url>https://" + b"x" * 2000 + b"</url><sign>AB</sign></A>"),
    http(200, b"{}"),
    http(200, b"<html>hello"),
    http(200, GOOD + GOOD),
    http(200, b"<?xml version='1.0' encoding='nonsense'?><A/>"),
    http(200, BOMB),
    http(200, OUTSIDE),
    http(200, b"<A>" * 50_000),
    http(200, b"<A>" + b" " * MOST_BYTES + b"</A>"),
    http(502, GOOD),
    http(504, b""),
]


@pytest.mark.parametrize("reply", UNCLEAR)
def test_nobody_knows(tmp_path: Path, reply: bytes | None) -> None:
    async def scene(driver: UtmDriver, utm: Utm) -> None:
        mark = await driver.mark()
        with pytest.raises(OutcomeUnknown, match="Посмотрите на странице УТМ") as caught:
            await driver.execute(sale())
        assert not caught.value.nothing_sent
        with pytest.raises(OutcomeUnknown, match=r"чек № 41.*в журнале") as caught:
            await driver.settle(sale(), mark)
        assert len(utm.sent) == 1, "a cheque is never sent twice"

    play(tmp_path, reply, scene)


def test_an_endless_answer(tmp_path: Path) -> None:
    async def scene(driver: UtmDriver, utm: Utm) -> None:
        with pytest.raises(OutcomeUnknown, match="длинный"):
            await driver.execute(sale())

    play(tmp_path, b"HTTP/1.1 200 OK\r\n\r\n" + b"<A>" * MOST_BYTES, scene)


def test_it_does_not_answer_in_time(tmp_path: Path) -> None:
    async def never(_: Sent) -> Reply:
        await asyncio.Event().wait()
        return None

    async def scene(driver: UtmDriver, utm: Utm) -> None:
        with pytest.raises(OutcomeUnknown, match="вовремя"):
            await driver.execute(sale())

    play(tmp_path, never, scene, answer_timeout=0.05)


def test_it_is_away(tmp_path: Path) -> None:
    async def main() -> None:
        async with serving(lambda _: None) as utm:
            url = utm.url
        driver = device(tmp_path, url)
        mark = await driver.mark()
        for command in (sale(), ReadState()):
            with pytest.raises(DeviceOffline, match="Проверьте, что он запущен") as caught:
                await driver.execute(command)
            assert caught.value.nothing_sent
        with pytest.raises(DeviceOffline):
            await driver.state()
        assert await driver.settle(sale(), mark) is None
        await driver.close()

    asyncio.run(main())


def test_state_and_what_it_is(tmp_path: Path) -> None:
    async def scene(driver: UtmDriver, utm: Utm) -> None:
        state = (await driver.execute(ReadState())).state
        assert state is not None
        assert state.online
        assert state.address == utm.url
        assert [(sent.method, sent.target) for sent in utm.sent] == [("GET", "/")]
        assert driver.traits.kind is DeviceKind.EGAIS
        with pytest.raises(NotSupported):
            await driver.execute(XReport())
        assert await driver.settle(ReadState(), await driver.mark()) is None

    play(tmp_path, http(200, b"<html/>"), scene)


@pytest.mark.parametrize(("reply", "kind"), [(http(500, b""), DeviceFaulty), (None, DeviceOffline)])
def test_it_is_ill(tmp_path: Path, reply: Reply, kind: type[KkmError]) -> None:
    async def scene(driver: UtmDriver, utm: Utm) -> None:
        with pytest.raises(kind) as caught:
            await driver.state()
        assert caught.value.device == "УТМ магазина"

    play(tmp_path, reply, scene)


def test_an_answer_is_kept_for_a_server_that_was_killed(tmp_path: Path) -> None:
    async def scene(driver: UtmDriver, utm: Utm) -> None:
        assert await driver.settle(sale(), await driver.mark()) is None  # never begun
        mark = await driver.mark()
        await driver.execute(sale())
        settled = await driver.settle(sale(), mark)
        assert settled is not None
        assert settled.excise == SLIP
        with pytest.raises(OutcomeUnknown):
            await driver.settle(sale(vodka(MARK_150)), mark)
        with pytest.raises(OutcomeUnknown):
            await driver.settle(sale(is_return=True), mark)

    play(tmp_path, http(200, GOOD), scene)


VICTIM = """
import asyncio, sys
from pathlib import Path
from tests.drivers.egais.shop import device, sale
async def main():
    driver = device(Path(sys.argv[2]), sys.argv[1])
    print(await driver.mark(), flush=True)
    await driver.execute(sale())
asyncio.run(main())
"""


def test_killed_while_the_utm_thinks(tmp_path: Path) -> None:
    """The УТМ has the cheque, our server dies before the answer: nobody sends it again, a person is asked."""
    victims: list[subprocess.Popen[str]] = []

    async def kill(_: Sent) -> Reply:
        victims[0].kill()
        await asyncio.to_thread(victims[0].wait)
        return http(200, GOOD)

    async def main() -> None:
        async with asyncio.timeout(WITHIN), serving(kill) as utm:
            command = [sys.executable, "-c", VICTIM, utm.url, str(tmp_path)]
            root = Path(__file__).parents[3]
            with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as victim:
                victims.append(victim)
                assert victim.stdout is not None
                mark = (await asyncio.to_thread(victim.stdout.readline)).strip()
                await asyncio.to_thread(victim.wait)
            driver = device(tmp_path, utm.url)
            with pytest.raises(OutcomeUnknown, match="чек № 41"):
                await driver.settle(sale(), mark)
            assert len(utm.sent) == 1
            await driver.close()

    asyncio.run(main())
    with closing(sqlite3.connect(tmp_path / "operations.sqlite3")) as db:
        assert db.execute("SELECT state FROM operations").fetchall() == [("started",)]
        assert MARK_68 not in str(db.execute("SELECT * FROM operations").fetchall())


@settings(deadline=None)
@given(
    st.sampled_from([200, 400, 500]), st.binary(max_size=200) | st.sampled_from([GOOD[:at] for at in range(len(GOOD))])
)
def test_any_answer_is_judged(status: int, content: bytes) -> None:
    try:
        slip = slip_of(status, content, "http://utm")
    except (EgaisRefused, OutcomeUnknown) as error:
        found = error
    else:
        assert slip == SLIP
        assert status == 200
        return
    assert found.nothing_sent is isinstance(found, EgaisRefused)
    assert len(found.text) < 1000


def test_it_is_in_the_registry() -> None:
    assert registry.load("utm").options().format == "cheque"
