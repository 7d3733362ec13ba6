"""What the journal tells of the past."""

from kkmserver.store.record import Deed, Facets, Found, Journal, Record, Wanted


class Archive:
    """The part of a Dispatch that only looks; raises JournalBroken."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    async def rows(self, wanted: Wanted) -> list[Record]:
        return await self._journal.rows(wanted)

    async def search(self, wanted: Wanted, seconds: float) -> Found:
        return await self._journal.search(wanted, seconds)

    async def count(self, wanted: Wanted, seconds: float) -> Found:
        return await self._journal.count(wanted, seconds)

    async def facets(self) -> Facets:
        return await self._journal.facets()

    async def deeds(self, before: int | None, limit: int) -> list[Deed]:
        return await self._journal.deeds(before, limit)
