"""What the tests of held commands look at."""

import asyncio

from drivers.errors import DeviceOffline
from kkmserver.store.record import State
from tests.kkmserver.dispatch.shop import Register
from tests.kkmserver.dispatch.till import Flaky, Till

FOREVER = 10.0**9
TICK = 0.06  # seconds a refusal may be late


def now() -> float:
    return asyncio.get_running_loop().time()


def how(one: Till, id: str) -> tuple[float, State]:  # noqa: A002
    when, record = one.final[id]
    return when, record.state


def refused_at(one: Till, id: str, moment: float) -> None:  # noqa: A002
    when, state = how(one, id)
    assert state is State.FAILED
    assert moment <= when <= moment + TICK


async def state_of(one: Till, id: str) -> State:  # noqa: A002
    record = await one.journal.find(id)
    assert record
    return record.state


async def goes(register: Register, text: str) -> None:
    assert isinstance(register, Flaky)
    register.gone = [(now(), now() + 20)]
    raise DeviceOffline("Связь пропала.")
