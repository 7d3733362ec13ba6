"""POST /preview: pictures, and refusals that look like those of Execute."""

import asyncio
import io
import json
import threading
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from drivers.errors import NotSupported, RequestRefused
from drivers.model.command import Command, PrintLabels, RegisterReceipt
from drivers.printing.bitmap import Bitmap
from drivers.printing.preview import png
from kkmserver.contact_sheet import GAP
from kkmserver.dialects.http import Answer
from tests.kkmserver.dialects.kkm.desk import PAPER, Shop, read
from tests.kkmserver.dialects.kkm.samples import receipt
from tests.kkmserver.dialects.kkm.test_batch import TEMPLATE

TEXT = {"Command": "PrintDocument", "CheckStrings": [{"PrintText": {"Text": "x"}}]}


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    (tmp_path / "t.toml").write_text(TEMPLATE)
    return Shop(templates=tmp_path)


def show(shop: Shop, body: object, query: str = "", accept: str = "") -> Answer:
    return asyncio.run(shop.ask(body, f"/preview{query}", accept))


def size(answer: Answer) -> tuple[int, int]:
    return Image.open(io.BytesIO(answer.body)).size


def test_a_document_is_a_png(shop: Shop) -> None:
    answer = show(shop, TEXT)
    assert (answer.status, answer.headers["content-type"], answer.body) == (200, "image/png", png(PAPER))
    assert "x-labels" not in answer.headers
    assert (shop.desk.orders, len(shop.desk.previewed)) == ([], 1)


def test_a_receipt_in_its_usual_and_in_an_unusual_form(shop: Shop) -> None:
    for body in (receipt(), json.dumps(receipt()).encode() + b" // x"):
        assert show(shop, body).status == 200
    first, second = shop.desk.previewed
    assert first == second
    assert isinstance(first, RegisterReceipt)


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        ("", "", "image/png"),
        ("?format=svg", "image/png", "image/svg+xml"),
        ("", "image/svg+xml", "image/svg+xml"),
        ("?format=png", "image/svg+xml", "image/png"),
        ("?x=1&format=SVG", "", "image/svg+xml"),
        ("", "*/*", "image/png"),
    ],
)
def test_kinds(shop: Shop, query: str, accept: str, kind: str) -> None:
    answer = show(shop, TEXT, query, accept)
    assert answer.headers["content-type"] == kind
    assert answer.body.startswith(b"<svg" if "svg" in kind else b"\x89PNG")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def batch(count: int, **members: Any) -> dict[str, Any]:
    return {"Command": "PrintDocument", "NumDevice": 2, "Template": "t", "Fields": [{}] * count} | members


def paper(command: Command) -> tuple[Bitmap, ...]:
    assert isinstance(command, PrintLabels)
    return (PAPER,) * command.total


@pytest.mark.parametrize(
    ("body", "shown", "total"),
    [
        (batch(3), 3, "3"),
        (batch(1000, Copies=2), 20, "2000"),
        (batch(3, Copies=4, First=6), 2, "7"),
        (batch(1), 1, "1"),
    ],
)
def test_labels_stand_under_one_another(shop: Shop, body: dict[str, Any], shown: int, total: str) -> None:
    shop.desk.paper = paper
    answer = show(shop, body)
    alone = size(show(shop, batch(1)))
    assert answer.headers["x-labels"] == total
    assert size(answer) == (alone[0], alone[1] + (shown - 1) * (PAPER.height + 2 + GAP))


def test_a_line_parts_two_documents(shop: Shop) -> None:
    shop.desk.paper = lambda _: (Bitmap(10, 1, b"\x00\x00"), Bitmap(3, 1, b"\x00"))
    picture = Image.open(io.BytesIO(show(shop, TEXT).body)).convert("L")
    dark = [i for i, value in enumerate(picture.tobytes()) if not value]
    row = dark[0] // picture.width
    assert (row, len(dark)) == (24 + 1 + GAP // 2, 10)
    assert dark == list(range(row * picture.width + 24, row * picture.width + 34))


@pytest.mark.parametrize(
    ("body", "query", "status", "said"),
    [
        (b"{", "", 400, "не читается как JSON"),
        ({"Command": "Frobnicate"}, "", 501, "Неопознанная команда"),
        ({"Command": "XReport"}, "", 400, "посмотреть до печати нельзя"),
        ({"Command": "List"}, "", 400, "List"),
        (receipt({"Name": "x", "Tax": 99}), "", 400, "CheckStrings[0].Register"),
        (batch(1, Template="none"), "", 400, "none"),
        (TEXT | {"NumDevice": 9}, "", 404, "NumDevice=9"),
        (TEXT, "?format=bmp", 400, "png или svg"),
    ],
)
def test_refusals(shop: Shop, body: object, query: str, status: int, said: str) -> None:
    answer = show(shop, body, query)
    assert (answer.status, read(answer)["Status"]) == (status, 2)
    assert said in read(answer)["Error"]


@pytest.mark.parametrize("error", [RequestRefused("Код неверен."), NotSupported("Не умеет.")])
def test_what_the_device_says_is_told(shop: Shop, error: RequestRefused) -> None:
    shop.desk.trouble = error
    answer = show(shop, TEXT)
    assert (answer.status, read(answer)["Error"]) == (422, error.text)


def test_what_cannot_be_drawn_as_svg_is_told(shop: Shop) -> None:
    shop.desk.paper = lambda _: (Bitmap(1024, 1000, (b"\x55" * 128 + b"\xaa" * 128) * 500),)
    answer = show(shop, TEXT, "?format=svg")
    assert (answer.status, "format=png" in read(answer)["Error"]) == (422, True)
    assert show(shop, TEXT).status == 200


def test_few_are_drawn_at_a_time_and_not_too_many_wait(shop: Shop) -> None:
    async def main() -> None:
        go_on, drawn = asyncio.Event(), []

        async def preview(command: Command, target: object) -> tuple[Bitmap, ...]:
            drawn.append(command)
            await go_on.wait()
            return (PAPER,)

        shop.desk.preview = preview  # type: ignore[method-assign]
        asked = [asyncio.create_task(shop.ask(TEXT, "/preview")) for _ in range(20)]
        refused = [await answer for answer in asyncio.as_completed(asked[16:])]
        assert [answer.status for answer in refused] == [503] * 4
        async with asyncio.timeout(2):
            while len(drawn) < 2:
                await asyncio.sleep(0)
        assert len(drawn) == 2
        go_on.set()
        answers = await asyncio.gather(*asked[:16])
        assert [answer.status for answer in answers] == [200] * 16
        assert threading.active_count() < 64

    asyncio.run(main())
