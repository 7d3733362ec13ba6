"""A line that hisses, or that brings a byte at a time: the driver ends in an answer that is true."""

import os
from itertools import count, product
from pathlib import Path

import pytest

from drivers.model.command import CashIn
from drivers.model.ffd import FfdVersion
from drivers.ports import Transport
from drivers.transports.connection import open_transport
from drivers.transports.passing import PassingTransport
from tests.contract import shtrih
from tests.contract.asking import Told, carried_out, done
from tests.contract.goods import goods, receipt
from tests.contract.shtrih import over_tcp
from tests.faults.shtrih.jobs import JOBS, check, sells, shift
from tests.faults.shtrih.noise import Hiss, Noise, Noisy
from tests.faults.wires import skipping

SEEDS = range(200 if os.environ.get("FAULTS") == "long" else 6)
_RATE = 0.004  # of all bytes: a few in every receipt


@pytest.mark.parametrize(("kind", "code"), list(product(Hiss, ("FF45", "41"))))
def test_noise(kind: Hiss, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    job, struck = JOBS[code], 0

    async def scene(noise: Noise) -> None:
        def opened(connection: str) -> Transport:
            return Noisy(open_transport(connection), noise)

        monkeypatch.setattr(shtrih, "open_transport", opened)
        async with over_tcp(Path(), FfdVersion.V1_2) as stand:
            noise.rate = 0
            await shift(stand)
            noise.rate = _RATE
            answer = await carried_out(stand, job.asked)
            noise.rate = 0
            if answer.told is not Told.UNKNOWN:
                check(job, stand, answer)
            assert len(job.made(stand.documents)) <= 1
            await sells(stand)

    for seed in SEEDS:
        noise = Noise(kind, _RATE, seed)
        skipping.run(scene(noise))
        struck += noise.struck
    assert struck > len(SEEDS), "the line was too clean to show anything"


class Twice(PassingTransport):
    """Changes two bytes of the first answer about a document by the same bits, which an LRC does not see."""

    def __init__(self, inner: Transport, once: list[str]) -> None:
        super().__init__(inner)
        self._once = once

    async def read(self, size: int) -> bytes:
        data = bytearray(await self.inner.read(size))
        begin = data.find(b"\xff\x0a\x00")  # spec 3.6, FF0A
        if self._once and begin >= 0 and len(data) > begin + 14:
            self._once.clear()
            for place in (10, 14):  # of the body: the number of the document, its sign
                data[begin + place] ^= 2
        return bytes(data)


def test_a_number_that_noise_has_changed_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    once: list[str] = []

    async def scene() -> None:
        monkeypatch.setattr(shtrih, "open_transport", lambda connection: Twice(open_transport(connection), once))
        async with over_tcp(Path(), FfdVersion.V1_2) as stand:
            await shift(stand)
            once.append("the next answer about a document")
            outcome = await done(stand, JOBS["FF45"].asked)
            assert outcome.document is not None
            recorded = stand.documents[-1]
            assert (outcome.document.number, outcome.document.total) == (recorded.number, recorded.total)

    skipping.run(scene())
    assert not once


def test_a_byte_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Either way; nothing else is wrong, so everything is done."""

    async def scene() -> None:
        def opened(connection: str) -> Transport:
            return Noisy(open_transport(connection), Noise(Hiss.LOST, 0, 0), piece=1)

        monkeypatch.setattr(shtrih, "open_transport", opened)
        async with over_tcp(Path(), FfdVersion.V1_2) as stand:
            for code in ("8D", "41"):
                await done(stand, JOBS[code].asked)
            await sells(stand)
            assert len(stand.documents) - 1 == len(["shift", "sale", "Z", "shift", "sale"])

    skipping.run(scene())


def test_a_day_on_a_bad_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """One driver, many sales: what is answered is what is in the ФН."""
    numbers = count(1)

    async def scene() -> None:
        def opened(connection: str) -> Transport:
            return Noisy(open_transport(connection), noise)

        monkeypatch.setattr(shtrih, "open_transport", opened)
        async with over_tcp(Path(), FfdVersion.V1_2) as stand:
            sold, cash = dict[str, Told](), 0
            for _ in range(len(SEEDS)):
                name = f"Товар {next(numbers)}"
                sold[name] = (await carried_out(stand, receipt(goods(name)))).told
                before = stand.drawer
                if (await carried_out(stand, CashIn(1))).told is Told.DONE:
                    cash += 1
                    assert stand.drawer == before + 1
            noise.rate = 0
            await sells(stand)
            in_storage = [name for one in stand.documents for name in one.goods if name in sold]
            assert len(in_storage) == len(set(in_storage))
            assert {name for name, told in sold.items() if told is Told.DONE} <= set(in_storage)
            assert not set(in_storage) & {name for name, told in sold.items() if told in (Told.REFUSED, Told.FAILED)}
            assert cash

    noise = Noise(Hiss.CHANGED, _RATE, 1)
    skipping.run(scene())
