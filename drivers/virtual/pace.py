"""How long a command of a virtual device takes."""

from drivers.ports import Clock


async def last(seconds: float, since: float, clock: Clock) -> None:
    """Wait until `seconds` after `since`, a time of `clock.monotonic`: what was done meanwhile is part of them.

    A register has recorded its document long before the paper is out, so it is done first and the rest is waited for.
    """
    left = since + seconds - clock.monotonic()
    if left > 0:
        await clock.sleep(left)
