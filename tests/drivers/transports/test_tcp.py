"""TCP against real sockets."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

import pytest

from drivers.emulation.line import reset_on_close
from drivers.errors import DeviceOffline
from drivers.transports.tcp import TcpTransport
from tests.tcp_printer import full_listener

Peer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def dead_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def job(transport: TcpTransport, data: bytes) -> None:
    await transport.write(data)
    await transport.finish()


async def resetting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(10)
    reset_on_close(writer.get_extra_info("socket"))


async def with_peer(peer: Peer, talk: Callable[[TcpTransport], Awaitable[None]], linger: float = 0.3) -> None:
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await peer(reader, writer)
        finally:
            writer.close()
            done.set_result(None)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server, asyncio.timeout(10):
        transport = TcpTransport("127.0.0.1", server.sockets[0].getsockname()[1], linger_seconds=linger)
        await transport.open()
        try:
            await talk(transport)
        finally:
            await transport.close()
        await done


def test_everything_written_arrives_and_answers_come_back() -> None:
    got = bytearray()

    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        got.extend(await reader.readexactly(3))
        writer.write(b"\x06ok")
        got.extend(await reader.read())

    async def talk(transport: TcpTransport) -> None:
        await transport.write(b"abc")
        answer = await transport.read(1) + await transport.read(10)
        assert answer == b"\x06ok"
        await transport.write(bytes(300_000))
        await transport.finish()

    asyncio.run(with_peer(peer, talk))
    assert bytes(got) == b"abc" + bytes(300_000)


def test_close_alone_also_lets_the_last_bytes_out() -> None:
    got = bytearray()

    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"status nobody reads")
        await asyncio.sleep(0.05)  # a slow taker
        got.extend(await reader.read())

    async def talk(transport: TcpTransport) -> None:
        await transport.write(b"x" * 100_000)

    asyncio.run(with_peer(peer, talk))
    assert len(got) == 100_000


def test_a_peer_that_keeps_its_side_open_costs_only_the_linger() -> None:
    release = asyncio.Event()

    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        await release.wait()

    async def talk(transport: TcpTransport) -> None:
        await transport.write(b"abc")
        async with asyncio.timeout(2):
            await transport.finish()
        release.set()

    asyncio.run(with_peer(peer, talk, linger=0.05))


def test_a_reset_is_seen_by_finish() -> None:
    async def talk(transport: TcpTransport) -> None:
        await transport.write(bytes(5000))
        with pytest.raises(DeviceOffline):
            await transport.finish()

    asyncio.run(with_peer(resetting, talk))


def test_a_reset_that_a_read_has_seen_is_named_by_finish() -> None:
    async def talk(transport: TcpTransport) -> None:
        await transport.write(bytes(5000))
        for use in (transport.read(10), transport.finish()):
            with pytest.raises(DeviceOffline, match="разорвало связь"):
                await use

    asyncio.run(with_peer(resetting, talk))


def test_a_peer_that_hung_up_before_the_job_is_seen_by_finish() -> None:
    hung_up = asyncio.Event()

    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()
        await writer.wait_closed()
        hung_up.set()

    async def talk(transport: TcpTransport) -> None:
        await hung_up.wait()
        with pytest.raises(DeviceOffline):  # the first bytes may pass, their acknowledgement is a reset
            await job(transport, b"lost")

    asyncio.run(with_peer(peer, talk))


def test_a_peer_that_closed_its_side_in_mid_job_may_have_dropped_the_rest() -> None:
    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"\x12")
        writer.write_eof()
        await reader.read()

    async def talk(transport: TcpTransport) -> None:
        await transport.read(1)
        with pytest.raises(DeviceOffline, match="закрыло соединение"):
            await transport.read(1)
        with pytest.raises(DeviceOffline, match="не дождавшись конца"):
            await job(transport, b"taken, for all we know")

    asyncio.run(with_peer(peer, talk))


def test_a_peer_that_takes_nothing_makes_finish_wait_for_the_callers_deadline() -> None:
    release = asyncio.Event()

    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await release.wait()
        writer.transport.abort()

    async def talk(transport: TcpTransport) -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(job(transport, bytes(20_000_000)), 0.5)
        release.set()

    asyncio.run(with_peer(peer, talk, linger=0.05))


def test_end_of_stream_while_reading() -> None:
    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        return

    async def talk(transport: TcpTransport) -> None:
        with pytest.raises(DeviceOffline, match="закрыло"):
            await transport.read(1)

    asyncio.run(with_peer(peer, talk))


@pytest.mark.parametrize(("host", "words"), [("127.0.0.1", "отклонено"), ("x" * 64, "не найдено")])
def test_no_connection_names_the_address_and_what_to_check(host: str, words: str) -> None:
    port = dead_port()

    async def main() -> None:
        with pytest.raises(DeviceOffline, match=words) as caught:
            await TcpTransport(host, port).open()
        assert f"{host}:{port}" in caught.value.text
        assert "Проверьте" in caught.value.text
        assert caught.value.nothing_sent

    asyncio.run(main())


def test_connecting_has_a_deadline() -> None:
    async def main() -> None:
        async with full_listener() as (host, port):
            with pytest.raises(DeviceOffline, match="не отвечает"):
                await TcpTransport(host, port, connect_seconds=0.2).open()

    asyncio.run(main())


def test_unopened_and_twice_opened() -> None:
    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async def talk(transport: TcpTransport) -> None:
        await transport.close()
        await transport.close()
        with pytest.raises(DeviceOffline, match="не открыто"):
            await transport.write(b"x")

    asyncio.run(with_peer(peer, talk))
