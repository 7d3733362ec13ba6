"""One server for all tests that change its settings: each begins with the same file."""

from collections.abc import Iterator

import pytest

from tests.kkmserver.web.shop import Shop, open_shop


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with open_shop(tmp_path_factory.mktemp("shop")) as shop:
        yield shop


@pytest.fixture
def shop(standing: Shop) -> Shop:
    standing.reset()
    return standing
