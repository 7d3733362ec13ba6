"""What the documents say of the API is what the program does."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from drivers.model.document import Symbology
from kkmserver.callbacks import letters
from kkmserver.dialects.kkm import catalogue, names
from kkmserver.dialects.kkm.answer import Status
from kkmserver.dialects.kkm.fields import SPELLING
from kkmserver.store.owed import Owed
from tests import document_pictures, documents
from tests.documented_server import documented_server
from tests.live import LiveServer

API = documents.read("docs/kkmserver-api.md")
START = documents.read("docs/getting-started.md")
CLIENTS = documents.read("docs/clients.md")
LABELS = documents.read("docs/labels.md")
ALL = ["README.md", "README.ru.md", *(str(path.relative_to(documents.ROOT)) for path in documents.pages())]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    """The devices and templates that the documents speak of."""
    with documented_server(tmp_path) as running:
        yield running


def test_every_command_is_documented() -> None:
    assert (names.SERVER | names.OUTGOING | catalogue.DEVICE) - documents.words_in_code(API) == set()


def test_every_status_is_documented() -> None:
    statuses = {
        int(row) for row in re.findall(r"^\| (\d) \|", documents.section(API, "Members of every answer"), re.MULTILINE)
    }
    assert statuses == {int(status) for status in Status}


def test_every_symbology_is_documented() -> None:
    heading, *kinds = (row[0] for row in documents.rows(documents.section(API, "Barcodes")) if len(row) == 2)
    assert heading == "`BarcodeType`"
    assert {kind for cell in kinds for kind in re.findall(r"`([^`]+)`", cell)} == {kind.value for kind in Symbology}


def test_every_request_member_is_documented() -> None:
    assert len(SPELLING) > 80
    assert set(SPELLING.values()) - documents.words_in_code(API) == set()


def test_every_answer_member_is_documented(server: LiveServer) -> None:
    answers = [server.post(body) for body in requests_of(API)]
    answers += [server.post({"Command": name}) for name in ("GetServerData", "GetDataKKT", "ZReport", "List")]
    found = {name for answer in answers for name in names_in(answer)}
    assert len(found) > 110
    assert found - documents.words_in_code(API) == set()


def names_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from names_in(item)


def requests_of(text: str) -> list[str]:
    return [block.content for block in documents.blocks(text, "json") if not is_answer(block.content)]


def is_answer(content: str) -> bool:
    return "Status" in json.loads(content)


@pytest.mark.parametrize(("text", "least"), [(API, 60), (LABELS, 7), (START, 7)], ids=["api", "labels", "start"])
def test_the_answers_are_those_shown(server: LiveServer, text: str, least: int) -> None:
    """Each request of a page in turn, on a fresh server; the answer has the members, status and error it shows."""
    answer: dict[str, Any] = {}
    seen = 0
    for block in documents.blocks(text, "json", "sh"):
        if block.language == "sh":
            answer = ask(server, block.content) or answer
        elif is_answer(block.content):
            assert essence(answer) == essence(json.loads(block.content))
            seen += 1
        else:
            answer = server.post(block.content)
            seen += 1
    assert seen >= least


def ask(server: LiveServer, shell: str) -> dict[str, Any]:
    """The answer to the last command the block sends; {} where it sends none."""
    answer: dict[str, Any] = {}
    for path, body in documents.curls(shell):
        if path.startswith("/Execute"):
            answer = server.post(body, path)
            assert answer["Status"] in (0, 1), answer
    return answer


def essence(answer: dict[str, Any]) -> dict[str, object]:
    """What does not depend on the clock: which members there are, and what the common ones say."""
    common = {name: answer[name] for name in ("Command", "Status", "Error", "IdCommand")}
    return common | {"members": sorted(answer), "inside": sorted(set(names_in(answer)))}


def test_previews_are_pictures(server: LiveServer) -> None:
    """Those of the API; that of the label made from nothing is the one shown there."""
    bodies = [body for path, body in documents.curls(API + LABELS) if path == "/preview"]
    answers = [server.client.post("/preview", content=body.encode()) for body in bodies]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert {answer.headers["content-type"] for answer in answers} == {"image/png"}
    assert answers[-1].content == document_pictures.drawn("honey")


def test_the_python_client(server: LiveServer, capsys: pytest.CaptureFixture[str]) -> None:
    (shown,) = documents.blocks(CLIENTS, "python")
    exec(shown.content.replace("http://localhost:5893", server.url), {})
    answer = server.post({"Command": "GetRezult", "IdCommand": "order-17"})["Rezult"]
    assert capsys.readouterr().out == f"{answer['CheckNumber']} {answer['QRCode']}\n"


@pytest.mark.skipif(shutil.which("node") is None, reason="no Node here")
def test_the_page_with_the_javascript_client(server: LiveServer) -> None:
    """Its script, below the file it includes."""
    (shown,) = documents.blocks(CLIENTS, "html")
    file, script = re.findall(r"<script(?: src=\S+/(\S+)\")?>(.*?)</script>", shown.content, re.DOTALL)
    page = f"require({str(documents.ROOT / 'static' / file[0])!r}); alert = (text) => console.log(`told: ${{text}}`);"
    page += script[1].replace("http://localhost:5893", server.url)
    ran = subprocess.run(["node", "-e", page], capture_output=True, text=True, timeout=30, check=True)
    assert ran.stdout == "told: \n"


def test_the_addresses_of_the_clients(server: LiveServer) -> None:
    shown = [request.path for block in documents.blocks(CLIENTS, "sh") for request in documents.requests(block.content)]
    told = [server.client.get(path) for path in (*shown, "/docs", "/kkmserver.js")]
    assert [answer.status_code for answer in told] == [200, 200, 200]
    assert told[0].json()["openapi"].startswith("3.1")


def test_what_a_site_is_asked_and_answers() -> None:
    asked, answered = (block.content for block in documents.blocks(CLIENTS, "json"))
    (result,) = json.loads(asked)["ListRezult"]
    told = Owed(site="shop-17", name="XReport", id="order-16", request=b"", answer=json.dumps(result).encode())
    assert json.loads(letters.question("secret", [told])) == json.loads(asked)
    (command,) = letters.read("shop-17", answered.encode()).commands
    assert (command.name, command.id) == ("XReport", "order-17")


def test_getting_started_shows_the_paper(server: LiveServer) -> None:
    for path, body in documents.curls(START):
        server.post(body, path)
    paths = re.findall(r"http://localhost:5893(/devices/[^\s>]+)", START)
    assert all(server.client.get(path).status_code == 200 for path in paths)
    shown = next(block.content for block in documents.blocks(START, "text") if "КАССОВЫЙ ЧЕК" in block.content)
    (text,) = (path for path in paths if path.endswith(".txt"))
    assert timeless(shown) == timeless(server.client.get(text).text)


def timeless(slip: str) -> list[str]:
    """Rows without what time and chance put into them; blank rows at the ends do not count."""
    return [re.sub(r"\d", "0", row) for row in slip.strip("\n").splitlines() if not row.startswith("[QR")]


def test_getting_started_shows_the_greeting(tmp_path: Path) -> None:
    """That of the built-in devices, its address and folder apart."""
    shown = documents.blocks(START, "text")[0].content.replace("~/.local/state/kkmserver", "FOLDER")
    with LiveServer(tmp_path) as running:
        running.client.get("/healthz")  # answered after the greeting
        told = running.log().replace(f":{running.port}/", ":5893/").replace(str(tmp_path / "data"), "FOLDER")
    assert told.startswith(shown)


@pytest.mark.parametrize("name", sorted(ALL))
def test_links_resolve(name: str) -> None:
    text, folder = documents.read(name), (documents.ROOT / name).parent
    for target in documents.links(text):
        file, _, anchor = target.partition("#")
        assert not file or (folder / file).exists(), f"{name}: {target}"
        if anchor:
            there = documents.anchors((folder / file).read_text(encoding="utf-8") if file else text)
            assert anchor in there, f"{name}: {target}"
