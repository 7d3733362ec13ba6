"""Whatever happens to a pool, in whatever order: what is answered is what is on the papers, and once."""

import asyncio
import logging
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkmserver.store.record import Record, State
from tests.kkmserver.dispatch.pool_shop import POOL
from tests.kkmserver.dispatch.street import ACTS, MEMBERS, WHOLE, Street
from tests.kkmserver.dispatch.wound import wound

_NUMBER = st.sampled_from(MEMBERS)
_EVENT = st.one_of(
    st.tuples(st.just("sell"), st.sampled_from((*MEMBERS, POOL, POOL, POOL)), st.integers(1, 6)),
    st.tuples(st.just("sell"), st.sampled_from((POOL, 3)), st.integers(1, 6)),
    st.tuples(st.just("everyone")),
    st.tuples(st.just("repeat"), st.integers(0, 9)),
    st.tuples(st.just("cancel"), st.integers(0, 5)),
    st.tuples(st.just("change"), _NUMBER),
    st.tuples(st.just("come_or_go"), _NUMBER),
    st.tuples(st.just("switch"), _NUMBER, st.booleans()),
    st.tuples(st.just("unplug"), _NUMBER),
    st.tuples(st.just("act"), _NUMBER, st.integers(0, len(ACTS) - 1)),
    st.tuples(st.just("fill"), st.booleans()),
    st.tuples(st.just("restart"), st.sampled_from((0.0, 0.05, 10.0))),
    st.tuples(st.just("kill")),
)
_PAUSE = st.sampled_from((0.0, 0.001, 0.005, 0.01, 0.02, 0.03, 0.04, 0.1, 0.3, 1.0))


@pytest.fixture(autouse=True)
def _silence() -> Iterator[None]:
    """Whatever can go wrong does, many thousand times."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@given(st.lists(st.tuples(_EVENT, _PAUSE), min_size=5, max_size=60))
def test_what_is_answered_is_on_the_papers(events: list[tuple[tuple[object, ...], float]]) -> None:
    async def main() -> None:
        street = Street()
        await street.open()
        for (name, *how), pause in events:
            await getattr(street, str(name))(*how)
            await asyncio.sleep(pause)
        await street.mend()
        told = await street.told()
        await street.shop.stop(10)
        for id, record in told.items():  # noqa: A001
            _agrees(id, record, street)
        assert not any(till.crowded for till in street.tills.values()), "two had one device in hand"

    wound(main())


def _agrees(id: str, record: Record, street: Street) -> None:  # noqa: A002
    papers = street.papers(id)
    if id == WHOLE:
        return  # its parts tell
    assert len(papers) <= 1, f"{id} is printed twice: {papers}"
    if record.state is State.DONE:
        assert papers == [record.device], f"{id} is done"
    if record.state is State.FAILED:
        assert papers == [], f"{id} has failed"
        assert record.failure
        assert record.failure.nothing_sent
