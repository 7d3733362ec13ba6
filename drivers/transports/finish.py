"""Being sure that what was written has left us, beyond what `Transport.write` promises."""

from typing import Protocol, runtime_checkable

from drivers.ports import Transport


@runtime_checkable
class Finishing(Protocol):
    """A transport that can tell whether the other side took everything."""

    async def finish(self) -> None:
        """Wait until all that was written is taken; only `close` may follow.

        Has no deadline of its own: the caller sets one. Raises DeviceOffline if the other side let go before.
        """
        ...


async def finish(transport: Transport) -> None:
    """`transport.finish()` where it has one; for the others a returned `write` is all there is to know."""
    if isinstance(transport, Finishing):
        await transport.finish()
