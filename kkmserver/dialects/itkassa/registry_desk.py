"""Where people bring tables of receipts: looked through, changed, started, followed. Source: issue "mass printing"."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from drivers.model.ffd import FfdVersion
from kkmserver.dialects.itkassa import registry_file
from kkmserver.dialects.itkassa.office import Office
from kkmserver.dialects.itkassa.registry_columns import Column, recognised
from kkmserver.dialects.itkassa.registry_file import Table
from kkmserver.dialects.itkassa.registry_receipts import Checked, Options, check
from kkmserver.dialects.itkassa.registry_run import Runs
from kkmserver.dialects.itkassa.registry_store import Registries, Registry, RegistryState

_REMEMBERED = 4  # drafts whose check is kept


class NotStarted(Exception):
    """The text says why."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A draft looked through. Numbers of receipts that another registry has printed: `earlier` just so, `mended` with
    other goods, sums or buyers.
    """

    registry: Registry
    table: Table
    checked: Checked
    earlier: Sequence[str]
    mended: Sequence[str]


class RegistryDesk:
    """Made by `open`, `stop` at the end and before the office. Every call raises StoreBroken."""

    def __init__(self, office: Office, registries: Registries) -> None:
        self.office, self.registries = office, registries
        self.runs = Runs(
            registries, office.store, office.works, office.intake, office.dispatch, office.organization, office.clock
        )
        self._known: dict[Registry, tuple[Table, Checked]] = {}
        self._starting = asyncio.Lock()
        self.telling = asyncio.Lock()  # of whoever changes where results are told

    @classmethod
    async def open(cls, office: Office) -> Self:
        """Goes on with what the last run left."""
        desk = cls(office, await Registries.prepared(office.store.connection))
        office.callbacks.tell(desk.runs.finished)
        await desk.runs.start()
        return desk

    async def stop(self) -> None:
        await self.runs.stop()

    async def bring(self, organization: str, name: str, content: bytes, who: str) -> Registry:
        """Raises FileRefused."""
        table = await asyncio.to_thread(registry_file.read, content)
        registers = self.registers(organization)
        made = Registry(
            id="",
            organization=organization,
            register=next(iter(registers), ""),
            name=name[:200] or "реестр",
            who=who,
            columns=tuple(recognised(table.headings)),
            paper=True,
            cash=False,
            created=self.office.clock.now().timestamp(),
        )
        return await self.registries.add(made, table)

    async def look(self, draft: Registry) -> Looked:
        if draft not in self._known:
            table = await self.registries.table(draft.id)
            checked = await asyncio.to_thread(check, table, draft.columns, self._options(draft), self._local())
            self._known[draft] = table, checked
            while len(self._known) > _REMEMBERED:
                del self._known[next(iter(self._known))]
        table, checked = self._known[draft]
        return Looked(draft, table, checked, *await self.registries.printed_earlier(draft, checked.receipts))

    async def change(
        self, draft: Registry, *, register: str, columns: Sequence[Column | None], paper: bool, cash: bool
    ) -> Registry:
        """`columns`: one for each heading. Raises ValueError."""
        if len(columns) != len(draft.columns):
            raise ValueError(f"столбцов в таблице {len(draft.columns)}, а назначено {len(columns)}")
        named = [column for column in columns if column]
        if len(set(named)) < len(named):
            raise ValueError("одно и то же назначено двум столбцам")
        if register not in self.registers(draft.organization):
            raise ValueError("такой кассы у организации нет")
        changed = replace(draft, register=register, columns=tuple(columns), paper=paper, cash=cash)
        async with self._starting:
            await self.registries.change(changed)
        return changed

    async def start(self, draft: Registry, *, again: bool = False, mended: bool = False) -> None:
        """`again`, `mended`: print also what `look` tells as `earlier`, as `mended`. Raises NotStarted."""
        async with self._starting:
            found = await self.registries.find(draft.id)
            if found is None or found.state is not RegistryState.DRAFT:
                raise NotStarted("Этот реестр уже запущен")
            looked = await self.look(found)
            if looked.checked.faults:
                raise NotStarted("В реестре есть ошибки: исправьте файл и загрузите его снова")
            if not looked.checked.receipts:
                raise NotStarted("В реестре нет ни одного чека")
            left_out = (0 if again else len(looked.earlier)) + (0 if mended else len(looked.mended))
            if left_out == len(looked.checked.receipts):
                raise NotStarted("Все чеки этого реестра уже напечатаны по другому реестру, второй раз не печатаем")
            now, how = self.office.clock.now(), {"again": again, "mended": mended}
            await self.registries.begin(found, looked.checked.receipts, now, **how)
        self._known.pop(found, None)
        self.runs.go(found.id)

    def registers(self, organization: str) -> dict[str, str]:
        """GUID -> name, in the order of the settings."""
        shop = self.office.organization(organization)
        views = {view.number: view for view in self.office.dispatch.devices()}
        mine = [views[number] for number in (shop.devices if shop else ()) if number in views]
        return {view.row.guid: view.name for view in mine}

    def _options(self, draft: Registry) -> Options:
        views = [view for view in self.office.dispatch.devices() if view.row.guid == draft.register]
        state = views[0].state if views else None
        options = Options(paper=draft.paper, cash=draft.cash)
        if state is None:
            return options
        ffd = state.ffd if isinstance(state.ffd, FfdVersion) else options.ffd
        return replace(options, ffd=ffd, registration=state.registration or options.registration)

    def _local(self) -> datetime:
        return self.office.clock.local()
