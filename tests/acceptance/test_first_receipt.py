"""The published JavaScript sample, posted to a fresh server with its built-in devices."""

import re
import signal
import time
from pathlib import Path

import pytest

from tests.images import codes
from tests.live import LiveServer, live

SEED = (Path(__file__).parents[1] / "golden" / "seed_003.json").read_text(encoding="utf-8")


def seed(id: str) -> str:  # noqa: A002
    """The sample with an IdCommand of our own; comments and trailing commas stay."""
    return re.sub(r'("IdCommand":\s*)"[^"]*"', rf'\g<1>"{id}"', SEED)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    with live(tmp_path_factory.mktemp("first")) as running:
        yield running


def test_sample_receipt_is_registered(server: LiveServer) -> None:
    answer = server.post(seed("sync-1"), "/Execute/sync")

    assert (answer["Status"], answer["Error"]) == (0, "")
    assert answer["CheckNumber"] > 0
    assert answer["SessionNumber"] == 1
    assert re.fullmatch(r"t=\d{8}T\d{4}(\d\d)?&s=0\.01&fn=\d{16}&i=\d+&fp=\d{1,10}&n=1", answer["QRCode"])
    assert (answer["Cash"], answer["ElectronicPayment"]) == (0, 0.01)
    assert "НДС 18%" in answer["Warning"]


def test_its_paper_shows_change_and_codes(server: LiveServer) -> None:
    server.post(seed("sync-1"), "/Execute/sync")

    tape = server.client.get("/devices/1/tape").json()
    receipt = next(document for document in tape if "чек" in document["title"].lower())
    text = server.client.get(receipt["text"]).text
    found = codes(server.client.get(receipt["png"]).content)

    assert re.search(r"СДАЧА +=800\.00", text)
    assert re.search(r"ИТОГ +=0\.01", text)
    assert found["PDF417"] == "12345DFG Proba pera, Print barcode 1234567890"
    assert found["EAN13"] == "1254789547853"
    assert found["QRCode"] == server.post(seed("sync-1"))["QRCode"]


def test_asynchronously_and_polled(server: LiveServer) -> None:
    accepted = server.post(seed("async-1"), "/Execute/async")
    assert (accepted["Status"], accepted["IdCommand"], accepted["Error"]) == (1, "async-1", "")

    result = server.finished("async-1")
    assert (result["Status"], result["Command"]) == (0, "RegisterCheck")
    assert "s=0.01" in result["QRCode"]


def test_a_repeat_is_the_same_receipt(server: LiveServer) -> None:
    first = server.post(seed("again"))
    assert server.post(seed("again")) == first
    assert server.post(seed("again"), "/Execute/async") == first

    other = server.post({"Command": "XReport", "NumDevice": 1, "IdCommand": "again"})
    assert (other["Status"], "выполнена ранее" in other["Error"]) == (5, True)


SLOW = '[[devices]]\nnumber = 1\nname = "Касса 1"\ndriver = "virtual-kkt"\ndelay = 0.7\n'


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_it_finishes_what_is_being_printed(tmp_path: Path, sign: signal.Signals) -> None:
    with live(tmp_path, SLOW) as server:
        server.post(seed("under way"), "/Execute/async")
        server.post(seed("queued"), "/Execute/async")
        time.sleep(0.2)
        assert server.stop(sign) == 0
        assert "Traceback" not in server.log()
        said = [line for line in server.log().splitlines() if " INFO " in line]
        assert all(" INFO kkmserver.commands: " in line for line in said), said

        server.start()
        first, second = server.finished("under way"), server.finished("queued")
        assert (first["Status"], second["Status"]) == (0, 0)
        assert (first["CheckNumber"], second["CheckNumber"]) == (3, 4)
