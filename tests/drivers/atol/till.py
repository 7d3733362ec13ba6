"""The driver and an emulated register at the two ends of a wire."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from drivers.atol.emulator.quirks import Quirks
from drivers.model.ffd import FfdVersion
from tests.contract.atol import AtolStand, over_tcp


@asynccontextmanager
async def till(quirks: Quirks | None = None, **settings: Any) -> AsyncIterator[AtolStand]:
    """`quirks`: of the register; `settings`: of the driver."""
    async with over_tcp(Path(), FfdVersion.V1_05, quirks=quirks, **settings) as stand:
        yield stand
