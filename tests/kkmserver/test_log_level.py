"""KKMSERVER_LOG: our own lines follow it, those of libraries do not."""

import logging
from collections.abc import Iterator

import pytest

from kkmserver import wiring

OURS = ("kkmserver", "drivers", "pools")


@pytest.fixture(autouse=True)
def _levels() -> Iterator[None]:
    root = logging.getLogger()
    before = {logger: logger.level for logger in (root, *map(logging.getLogger, OURS))}
    handlers = list(root.handlers)
    yield
    root.handlers[:] = handlers
    for logger, level in before.items():
        logger.setLevel(level)


@pytest.mark.parametrize(
    ("asked", "done", "failed"),
    [("", False, True), (" debug", True, True), ("ERROR", False, False), ("?", False, True)],
)
def test_the_level_is_for_our_lines_alone(asked: str, done: bool, failed: bool) -> None:
    root = logging.getLogger()
    root.handlers.clear()
    wiring._open_log(asked)
    dispatch, library = logging.getLogger("kkmserver.dispatch"), logging.getLogger("aiosqlite")
    assert (dispatch.isEnabledFor(logging.DEBUG), dispatch.isEnabledFor(logging.WARNING)) == (done, failed)
    assert not library.isEnabledFor(logging.DEBUG)
