import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from drivers.model.ffd import FfdVersion
from tests.contract.families import FAMILIES
from tests.contract.stand import Family, Lack, Stand, Trouble

Scene = Callable[[Stand], Awaitable[None]]
Need = Trouble | Lack

LONG = os.environ.get("FAULTS") == "long"  # then nothing is left out


class Play:
    """Plays a scene on a new register. `ffd`: its newest unless told. `needs`: what it must suffer, or not lack.
    `one_of_many`: it differs from others in nothing but the command.
    """

    def __init__(self, family: Family, folder: Path) -> None:
        self.family, self._folder, self._count = family, folder, 0

    def __call__(
        self,
        scene: Scene,
        *,
        ffd: str | None = None,
        needs: Need | tuple[Need, ...] = (),
        one_of_many: bool = False,
    ) -> None:
        if one_of_many and self.family.part and not LONG:
            pytest.skip(f"{self.family}: one of many that differ in nothing but the command; FAULTS=long plays it")
        ffd = ffd or self.family.newest
        if missing := _missing(self.family, ffd, needs if isinstance(needs, tuple) else (needs,)):
            pytest.skip(f"{self.family}: {missing}")
        self._count += 1
        self.family.run(self._played(scene, FfdVersion(ffd), self._folder / str(self._count)))

    async def _played(self, scene: Scene, ffd: FfdVersion, folder: Path) -> None:
        async with self.family.stand(folder, ffd) as stand:
            await scene(stand)


def _missing(family: Family, ffd: str, needs: tuple[Need, ...]) -> str:
    """Why a scene cannot be played on it; "" where it can."""
    if ffd not in family.formats:
        return f"it knows no ФФД {ffd}"
    for need in needs:
        if isinstance(need, Trouble) and need not in family.suffers:
            return f"cannot be brought about: {need}"
        if isinstance(need, Lack) and not family.has(need):
            return f"it has none: {need}"
    return ""


@pytest.fixture(params=FAMILIES, ids=str)
def family(request: pytest.FixtureRequest) -> Family:
    found: Family = request.param
    if found.absent:
        pytest.skip(found.absent)
    return found


@pytest.fixture
def play(request: pytest.FixtureRequest, family: Family, tmp_path: Path) -> Play:
    if family.only and request.function.__name__ not in family.only and not LONG:
        pytest.skip(f"{family}: it is the same as over another way; FAULTS=long plays it")
    return Play(family, tmp_path)
