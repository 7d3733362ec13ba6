"""A little of `make test-fuzz`, and the examples of /docs."""

from collections.abc import Iterator

import pytest

from kkmserver.dialects.kkm.members import MODELS
from kkmserver.dialects.kkm.openapi.examples import example
from tests.fuzz.run import fuzz
from tests.fuzz.shop import REGISTER, shop
from tests.live import LiveServer

SECONDS = 4
# Theirs is an operation, or a command, that only the reader's own terminal and journal know.
OF_BEFORE = {
    "ReturnPaymentByPaymentCard",
    "CancelPaymentByPaymentCard",
    "AuthConfirmationByPaymentCard",
    "CancelAuthorisationByPaymentCard",
    "EmergencyReversal",
    "TransactionDetails",
    "GetRezult",
    "CancelCommand",
}
OPENING, CLOSING = "OpenShift", ("CloseShift", "ZReport", "KkmRegOfd")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with shop(tmp_path_factory.mktemp("shop")) as running:
        yield running


def test_the_examples_work(server: LiveServer) -> None:
    """In an order that makes sense: one that closes a shift comes after one that needs it."""
    middle = [name for name in MODELS if name not in {OPENING, *CLOSING, *OF_BEFORE}]
    for name in (OPENING, *middle, "CloseShift", OPENING, "ZReport", "KkmRegOfd"):
        answer = server.post(example(name))
        assert (answer["Status"], answer["Error"]) == (0, ""), name


def test_no_request_breaks_the_server_or_its_promises(server: LiveServer) -> None:
    pytest.importorskip("schemathesis", reason="comes with the dev extra")
    before = server.post({"Command": "GetDataKKT", "NumDevice": REGISTER})["CheckNumber"]
    found = fuzz(server, SECONDS, seed=1)
    assert found.faults == [], found.report
    assert found.documents > before
    assert len(found.done) > 10, found.done
