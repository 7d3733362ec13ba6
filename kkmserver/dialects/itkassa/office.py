"""All of this API but its port: the file of jobs, the lines before the registers, the callbacks."""

from pathlib import Path
from typing import Self

from drivers.ports import Clock
from kkmserver.config_doors import ItkassaSettings, Organization, SmtpSettings
from kkmserver.dialects.itkassa.callbacks import Callbacks
from kkmserver.dialects.itkassa.intake import Intake
from kkmserver.dialects.itkassa.retries import Retries
from kkmserver.dialects.itkassa.store import Store
from kkmserver.dialects.itkassa.works import Works
from kkmserver.dispatch.order import Dispatch


class Office:
    """Made by `open`; `stop` at the end. `dispatch` works already."""

    def __init__(
        self,
        dispatch: Dispatch,
        clock: Clock,
        store: Store,
        retries: Retries,
        settings: ItkassaSettings,
        smtp: SmtpSettings,
    ) -> None:
        self.settings, self.smtp = settings, smtp
        self.dispatch, self.clock, self.store = dispatch, clock, store
        self.callbacks = Callbacks(retries, store.wishes, lambda _: self.settings.retries, lambda: self.smtp, clock)
        self.works = Works(store, dispatch, clock, self.callbacks.finished)
        self.intake = Intake(store, self.works, dispatch, clock)

    @classmethod
    async def open(
        cls, dispatch: Dispatch, clock: Clock, file: Path, settings: ItkassaSettings, smtp: SmtpSettings
    ) -> Self:
        """Takes up what the last run left. Raises StoreBroken."""
        store = await Store.open(file)
        office = cls(dispatch, clock, store, await Retries.prepared(store.connection), settings, smtp)
        await office.callbacks.start()
        await office.works.start()
        return office

    async def stop(self) -> None:
        await self.works.stop()
        await self.callbacks.stop()
        await self.store.close()

    def reload(self, settings: ItkassaSettings, smtp: SmtpSettings) -> None:
        self.settings, self.smtp = settings, smtp
        self.callbacks.wake()

    def organization(self, id: str) -> Organization | None:  # noqa: A002
        return next((one for one in self.settings.organizations if one.id == id.lower()), None)
