"""What was sent becomes a job: checked, on disk, in line. Source: spec/itkassa.md 6, 9."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from drivers.ports import Clock
from kkmserver.config_doors import Organization
from kkmserver.dialects.itkassa.job import Job
from kkmserver.dialects.itkassa.members import Faults, Members, Wrong
from kkmserver.dialects.itkassa.steps import steps
from kkmserver.dialects.itkassa.store import Store
from kkmserver.dialects.itkassa.works import Works
from kkmserver.dialects.kkm.encoding import dump
from kkmserver.dispatch.order import Dispatch
from kkmserver.store.serial import storable

_LONGEST_KEY = 200
_MOST_WAITING = 5000  # jobs before one register


class LineFull(Exception):
    """The job was not taken: too many wait for that register."""


class Intake:
    def __init__(self, store: Store, works: Works, dispatch: Dispatch, clock: Clock) -> None:
        self._store, self._works, self._dispatch, self._clock = store, works, dispatch, clock

    async def accept(
        self, organization: Organization, given: Mapping[str, Any], client: str, registry: str | None = None
    ) -> Job:
        """On disk on return, or the one that has its key already. Raises Wrong, LineFull, StoreBroken: the key is free.

        `given`: `creItemId`, `idempKey`, `commands`.
        """
        faults: Faults = {}
        members = Members(given, "", faults)
        key = members.text("idempKey") or None
        known = await self._store.by_key(organization.id, storable(key)) if key else None
        if known:
            return known
        if key and len(key) > _LONGEST_KEY:
            members.fault("idempKey", f"длиннее {_LONGEST_KEY} знаков")
        device = self._device(organization, members)
        try:
            steps(members.raw("commands"))
        except Wrong as error:
            faults |= error.faults
        if faults:
            raise Wrong({where.lstrip("."): why for where, why in faults.items()})
        if self._works.waiting(device) >= _MOST_WAITING:
            raise LineFull(f"Перед кассой ждут {_MOST_WAITING} заданий, больше не принимается. Повторите позже.")
        return await self._taken(self._job(organization, members, device, client, registry))

    async def _taken(self, job: Job) -> Job:
        stored = await self._store.add(job)
        if stored.id == job.id:
            self._works.add(stored)
        return stored

    def _job(self, organization: Organization, members: Members, device: int, client: str, registry: str | None) -> Job:
        now = self._clock.now()
        key = members.text("idempKey")
        return Job(
            id=str(uuid4()),
            number=0,
            organization=organization.id,
            register=storable(members.text("creItemId")),
            device=device,
            commands=storable(dump(members.raw("commands"))),
            client=client,
            key=storable(key) if key else None,
            registry=registry,
            created_at=now,
            updated_at=now,
        )

    def _device(self, organization: Organization, members: Members) -> int:
        """Its number; 0 where it is at fault."""
        wanted = members.text("creItemId").strip().casefold()
        for view in self._dispatch.devices():
            if view.number in organization.devices and view.row.guid.casefold() == wanted:
                return view.number
        why = "такой кассы у организации нет, список касс: GET /cre/items" if wanted else "не указана касса"
        members.fault("creItemId", why)
        return 0
