"""What the settings' addresses have to know of the server they are in."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from drivers.ports import Clock
from kkmserver.config import Config
from kkmserver.dialects.door import HasKey
from kkmserver.dispatch.order import Dispatch
from kkmserver.gates import OpenGate
from kkmserver.keeper import Keeper
from kkmserver.web.signin import SignIn

Audit = Callable[[str, str, str, str], Awaitable[None]]  # action, subject, detail, who
Bundle = Callable[[Path], None]  # writes the file; may take seconds; raises OSError


@dataclass(frozen=True, slots=True, kw_only=True)
class Premises:
    """`began`: the settings at the start; `signin`: only known once the application is made; `restart`: None where
    a process cannot begin itself anew; `gates`: of further APIs; `keys`: by the number of their register."""

    keeper: Keeper
    dispatch: Dispatch
    audit: Audit
    clock: Clock
    data: Path
    began: Config
    started: datetime
    listening: Sequence[str]
    now: Callable[[], Config]
    signin: Callable[[], SignIn]
    restart: Callable[[], None] | None
    bundle: Bundle | None
    gates: Callable[[], Sequence[OpenGate]]
    keys: Mapping[int, HasKey]
