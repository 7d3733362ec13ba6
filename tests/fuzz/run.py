"""schemathesis over /openapi.json of a server with every kind of virtual device."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kkmserver.dialects.kkm.answer import Status
from tests.fuzz.ledger import balance
from tests.fuzz.shop import ANSWERS, REGISTER
from tests.live import LiveServer

# The server takes far more than the strict form, and says so; one password is none.
_NOT_MEANT = "negative_data_rejection,positive_data_acceptance,ignored_auth"
_CONFIG = Path(__file__).with_name("schemathesis.toml")
_GRACE = 120  # seconds beyond its own limit that schemathesis may take


@dataclass(frozen=True)
class Found:
    """`report`: the words of schemathesis; `faults`: everything that must not be."""

    report: str
    documents: int
    done: Mapping[str, int]  # how often each command was done
    faults: list[str]


def fuzz(server: LiveServer, seconds: int, seed: int | None = None) -> Found:
    """`server`: one of `shop`."""
    done = _schemathesis(server.url, server.folder, seconds, seed)
    faults = [] if done.returncode == 0 else [f"schemathesis ended with {done.returncode}"]
    assert server.process
    if server.process.poll() is not None:
        return Found(done.stdout, 0, {}, [*faults, f"the server died:\n{server.log()}"])
    if server.client.get("/healthz").status_code != 200:
        faults.append("the server is not well")
    documents, wrong = balance(server, REGISTER)
    errors = [line for line in server.log().splitlines() if " ERROR " in line or "Traceback" in line]
    return Found(done.stdout, documents, _done(server.folder / ANSWERS), [*faults, *wrong, *errors])


def _done(answers: Path) -> Counter[str]:
    told = (json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines())
    return Counter(command for command, status, _ in told if status == Status.OK)


def _schemathesis(url: str, folder: Path, seconds: int, seed: int | None) -> "subprocess.CompletedProcess[str]":
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(_CONFIG), "run", f"{url}/openapi.json"),
        *("--max-time", str(seconds), "--checks", "all", "--exclude-checks", _NOT_MEANT),
        *("--phases", "examples,coverage,fuzzing", "--auth", "Admin:", "--request-timeout", "20", "--no-color"),
        *("--continue-on-failure", "--generation-database", "none", "--warnings", "off"),
        *(("--seed", str(seed)) if seed is not None else ()),
    ]
    paths = os.environ | {"SCHEMATHESIS_HOOKS": "tests.fuzz.hooks", "PYTHONPATH": str(Path.cwd())}
    return subprocess.run(
        command, cwd=folder, env=paths, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=seconds + _GRACE, check=False,
    )  # fmt: skip
