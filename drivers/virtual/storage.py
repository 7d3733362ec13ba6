"""The virtual ФН: the ledger of a register of Russia."""

from contextlib import closing
from datetime import datetime

from drivers.virtual.counters import Counters
from drivers.virtual.ledger import Ledger

_BEFORE = """
    SELECT number, counters, ''
    FROM steps WHERE number < (SELECT number FROM steps WHERE document = ?) ORDER BY number DESC LIMIT 1
"""


class Storage(Ledger[Counters]):
    """One ФН on disk. Methods raise as those of Ledger."""

    kind = Counters

    def newest_by(self, moment: datetime) -> int:
        """Number of the newest document that is not younger; 0 where all are. Looks at the younger ones."""
        query = "SELECT document, time FROM steps WHERE document IS NOT NULL ORDER BY document DESC"
        with closing(self._db.execute(query)) as rows:
            return next((number for number, time in rows if datetime.fromisoformat(time) <= moment), 0)

    def time_of(self, document: int) -> datetime | None:
        row = self._db.execute("SELECT time FROM steps WHERE document = ?", (document,)).fetchone()
        return None if row is None else datetime.fromisoformat(row[0])

    def counters_before(self, document: int) -> Counters:
        """As they stood when this document was made. Raises sqlite3.Error as `counters`."""
        row = self._db.execute(_BEFORE, (document,)).fetchone()
        return Counters() if row is None else self._read(*row)
