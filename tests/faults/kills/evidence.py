"""What the devices and the journal tell of the commands, independently of what the clients were told."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from drivers.fiscal import tlv
from drivers.model.ffd import DocumentForm
from drivers.virtual.storage import Storage
from kkmserver.store.record import Record, State
from kkmserver.store.sqlite import SqliteJournal
from tests.faults.kills import shop

_ID = r"r\d{4}-\d{2}-\d{4}"
_ROW = re.compile(rf"({_ID}) (\d+)/{shop.LINES}")
_GOODS = re.compile(shop.RECEIPT_LINE.format(id=f"({_ID})"))

Archive = Sequence[tuple[str, int]]  # name of the goods and number of each receipt


@dataclass(slots=True)
class Prints:
    """Of one id. `receipts`: device and number of the document; `lines`: device and number of the printed line."""

    receipts: list[tuple[int, int]] = field(default_factory=list)
    lines: list[tuple[int, int]] = field(default_factory=list)

    @property
    def times(self) -> int:
        """How often it was carried out, be it in part."""
        return len(self.receipts) + max((self._numbers.count(number) for number in self._numbers), default=0)

    @property
    def whole(self) -> bool:
        return len(self.receipts) == 1 or self._numbers == list(range(1, shop.LINES + 1))

    @property
    def devices(self) -> set[int]:
        return {device for device, _ in (*self.receipts, *self.lines)}

    @property
    def _numbers(self) -> list[int]:
        return [number for _, number in self.lines]


def prints(papers: Mapping[int, Sequence[str]], archives: Mapping[int, Archive]) -> dict[str, Prints]:
    """By id. `papers`: number of a printer -> the rows on its paper; `archives`: number of a register -> its ФН."""
    found: dict[str, Prints] = defaultdict(Prints)
    for device, rows in papers.items():
        for row in rows:
            if known := _ROW.search(row):
                found[known[1]].lines.append((device, int(known[2])))
    for device, archive in archives.items():
        for goods, number in archive:
            (one,) = _GOODS.findall(goods)
            found[one].receipts.append((device, number))
    return found


def own_archives(folder: Path, devices: Sequence[int]) -> dict[int, Archive]:
    """Of registers whose ФН is a file of the server."""
    return {device: _receipts(folder, device) for device in devices}


def _receipts(folder: Path, device: int) -> Archive:
    path = shop.data_folder(folder) / "devices" / str(device) / "storage.sqlite3"
    with closing(Storage(path, "", looks_only=True)) as storage:
        numbers = range(1, storage.counters().last_document + 1)
        return [(goods, number) for number in numbers for goods in _goods(storage, number)]


def _goods(storage: Storage, number: int) -> list[str]:
    """Nothing of a document that is no receipt."""
    stored = storage.document(number)
    assert stored, f"document {number} is missing in {storage.path}"
    if stored.document.form is not DocumentForm.RECEIPT:
        return []
    (envelope,) = tlv.parse(stored.tlv)
    return [item.child(1030).text() for item in envelope.children() if item.tag == 1059]


async def in_hand(folder: Path) -> set[str]:
    """Ids that a dead server had begun and not ended."""
    journal = await SqliteJournal.open(shop.data_folder(folder) / "journal.db")
    try:
        return {record.entry.id for record in await journal.unfinished() if record.state is State.RUNNING}
    finally:
        await journal.close()


async def records(folder: Path, ids: list[str]) -> tuple[dict[str, Record | None], list[Record]]:
    """What the journal has of each, and what it has not ended."""
    journal = await SqliteJournal.open(shop.data_folder(folder) / "journal.db")
    try:
        return {one: await journal.find(one) for one in ids}, await journal.unfinished()
    finally:
        await journal.close()
