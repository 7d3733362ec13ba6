"""The API at its port. Source: spec/itkassa.md 2-5, 9."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from kkmserver.config_doors import ItkassaSettings, Organization, SmtpSettings
from kkmserver.dialects.door import JSON, Brake, Knock, Reply, TooManyAttempts
from kkmserver.dialects.itkassa import body, registers, wishes
from kkmserver.dialects.itkassa.carrying import NAME
from kkmserver.dialects.itkassa.document import document
from kkmserver.dialects.itkassa.intake import LineFull
from kkmserver.dialects.itkassa.job import Job
from kkmserver.dialects.itkassa.keys import Keys
from kkmserver.dialects.itkassa.members import Wrong
from kkmserver.dialects.itkassa.office import Office
from kkmserver.dialects.itkassa.store import StoreBroken
from kkmserver.dialects.kkm.encoding import encode
from kkmserver.dialects.kkm.refusal import NotReadable
from kkmserver.store.record import Record

_BASE = "/open/api/v1"
_PRINT, _REGISTERS, _SETTINGS = "/print-documents", "/cre/items", "/organization/settings"
_BY_ID, _BY_KEY = re.compile(rf"{_PRINT}/([^/]+)"), re.compile(rf"{_PRINT}/(.+)/idempotent")
_FAULTY = 1  # `code` of a request that is no job


class _Refused(Exception):
    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


class ItkassaDoor:
    """Implements Door and TellsAnswers. Every reply is an object with `code`: clients look at nothing else."""

    name = NAME

    def __init__(self, office: Office, brake: Brake) -> None:
        self._office, self._brake = office, brake
        self._keys = Keys(office.settings.organizations)

    def reload(self, settings: ItkassaSettings, smtp: SmtpSettings) -> None:
        """Keys and organisations count from now on; jobs that were taken are done."""
        self._office.reload(settings, smtp)
        self._keys = Keys(settings.organizations)

    async def answer(self, knock: Knock) -> Reply:
        try:
            organization = await self._let_in(knock)
            return _reply(await self._answered(organization, knock))
        except _Refused as error:
            return self.refusal(error.status, error.text)
        except (NotReadable, LineFull, StoreBroken) as error:
            return self.refusal(400 if isinstance(error, NotReadable) else 503, str(error))
        except Wrong as error:
            return _reply(_wrong(error))

    def refusal(self, status: int, text: str) -> Reply:
        return _reply({"code": status, "message": text}, status)

    async def answer_of(self, record: Record) -> bytes:
        job = await self._office.store.by_order(record.entry.id)
        return encode(_found(job) if job else {"code": 404, "message": "Задание забыто: оно старше года."})

    async def _let_in(self, knock: Knock) -> Organization:
        """Raises _Refused."""
        found = self._keys.organization(knock.header("x-api-key"))
        if found:
            return found
        try:
            await self._brake.turn(knock.peer)
        except TooManyAttempts as error:
            raise _Refused(429, "Слишком много попыток с неверным ключом, повторите через минуту") from error
        raise _Refused(401, "Ключ X-Api-Key не указан или не подходит")

    async def _answered(self, organization: Organization, knock: Knock) -> dict[str, Any]:
        """Raises _Refused, NotReadable, Wrong, StoreBroken."""
        path, method = _path(knock), knock.method
        if path == _PRINT and method == "POST":
            taken = await self._office.intake.accept(organization, body.read(knock.body), knock.peer)
            return _found(await self._now(taken))
        if path == _REGISTERS and method == "GET":
            return registers.listed(organization, self._office.dispatch.devices(), self._office.clock.now())
        if path == _SETTINGS and method == "POST":
            return await self._set(organization, body.read(knock.body))
        if method == "GET" and (job := await self._sought(organization, path)):
            return _found(await self._now(job))
        raise _nothing(path, method)

    async def _sought(self, organization: Organization, path: str) -> Job | None:
        store = self._office.store
        if by_key := _BY_KEY.fullmatch(path):
            return await store.by_key(organization.id, by_key[1])
        by_id = _BY_ID.fullmatch(path)
        return await store.by_id(organization.id, by_id[1]) if by_id else None

    async def _now(self, job: Job) -> Job:
        return self._office.works.now(await self._office.works.settled(job))

    async def _set(self, organization: Organization, given: Mapping[str, Any]) -> dict[str, Any]:
        store = self._office.store
        after = wishes.changed(await store.wishes(organization.id), given)
        await store.wish(organization.id, after)
        self._office.callbacks.wake()
        return {"code": 0, "object": wishes.told(after)}


def _reply(told: dict[str, Any], status: int = 200) -> Reply:
    return Reply(status, encode(told), {"Content-Type": JSON})


def _found(job: Job) -> dict[str, Any]:
    return {"code": 0, "object": document(job)}


def _wrong(error: Wrong) -> dict[str, Any]:
    return {
        "code": _FAULTY,
        "message": str(error),
        "result": "critical_error",
        "result_description": str(error),
        "errors": dict(error.faults),
    }


def _path(knock: Knock) -> str:
    """Behind the base; without a slash at the end."""
    path = re.sub("/+", "/", unquote(knock.path)).rstrip("/")
    return path.removeprefix(_BASE) if path.startswith(_BASE) else ""


def _nothing(path: str, method: str) -> _Refused:
    if path == _PRINT and method == "GET":  # so the vendor's library goes on when a job was refused, and shows no more
        return _Refused(404, "Не указан id задания. Не приняли задание – причина в ответе на POST")
    known = {_PRINT: "POST", _REGISTERS: "GET", _SETTINGS: "POST"}
    if path in known:
        return _Refused(405, f"Метод {method[:20]} здесь не поддерживается, нужен {known[path]}")
    if _BY_ID.fullmatch(path) or _BY_KEY.fullmatch(path):
        return _Refused(404, "Задание не найдено" if method == "GET" else "Задания читают методом GET")
    return _Refused(404, f"Такого адреса нет, все адреса начинаются с {_BASE}")
