"""The network printer of the tests, with the standard library as its client."""

import asyncio

import pytest

from tests.tcp_printer import TcpPrinter


async def _send(printer: TcpPrinter, data: bytes) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", printer.port)
    writer.write(data)
    await writer.drain()
    writer.close()
    await writer.wait_closed()


def test_keeps_every_connection_apart() -> None:
    async def main() -> None:
        async with TcpPrinter() as printer:
            await _send(printer, b"first")
            await printer.finished(1)
            await _send(printer, b"second" * 10_000)
            assert await printer.finished(2) == [b"first", b"second" * 10_000]

    asyncio.run(main())


def test_resets_after_so_many_bytes() -> None:
    async def main() -> None:
        async with TcpPrinter(reset_after=5) as printer:
            reader, writer = await asyncio.open_connection("127.0.0.1", printer.port)
            writer.write(b"0123456789")
            with pytest.raises(ConnectionResetError):
                await reader.read()
            writer.close()
            assert await printer.finished() == [b"01234"]
            printer.reset_after = None
            await _send(printer, b"well again")
            assert await printer.finished(2) == [b"01234", b"well again"]

    asyncio.run(main())


def test_stalls() -> None:
    async def main() -> None:
        async with TcpPrinter(stall=True) as printer:
            _, writer = await asyncio.open_connection("127.0.0.1", printer.port)
            writer.write(bytes(16 << 20))
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(writer.drain(), 0.2)
            assert printer.received == [b""]
            writer.transport.abort()

    asyncio.run(main())


def test_refuses_and_comes_back_on_the_same_port() -> None:
    async def main() -> None:
        async with TcpPrinter() as printer:
            port = printer.port
            printer.refuse()
            with pytest.raises(ConnectionRefusedError):
                await _send(printer, b"x")
            await printer.listen()
            await _send(printer, b"y")
            assert (await printer.finished(), printer.port) == ([b"y"], port)

    asyncio.run(main())
