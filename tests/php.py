"""Clients in PHP, which most sites of shops are written in."""

import asyncio
import shutil
import subprocess
from functools import cache

import pytest

_STRICT = ("-d", "error_reporting=-1", "-d", "display_errors=stderr")


@cache
def missing() -> str:
    """Why none can be run here; "" = they can."""
    if shutil.which("php") is None:
        return "no php-cli here: tests/tools/install brings it"
    modules = subprocess.run(["php", "-m"], capture_output=True, text=True, check=True, timeout=60).stdout.split()
    return "" if "curl" in modules else "no php-curl here: tests/tools/install brings it"


needed = pytest.mark.skipif(bool(missing()), reason=missing())


async def php(script: str, *arguments: str) -> str:
    """What it writes; `arguments` are its `$argv[1]` … A warning of PHP's is an error."""
    command = ("php", *_STRICT, "-r", script, "--", *arguments)
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        async with asyncio.timeout(30):
            told, complaints = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    assert (process.returncode, complaints.decode()) == (0, "")
    return told.decode()
