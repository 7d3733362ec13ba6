"""A program of the harness, in a process of its own, that is talked to in lines."""

import asyncio
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[3]
_LINE = 64 * 2**20  # bytes; all paper of a long run is one line
_ENDS_WITHIN = 20.0


class Program:
    """`async with Program("kills.lives", log, …) as program`. It ends with its stdin."""

    def __init__(self, name: str, log: Path, *arguments: str) -> None:
        self._name, self._log, self._arguments = name, log, arguments

    async def __aenter__(self) -> Self:
        command = [sys.executable, "-m", f"tests.faults.{self._name}", *self._arguments]
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                cwd=ROOT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                limit=_LINE,
            )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hang_up()
        try:
            async with asyncio.timeout(_ENDS_WITHIN):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    def say(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(line.encode() + b"\n")

    async def hear(self, within: float) -> str:
        """The next line. Raises TimeoutError, EOFError."""
        assert self._process.stdout
        async with asyncio.timeout(within):
            line = await self._process.stdout.readline()
        if not line:
            raise EOFError(f"{self._name} has ended:\n{self._log.read_text(errors='replace')[-4000:]}")
        return line.decode().strip()

    def hang_up(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
