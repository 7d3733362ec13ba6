"""Devices in a process of their own: they survive the server, and tell what came of its commands."""

import asyncio
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.faults.kills.program import Program

_READY_WITHIN = 20.0  # seconds
_TOLD_WITHIN = 60.0


class Devices:
    """`async with Devices("printers", folder, {2: "", 21: ""}) as printers`: those numbers, and what they are."""

    def __init__(self, kind: str, folder: Path, devices: Mapping[int, str]) -> None:
        self._numbers = list(devices)
        log = folder / f"{kind}.log"
        self._program = Program(f"kills.{kind}", log, *devices.values()) if devices else None
        self.connections: dict[int, str] = {}

    async def __aenter__(self) -> Self:
        if self._program:
            await self._program.__aenter__()
            self.connections = await self._heard(_READY_WITHIN)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._program:
            await self._program.__aexit__(kind, error, trace)

    async def evidence(self) -> dict[int, Any]:
        """What each of them has to show."""
        if not self._program:
            return {}
        self._program.say("evidence")
        return await self._heard(_TOLD_WITHIN)

    async def _heard(self, within: float) -> dict[int, Any]:
        assert self._program
        return dict(zip(self._numbers, json.loads(await self._program.hear(within)), strict=True))


async def tell(connections: Sequence[str], evidence: Callable[[], Sequence[Any]]) -> None:
    """In their process: where they are connected as a line of JSON, and their evidence for each line that is read."""
    print(json.dumps(connections), flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(evidence()), flush=True)
