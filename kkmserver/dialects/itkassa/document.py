"""The document object: what GET and callbacks tell of a job. Source: spec/itkassa.md 7."""

import json
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from kkmserver.dialects.itkassa import words
from kkmserver.dialects.itkassa.body import loads
from kkmserver.dialects.itkassa.job import Job, Result
from kkmserver.dialects.kkm.encoding import encode

RAN = "Задание выполнено на ККТ"


def document(job: Job) -> dict[str, Any]:
    """For kkm.encoding.encode: numbers of the commands have the places they came with."""
    commands = loads(job.commands)
    return {
        "id": job.id,
        "idempKey": job.key,
        "title": words.title(commands),
        "type": words.word_of(commands[0]),
        "orderNumber": job.number,
        "isFiscal": words.is_fiscal(commands),
        "commands": commands,
        **_numbers(job.result),
        "createdAt": _moment(job.created_at),
        "updatedAt": _moment(job.updated_at),
        "organizationId": job.organization,
        "creItemId": job.register,
        "createdById": job.organization,
        "registryId": job.registry,
        "queueItem": None if job.finished else {"status": job.state.value},
        "resultItem": _result_item(job, job.result) if job.result else None,
        **(_flat(job.result) if job.result else {}),
    }


def body(job: Job) -> bytes:
    """The bare document, as callbacks carry it."""
    return encode(document(job))


def _numbers(result: Result | None) -> dict[str, Any]:
    """`checkNumber` of a report and `checkUrl` of what is not fiscal are "", not null. Before the run all are null."""
    if result is None:
        names = ("sessionNumber", "checkNumber", "checkSign", "fsNumber", "checkDate", "checkUrl", "checkUrlOfd")
        return dict.fromkeys(names)
    return {
        "sessionNumber": result.session or None,
        "checkNumber": result.check,
        "checkSign": result.sign,
        "fsNumber": result.storage or None,
        "checkDate": result.date or None,
        "checkUrl": result.url,
        "checkUrlOfd": result.ofd_url,
    }


def _result_item(job: Job, result: Result) -> dict[str, Any]:
    return {
        "id": str(uuid5(NAMESPACE_OID, job.id)),
        "queueItemId": job.number,
        "creErrorId": str(result.error),
        "creErrorText": result.text,
        "commands": json.dumps(json.loads(job.commands)),
        "result": result.word,
        "printedAt": _moment(result.printed_at),
        "createdAt": _moment(result.printed_at),
        "updatedAt": _moment(job.updated_at),
        "printDocumentId": job.id,
    }


def _flat(result: Result) -> dict[str, Any]:
    return {
        "lastErrorId": result.error,
        "lastErrorMessage": result.text,
        "result": result.word,
        "result_description": RAN,
        "sessionState": result.session_state or None,
    }


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
