"""One operation of an address, for /openapi.json."""

from pydantic import BaseModel

from kkmserver.dialects.schema import Schema, many, reference, text, whole_object
from kkmserver.plain_schema import inlined

ADMIN: list[Schema] = [{"basic": []}]
UNREADABLE: Schema = {"description": "Тело запроса не годится; Error говорит почему."}
FAULTY: Schema = {"404": {"description": "Такого нет."}, "422": {"description": "Параметр не годится."}}

# Of a form: which of its fields are wrong, where they are.
FAULTS: Schema = {
    "description": "Значение не годится; faults говорит, какое и почему.",
    "content": {"application/json": {"schema": reference("Faults")}},
}
FAULTS_SCHEMA: Schema = {
    "type": "object",
    "required": ["Error"],
    "properties": {
        "Error": text("Всё словами."),
        "faults": many(
            whole_object(
                {
                    "path": many({"type": ["string", "integer"]}, "Путь к значению."),
                    "text": text("Что с ним не так."),
                }
            ),
            "По одному на значение; нет – не читается весь запрос.",
        ),
    },
}


def got(
    operation: str,
    summary: str,
    schema: Schema,
    parameters: list[Schema] | None = None,
    kind: str = "application/json",
    security: list[Schema] | None = None,
) -> Schema:
    told: Schema = {"operationId": operation, "summary": summary, "tags": ["Работа сервера"]}
    if parameters:
        told["parameters"] = parameters
    if security is not None:
        told["security"] = security
    answers = {"200": {"description": "Готово.", "content": {kind: {"schema": schema}}}}
    return told | {"responses": answers | (FAULTY if parameters else {})}


def posted(operation: str, summary: str, model: type[BaseModel], answer: Schema, *parameters: Schema) -> Schema:
    """For administrators."""
    told = got(operation, summary, answer, [*parameters], security=ADMIN)
    content = {"application/json": {"schema": inlined(model.model_json_schema())}}
    told["requestBody"] = {"required": True, "content": content}
    told["responses"].setdefault("422", UNREADABLE)
    told["responses"]["415"] = {"description": "Нужен Content-Type: application/json."}
    return told
