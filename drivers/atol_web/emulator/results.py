"""The JSON of the service around what tasks come to, in the forms of both generations. Source: spec/atol-web.md 1."""

from enum import StrEnum

from drivers.atol_web.emulator.errors import described
from drivers.atol_web.emulator.json_text import written
from drivers.atol_web.emulator.request import Answer, Request, Status
from drivers.emulation.http import Reply

_KIND = "application/json; charset=utf-8"


class Form(StrEnum):
    """How an error stands in a result: {error {code, description}} in v2, errorCode and errorDescription in v1."""

    V1, V2 = "v1", "v2"

    @property
    def other(self) -> "Form":
        return Form.V1 if self is Form.V2 else Form.V2


def results(request: Request, form: Form, *, null: bool = False) -> Reply:
    return reply({"results": [_entry(each, form, null=null) for each in request.told()]})


def _entry(answer: Answer, form: Form, *, null: bool) -> dict[str, object]:
    code, text = answer.code, answer.text or described(answer.code)
    entry: dict[str, object] = {"status": str(answer.status)}
    if form is Form.V2:
        entry["error"] = {"code": code, "description": text}
    else:
        entry |= {"errorCode": code, "errorDescription": text}
    return {**entry, "result": None if null else answer.result}


def asked(answer: Answer) -> Reply:
    """A question outside the queue; the form of its answer is inferred: what the task would have as its result."""
    if answer.status is not Status.READY:
        return error(409, answer.code, answer.text)
    return reply(answer.result)


def reply(value: object, status: int = 200) -> Reply:
    return Reply(written(value), _KIND, status)


def empty(status: int) -> Reply:
    return Reply(b"", _KIND, status)


def error(status: int, code: int, description: str) -> Reply:
    return reply({"error": {"code": code, "description": description}}, status)
