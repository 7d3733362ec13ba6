"""Thousands of commands of the past, written into the journal while its server is away."""

import sqlite3

from tests.browser.shop import Shop

_SPACE = 60 * 1_000_000  # microseconds between two commands
_COPY = """
WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :count)
INSERT INTO command (id, dialect, name, device, client, fingerprint, accepted_at, started_at, finished_at, state,
                     outcome, seq, member, request_id)
SELECT 'past-' || n, dialect, CASE WHEN n % 4 THEN name ELSE 'XReport' END, 1 + n % 2,
       CASE WHEN n % 3 THEN '192.168.1.20 User' ELSE '10.0.0.7' END, fingerprint,
       accepted_at - (:count - n) * :space, started_at - (:count - n) * :space, finished_at - (:count - n) * :space,
       'done', outcome, seq + n, 0, ''
FROM command, number WHERE command.id = 'first'
"""


def aged(shop: Shop, count: int) -> None:
    """Raises AssertionError where the first command is refused."""
    shop.run("XReport", NumDevice=1, IdCommand="first")
    shop.stop()
    with sqlite3.connect(shop.folder / "data" / "journal.db") as journal:
        journal.execute(_COPY, {"count": count, "space": _SPACE})
    journal.close()
    shop.start()
