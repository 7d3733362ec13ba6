"""/openapi.json and /docs."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.routing import Route

from kkmserver.dialects.kkm.openapi.document import described
from kkmserver.web.openapi import document
from tests.kkmserver.web.office import BOTH
from tests.kkmserver.web.raw import connect, head, request
from tests.kkmserver.web.rooms import own_routes
from tests.kkmserver.web.running import running, settings

WHOLE: dict[str, Any] = json.loads(document([described()]))
_TAPE = {"/devices/{number}/tape", "/devices/{number}/tape/{document}.png", "/devices/{number}/tape/{document}.txt"}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with running() as found:
        yield found


def test_it_is_valid() -> None:
    validator = pytest.importorskip("openapi_spec_validator", reason="comes with the dev extra")
    assert list(validator.OpenAPIV31SpecValidator(WHOLE).iter_errors()) == []


def test_every_address_of_the_console_is_there() -> None:
    served = {(method, _path(route)) for route in own_routes() for method in route.methods or () if method != "HEAD"}
    told = {(method.upper(), path) for path, item in WHOLE["paths"].items() for method in item}
    ours = {one for one in told if one[1].lower() not in dict.fromkeys(map(str.lower, described().paths))}
    assert ours - {("GET", path) for path in _TAPE} == served


def _path(route: Route) -> str:
    return re.sub(r":\w+", "", route.path)


def test_every_answer_and_member_says_what_it_means() -> None:
    def nameless(value: Any, path: str = "") -> Iterator[str]:
        if isinstance(value, dict):
            for name, schema in (value.get("properties") or {}).items():
                if isinstance(schema, dict) and not schema.get("description") and "const" not in schema:
                    yield f"{path}/{name}"
            for name, inner in value.items():
                yield from nameless(inner, f"{path}/{name}")
        if isinstance(value, list):
            for inner in value:
                yield from nameless(inner, path)

    assert list(nameless(WHOLE["components"]["schemas"])) == []
    assert list(nameless(WHOLE["paths"])) == []


def test_no_name_means_two_things() -> None:
    kkm = described()
    with pytest.raises(ValueError, match="Device"):
        document([kkm, replace(kkm, schemas={"Device": {}})])


def test_it_is_sent_once(port: int) -> None:
    first = request(port, "GET", "/OpenAPI.json/")
    assert first.status == 200
    assert first.headers["content-type"] == "application/json"
    assert json.loads(first.body)["info"]["title"] == "KkmServer"
    with connect(port) as link:
        link.sendall(
            head("GET", "/openapi.json", 0, f"If-None-Match: {first.headers['etag']}\r\nConnection: close\r\n")
        )
        assert link.recv(65536).startswith(b"HTTP/1.1 304 ")


def test_the_page_takes_nothing_from_elsewhere(port: int) -> None:
    page = request(port, "GET", "/docs")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'self'" in page.headers["content-security-policy"]
    text = page.body.decode()
    assert "<style" not in text
    assert " style=" not in text
    assert text.count("<script") == text.count('<script type="module" src="/static/')
    for name in ("docs.js", "docs-parts.js", "docs-schemas.js", "docs-words.js", "docs.css"):
        reply = request(port, "GET", f"/static/{name}")
        assert reply.status == 200
        assert "://" not in reply.body.decode()
        assert "innerHTML" not in reply.body.decode()


@pytest.mark.parametrize("path", ["/openapi.json", "/docs"])
def test_everybody_may_read_it(path: str) -> None:
    with running(settings(BOTH)) as port:
        assert request(port, "GET", path).status == 200
        assert request(port, "POST", path).status == 401
