"""Which lower level a register speaks is found out."""

import random

import pytest

from drivers.atol import link_auto, link_v2, link_v3
from drivers.atol.link_v3 import Timing
from drivers.atol.reply import Reply
from drivers.errors import DeviceOffline
from tests.drivers.atol.conversation import PAY, TOTAL
from tests.drivers.atol.levels import Buffer, Old, Peer
from tests.drivers.lower_level.wire import Noise, Wire


def auto() -> link_auto.Link:
    made = link_auto.Link(link_v3.Link(Timing(), b"\0\0", "COM3"), link_v2.Link(b"\0\0", "COM3"))
    made.connected()
    return made


@pytest.mark.parametrize(("peer", "next_tid"), [(Buffer(), 2), (Old(), None)], ids=["v3", "v2"])
def test_either_is_found_and_kept(peer: Peer, next_tid: int | None) -> None:
    link, wire = auto(), Wire(peer, Noise(random.Random(0)))
    for number, request in enumerate((PAY, TOTAL)):
        assert wire.run(link.ask(request), limit=link.limit(request)) == Reply(0, 0, bytes([0xA5, number, 0, 0x5A]))
    assert link.next_tid == next_tid
    assert link.tid_in_flight is None
    assert not link.stale


def test_nobody_is_there() -> None:
    link, wire = auto(), Wire(Peer(), Noise(random.Random(0), lost=1.0))
    with pytest.raises(DeviceOffline) as error:
        wire.run(link.ask(PAY), limit=link.limit(PAY))
    assert error.value.nothing_sent
    failure = link.failed(PAY, TimeoutError())
    assert isinstance(failure, DeviceOffline)


def test_a_task_of_an_earlier_process_is_looked_for_by_v3() -> None:
    link = auto()
    link.resume(5)
    assert link.tid_in_flight == 5
    wire = Wire(Buffer(), Noise(random.Random(0)))
    wire.run(link.start())
    assert link.tid_in_flight is None
