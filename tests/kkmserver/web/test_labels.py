"""Label templates over HTTP, on a folder of one's own."""

import asyncio
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from drivers.clock import SystemClock
from kkmserver.config import Config, LabelSettings
from kkmserver.keeper import NotTaken
from kkmserver.web import labels
from kkmserver.web.app import create_app
from tests.kkmserver.web.office import ADMIN, BOTH, JSON, USER
from tests.kkmserver.web.raw import Reply, request
from tests.kkmserver.web.running import Devices, Echo, serving, settings

HONEY = """\
# Мёд на банку
title = "Мёд"
width = 50
height = 30

[defaults]
packed = ""

[[text]]
text = "{name} {packed}"
x = 2
y = 1
width = 46
height = 8
"""
TEMPLATE: dict[str, Any] = {
    "width": 50,
    "height": 30,
    "text": [{"text": "{name}", "x": 2, "y": 1, "width": 46, "height": 8}],
    "barcode": [{"type": "EAN13", "content": "{code}", "x": 5, "y": 10, "width": 40, "height": 15}],
}


@dataclass
class Shop:
    folder: Path
    config: Config
    deeds: list[tuple[str, ...]] = field(default_factory=list)
    made: int = 0
    refuses: bool = False
    port: int = 0

    async def ensure_file(self) -> Path:
        if self.refuses:
            raise NotTaken("Папка закрыта для записи.")
        self.made += 1
        self.config = replace(self.config, path=self.folder / "kkmserver.toml")
        return self.folder / "kkmserver.toml"

    async def note(self, *deed: str) -> None:
        self.deeds.append(deed)

    def ask(self, method: str, path: str, body: object = None, who: str = ADMIN + JSON) -> Reply:
        content = b"" if body is None else json.dumps(body).encode()
        return request(self.port, method, path, content, who)

    def tag(self, name: str = "honey") -> str:
        return str(json.loads(self.ask("GET", f"/labels/{name}").body)["tag"])


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("labels")
    config = replace(settings(BOTH), labels=LabelSettings(templates=str(folder)), path=folder / "kkmserver.toml")
    shop = Shop(folder, config)
    rooms = labels.routes(lambda: shop.config, shop.ensure_file, shop.note, SystemClock())
    with serving(create_app(config, [Echo()], Devices(), SystemClock(), more=rooms), config) as port:
        shop.port = port
        yield shop


@pytest.fixture
def shop(opened: Shop) -> Shop:
    for path in opened.folder.iterdir():
        path.unlink()
    (opened.folder / "honey.toml").write_text(HONEY, "utf-8")
    opened.deeds.clear()
    return opened


def faults(reply: Reply) -> dict[tuple[str | int, ...], str]:
    assert reply.status == 422
    return {tuple(one["path"]): one["text"] for one in json.loads(reply.body)["faults"]}


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_the_list(shop: Shop) -> None:
    (shop.folder / "bad.toml").write_text("width = 5\nheight = 5\nbrand = 1\n", "utf-8")
    bad, honey = json.loads(shop.ask("GET", "/labels", who=USER).body)
    assert honey == {
        "name": "honey", "title": "Мёд", "width": 50, "height": 30, "fault": "",
        "fields": [{"name": "name", "needed": True, "default": ""}, {"name": "packed", "needed": False, "default": ""}],
    }  # fmt: skip
    assert (bad["name"], bad["fields"]) == ("bad", [])
    assert "строка 3: brand" in bad["fault"]
    assert str(shop.folder) not in bad["fault"]


def test_one(shop: Shop) -> None:
    told = json.loads(shop.ask("GET", "/labels/honey", who=USER).body)
    assert (told["name"], told["toml"], told["fault"]) == ("honey", HONEY, "")
    assert told["template"]["text"] == [{"text": "{name} {packed}", "x": 2, "y": 1, "width": 46, "height": 8}]
    (shop.folder / "broken.toml").write_text("width = \n", "utf-8")
    broken = json.loads(shop.ask("GET", "/labels/broken").body)
    assert (broken["template"], broken["toml"]) == (None, "width = \n")
    assert "не TOML" in broken["fault"]


def test_saving_keeps_comments_and_counts_at_once(shop: Shop) -> None:
    template = json.loads(shop.ask("GET", "/labels/honey").body)["template"]
    reply = shop.ask("PUT", "/labels/honey", {"tag": shop.tag(), "template": {**template, "width": 58}})
    assert reply.status == 200
    assert (shop.folder / "honey.toml").read_text("utf-8") == HONEY.replace("width = 50", "width = 58")
    assert json.loads(reply.body)["tag"] == shop.tag()
    assert shop.deeds == [("template", "honey", "изменён", "127.0.0.1 Admin")]


def test_who_was_overtaken_is_told(shop: Shop) -> None:
    tag = shop.tag()
    (shop.folder / "honey.toml").write_text(HONEY + "\n", "utf-8")
    for method, body in (("PUT", {"tag": tag, "template": TEMPLATE}), ("DELETE", {"tag": tag})):
        reply = shop.ask(method, "/labels/honey", body)
        assert (reply.status, "изменился" in json.loads(reply.body)["Error"]) == (409, True)
    assert shop.ask("PUT", "/labels/gone", {"tag": tag, "template": TEMPLATE}).status == 409
    assert (shop.folder / "honey.toml").read_text("utf-8") == HONEY + "\n"
    assert shop.deeds == []


def test_a_new_one_under_any_good_name(shop: Shop) -> None:
    name = "Ценник-50_А"
    assert shop.ask("PUT", f"/Labels/{quote(name)}", {"tag": None, "template": TEMPLATE}).status == 200
    assert (shop.folder / f"{name}.toml").is_file()
    assert shop.ask("DELETE", f"/labels/{quote(name)}", {"tag": shop.tag(quote(name))}).status == 204
    assert not (shop.folder / f"{name}.toml").exists()
    assert [deed[2] for deed in shop.deeds] == ["создан", "удалён"]


@pytest.mark.parametrize("name", ["..%2Fx", "%2e%2e%5Cx", "-a", "a.b", "con", "NUL", "x" * 65, "a%00", "a%2Fb", "%20"])
def test_a_name_leads_nowhere_else(shop: Shop, name: str) -> None:
    before = sorted(shop.folder.parent.rglob("*"))
    assert ("name",) in faults(shop.ask("PUT", f"/labels/{name}", {"tag": None, "template": TEMPLATE}))
    assert shop.ask("GET", f"/labels/{name}").status == 404
    assert shop.ask("DELETE", f"/labels/{name}", {"tag": "x"}).status == 404
    assert sorted(shop.folder.parent.rglob("*")) == before


def test_a_name_that_is_taken(shop: Shop) -> None:
    for name in ("honey", "Honey"):
        reply = shop.ask("PUT", f"/labels/{name}", {"tag": None, "template": TEMPLATE})
        assert (reply.status, "уже есть" in json.loads(reply.body)["Error"]) == (409, True)


def test_faults_are_told_at_their_place(shop: Shop) -> None:
    text = {"text": "{name", "x": -1, "y": 1, "width": 46, "height": 8, "colour": 1}
    told = faults(shop.ask("PUT", "/labels/new", {"tag": None, "template": {**TEMPLATE, "text": [text]}}))
    assert {("text", 0, "text"), ("text", 0, "x"), ("text", 0, "colour")} == told.keys()
    far = {**TEMPLATE["text"][0], "x": 40}
    assert ("text", 0) in faults(shop.ask("PUT", "/labels/new", {"tag": None, "template": {**TEMPLATE, "text": [far]}}))
    evil = {"file": "../secret.png", "x": 1, "y": 1, "width": 5, "height": 5}
    told = faults(shop.ask("POST", "/labels/preview", {"template": {**TEMPLATE, "picture": [evil]}}))
    assert "имя файла" in told["picture", 0, "file"]
    assert not (shop.folder / "new.toml").exists()


def test_a_sample_is_exactly_the_label(shop: Shop) -> None:
    wanted = {"template": TEMPLATE, "fields": {"name": "Мёд", "code": "4600000000008"}}
    reply = shop.ask("POST", "/labels/preview", wanted, USER + JSON)
    assert reply.headers["content-type"] == "image/png"
    assert size(reply.body) == (400, 240)
    assert size(shop.ask("POST", "/labels/preview", {**wanted, "dpi": 300}).body) == (591, 354)
    assert list(shop.folder.iterdir()) == [shop.folder / "honey.toml"]


def test_all_that_a_sample_lacks_is_told_at_once(shop: Shop) -> None:
    told = faults(shop.ask("POST", "/labels/preview", {"template": TEMPLATE, "fields": {"name": " "}}))
    assert told.keys() == {("fields", "name"), ("fields", "code")}
    low = {**TEMPLATE["text"][0], "text": "{name:money}"}
    wanted = {"template": {**TEMPLATE, "text": [low]}, "fields": {"name": "x", "code": "12"}}
    told = faults(shop.ask("POST", "/labels/preview", wanted))
    assert told.keys() == {("text", 0), ("barcode", 0)}
    assert "Шаблон" not in told["text", 0]


def test_a_sample_has_its_limits(shop: Shop) -> None:
    large = {"template": {"width": 300, "height": 300}, "dpi": 600}
    assert faults(shop.ask("POST", "/labels/preview", large)).keys() == {("dpi",)}
    for wrong in (
        {"dpi": 99},
        {"dpi": 601},
        {"fields": {"a": "x" * 4097}},
        {"fields": {str(n): "" for n in range(201)}},
    ):
        assert shop.ask("POST", "/labels/preview", {"template": TEMPLATE, **wrong}).status == 422
    assert request(shop.port, "POST", "/labels/preview", b" " * 2_000_001, ADMIN + JSON).status == 413


def test_users_look_and_administrators_change(shop: Shop) -> None:
    tag = shop.tag()
    for method, body in (("PUT", {"tag": tag, "template": TEMPLATE}), ("DELETE", {"tag": tag})):
        assert shop.ask(method, "/labels/honey", body, USER + JSON).status == 403
        assert shop.ask(method, "/labels/honey", body, JSON).status == 401
        assert shop.ask(method, "/labels/honey", body, ADMIN).status == 415
    assert shop.ask("GET", "/labels", who="").status == 401
    assert (shop.folder / "honey.toml").read_text("utf-8") == HONEY


def test_a_server_without_settings_gets_its_own_folder_first(shop: Shop) -> None:
    kept, shop.made = shop.config, 0
    shop.config = replace(kept, path=None)
    try:
        shop.refuses = True
        reply = shop.ask("PUT", "/labels/new", {"tag": None, "template": TEMPLATE})
        assert (reply.status, shop.made) == (409, 0)
        assert "негде" in json.loads(reply.body)["Error"]
        shop.refuses = False
        assert shop.ask("PUT", "/labels/new", {"tag": None, "template": TEMPLATE}).status == 200
        assert shop.made == 1
    finally:
        shop.config, shop.refuses = kept, False


def test_the_form_of_an_element(shop: Shop) -> None:
    told = json.loads(shop.ask("GET", "/labels-schema", who=USER).body)
    assert list(told["kinds"]) == ["text", "barcode", "picture", "line", "box"]
    assert "EAN13" in told["symbologies"]
    fields = {one["key"]: one for one in told["kinds"]["text"]}
    assert fields["x"]["schema"] == {"type": "number", "minimum": 0.0, "maximum": 300.0}
    assert (fields["size"]["default"], fields["size"]["required"], fields["x"]["required"]) == (3, False, True)
    assert fields["align"]["schema"]["enum"] == ["left", "centre", "right"]
    assert all(one["title"]["ru"] and one["title"]["en"] and one["hint"]["ru"] for one in fields.values())


def test_two_that_save_at_once_do_not_both_win(shop: Shop) -> None:
    tag = shop.tag()

    async def main() -> list[int]:
        one = {"tag": tag, "template": TEMPLATE}
        saves = [asyncio.to_thread(shop.ask, "PUT", "/labels/honey", one) for _ in range(4)]
        return sorted(reply.status for reply in await asyncio.gather(*saves))

    assert asyncio.run(main()) == [200, 409, 409, 409]
