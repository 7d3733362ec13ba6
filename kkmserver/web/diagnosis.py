"""Is the server well, for administrators; and the archive for support."""

import asyncio
import platform
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from drivers.search.taken import taken
from drivers.transports import reasons
from drivers.transports.address import shown
from kkmserver import __version__, reload
from kkmserver.config import Config
from kkmserver.store.record import JournalBroken, State, Wanted
from kkmserver.web import certificate_facts, device_findings, findings
from kkmserver.web.certificate_facts import CertificateFacts
from kkmserver.web.findings import Finding, Mood
from kkmserver.web.gate import admin, body
from kkmserver.web.premises import Premises

_NO_STORE = {"cache-control": "no-store"}
_SECONDS = 1.0  # for counting the journal
_WORST_FIRST = (Mood.BAD, Mood.WARN, Mood.GOOD)


class BundleIn(BaseModel):
    model_config = ConfigDict(extra="forbid")


def routes(premises: Premises) -> list[Route]:
    desk = _Diagnosis(premises)
    return [Route("/diagnosis", desk.tell), Route("/support-bundle", desk.bundle, methods=["POST"])]


class _Diagnosis:
    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    async def tell(self, request: Request) -> Response:
        admin(request)
        config = self._premises.now()
        certificate = await asyncio.to_thread(certificate_facts.read, config.server.tls_certificate)
        server = await asyncio.to_thread(_computer, self._premises) | {"journal_rows": await self._count()}
        found = [*self._of_server(config, certificate, server["disk_free"]), *await self._of_journal()]
        found += [*await _of_places(config), *self._of_devices(config)]
        told = {
            "server": server,
            "listening": [*self._premises.listening, *(at for one in self._premises.gates() for at in one.addresses)],
            "certificate": certificate.shown() if certificate else None,
            "origins": list(config.auth.allowed_origins),
            "passwords": {"admin": bool(config.auth.admin_password_hash), "user": bool(config.auth.user_password_hash)},
            "findings": [_shown(one) for one in sorted(found, key=lambda one: _WORST_FIRST.index(one.mood))],
        }
        return JSONResponse(told, headers=_NO_STORE)

    async def bundle(self, request: Request) -> Response:
        visitor, _ = admin(request), await body(request, BundleIn)
        if self._premises.bundle is None:
            raise HTTPException(409, "Здесь сведения не собрать. Выполните kkmserver support-bundle --out файл.zip")
        try:
            content = await asyncio.to_thread(self._packed)
        except OSError as error:
            raise HTTPException(503, f"Сведения не собраны: {reasons.of(error)}") from error
        await self._premises.audit("support-bundle", "", f"{len(content)} байт", visitor.client)
        name = f"kkmserver-support-{self._premises.clock.local():%Y-%m-%d-%H%M}.zip"
        headers = _NO_STORE | {"content-disposition": f'attachment; filename="{name}"'}
        return Response(content, headers=headers, media_type="application/zip")

    def _packed(self) -> bytes:
        assert self._premises.bundle
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "bundle.zip"
            self._premises.bundle(out)
            return out.read_bytes()

    def _of_server(self, config: Config, certificate: CertificateFacts | None, free: int) -> Iterator[Finding]:
        yield from findings.of_access(config)
        yield from findings.of_origins(config)
        yield from findings.of_gates(self._premises.began)  # they change with a restart only
        until = certificate.until if certificate else None
        yield from findings.of_certificate(config, until, self._premises.clock.now())
        yield from findings.of_disk(free, str(self._premises.data))
        yield from findings.of_restart(reload.waiting(self._premises.began, config))

    async def _of_journal(self) -> Sequence[Finding]:
        dispatch = self._premises.dispatch
        try:
            found = await dispatch.count(Wanted(states=(State.UNKNOWN,)), _SECONDS)
        except JournalBroken as error:
            return [*findings.of_journal(dispatch.trouble or str(error), 0)]
        return [*findings.of_journal(dispatch.trouble, found.count)]

    def _of_devices(self, config: Config) -> Iterator[Finding]:
        views = {view.number: view for view in self._premises.dispatch.devices()}
        for device in config.devices:
            if device.number in views:
                yield from device_findings.of_device(device, views[device.number], self._premises.clock.local())

    async def _count(self) -> int | None:
        """None where the journal cannot be read."""
        try:
            return (await self._premises.dispatch.count(Wanted(), _SECONDS)).count
        except JournalBroken:
            return None


def _computer(premises: Premises) -> dict[str, Any]:
    data = premises.data.absolute()
    return {
        "version": __version__,
        "python": sys.version.split()[0],
        "system": platform.platform(),
        "started": premises.started.isoformat(timespec="milliseconds"),
        "folder": str(data),
        "disk_free": shutil.disk_usage(data).free,
        "journal_bytes": sum(one.stat().st_size for one in data.glob("journal.db*")),
    }


async def _of_places(config: Config) -> Iterator[Finding]:
    """Serial ports and addresses by what they are, everything else by its spelling."""
    names: Mapping[str, list[str]] = defaultdict(list)
    for device in config.devices:
        connection = str(getattr(device.options, "connection", "")).strip()
        if connection:
            places = sorted(await taken({device.number: device.options})) or [connection]
            names[places[0]].append(f"«{device.name}» (№ {device.number})")
    return findings.of_shared_places({shown(place): owners for place, owners in names.items()})


def _shown(one: Finding) -> dict[str, str]:
    return {"mood": one.mood.value, "title": one.title, "text": one.text, "advice": one.advice}
