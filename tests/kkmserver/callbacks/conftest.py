"""One host for the sites of all tests here."""

from collections.abc import Iterator

import pytest

from tests.kkmserver.callbacks.site import shared_host


@pytest.fixture(scope="package", autouse=True)
def _host() -> Iterator[None]:
    with shared_host():
        yield
