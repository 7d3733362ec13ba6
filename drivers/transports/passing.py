"""A transport around another, for those who listen in, count or spoil: they say only what is different."""

from drivers.ports import Transport


class PassingTransport:
    def __init__(self, inner: Transport) -> None:
        self.inner = inner

    def __str__(self) -> str:
        return str(self.inner)

    @property
    def answers(self) -> bool:
        return self.inner.answers

    @property
    def patience(self) -> float:
        return self.inner.patience

    async def open(self) -> None:
        await self.inner.open()

    async def write(self, data: bytes) -> None:
        await self.inner.write(data)

    async def read(self, size: int) -> bytes:
        return await self.inner.read(size)

    async def finish(self) -> None:
        await self.inner.finish()

    async def close(self) -> None:
        await self.inner.close()
