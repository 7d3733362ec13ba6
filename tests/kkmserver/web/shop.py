"""A server on a real socket whose settings are a real file, and can be changed."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from drivers.clock import SystemClock
from kkmserver import candidate, config
from kkmserver.config import Config
from kkmserver.dialects.door import HasKey
from kkmserver.gates import OpenGate
from kkmserver.keeper import Keeper
from kkmserver.web import administration
from kkmserver.web.app import App, create_app
from kkmserver.web.premises import Premises
from tests.kkmserver.web.office import Office
from tests.kkmserver.web.raw import Reply, request
from tests.kkmserver.web.running import Echo, serving

ADMIN = "Authorization: Basic QWRtaW46\r\n"  # without a password
FILE = """\
# Магазин
[server]
port = 0  # любой

[[devices]]
number = 1
name = "Касса 1"  # у окна
driver = "virtual-kkt"

[[devices]]
number = 2
name = "Касса 2"
driver = "shtrih"
connection = "tcp://127.0.0.1:9"
password = 17  # тайна

# Зал
[[pools]]
number = 10
name = "Зал"
members = [1, 2]  # по порядку
"""


@dataclass
class Shop:
    data: Path
    config: Config
    port: int = 0
    deeds: list[tuple[str, str, str, str]] = field(default_factory=list)
    restarts: int = 0
    app: App | None = None
    refusal: Exception | None = None
    gates: list[OpenGate] = field(default_factory=list)
    keys: dict[int, HasKey] = field(default_factory=dict)

    async def take(self, new: Config) -> None:
        if self.refusal:
            raise self.refusal
        self.config = new
        assert self.app
        self.app.reload(new)

    def reset(self) -> None:
        """As it was at first."""
        for one in self.data.iterdir():
            shutil.rmtree(one) if one.is_dir() else one.unlink()
        self.config, self.deeds, self.restarts, self.refusal = _written(self.data, FILE), [], 0, None
        assert self.app
        self.app.reload(self.config)

    def restart(self) -> None:
        self.restarts += 1

    async def note(self, *deed: str) -> None:
        action, subject, detail, who = deed
        self.deeds.append((action, subject, detail, who))

    def ask(self, method: str, path: str, wanted: Any = None, headers: str = ADMIN) -> Reply:
        body = b"" if wanted is None else json.dumps(wanted).encode()
        return request(self.port, method, path, body, f"Content-Type: application/json\r\n{headers}")

    def told(self, method: str, path: str, wanted: Any = None, status: int = 200) -> Any:
        reply = self.ask(method, path, wanted)
        assert reply.status == status, reply.body.decode()
        return json.loads(reply.body)

    @property
    def tag(self) -> str:
        return str(self.told("GET", "/settings")["tag"])

    @property
    def file(self) -> Path:
        return self.config.path or self.data / "kkmserver.toml"

    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")


def premises(shop: Shop) -> Premises:
    clock = SystemClock()
    return Premises(
        keeper=Keeper(
            shop.data, lambda: shop.config, lambda new: candidate.check(new, shop.config, [shop.port]), shop.take
        ),
        dispatch=Office(),
        audit=shop.note,
        clock=clock,
        data=shop.data,
        began=shop.config,
        started=clock.now(),
        listening=["http://127.0.0.1/"],
        now=lambda: shop.config,
        signin=lambda: shop.app.signin,  # type: ignore[union-attr]
        restart=shop.restart,
        bundle=_bundle,
        gates=lambda: shop.gates,
        keys=shop.keys,
    )


def _written(data: Path, text: str) -> Config:
    if text:
        (data / "shop.toml").write_text(text, encoding="utf-8")
    loaded = config.load(data / "shop.toml") if text else config.builtin()
    return replace(loaded, server=loaded.server.model_copy(update={"port": 0}), overridden=frozenset({"port"}))


def _bundle(out: Path) -> None:
    out.write_bytes(b"PK")


@contextmanager
def open_shop(data: Path, text: str = FILE) -> Iterator[Shop]:
    """`text` "": without a file."""
    free = _written(data, text)
    shop = Shop(data, free)
    shop.app = create_app(free, [Echo()], Office(), SystemClock(), {}, more=administration.routes(premises(shop)))
    with serving(shop.app, free) as shop.port:
        yield shop
