import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from drivers.model.ffd import FfdVersion
from tests.contract.families import FAMILIES
from tests.contract.stand import Family, Stand, Trouble

Scene = Callable[[Stand], Awaitable[None]]


LONG = os.environ.get("FAULTS") == "long"  # then nothing is left out


class Play:
    """Plays a scene on a new register. `needs`: what it must suffer. `one_of_many`: a slow one leaves it out."""

    def __init__(self, family: Family, folder: Path) -> None:
        self.family, self._folder, self._count = family, folder, 0

    def __call__(
        self, scene: Scene, *, ffd: str = "1.2", needs: Trouble | None = None, one_of_many: bool = False
    ) -> None:
        if one_of_many and self.family.slow and not LONG:
            pytest.skip(f"{self.family}: one of many that differ in nothing but the command; FAULTS=long plays it")
        if needs is not None and needs not in self.family.suffers:
            pytest.skip(f"{self.family}: cannot be brought about: {needs}")
        self._count += 1
        self.family.run(self._played(scene, FfdVersion(ffd), self._folder / str(self._count)))

    async def _played(self, scene: Scene, ffd: FfdVersion, folder: Path) -> None:
        async with self.family.stand(folder, ffd) as stand:
            await scene(stand)


@pytest.fixture(params=FAMILIES, ids=str)
def family(request: pytest.FixtureRequest) -> Family:
    found: Family = request.param
    if found.absent:
        pytest.skip(found.absent)
    return found


@pytest.fixture
def play(family: Family, tmp_path: Path) -> Play:
    return Play(family, tmp_path)
