"""What the ФН of a register holds against what the server says it has done."""

from collections import Counter
from typing import Any
from urllib.parse import quote

from tests.live import LiveServer

_BY_ITSELF = ("Отчет о регистрации", "Открытие смены")  # the first one, and shifts that receipts have opened
_PAGE = 1000


def balance(server: LiveServer, register: int) -> tuple[int, list[str]]:
    """How many documents there are, and what is wrong with them."""
    last = server.post({"Command": "GetDataKKT", "NumDevice": register})["CheckNumber"]
    rows = _rows(server, register)
    told = Counter(number for row in rows if row["state"] == "done" and (number := _document(server, row)))
    faults = [
        f"{row['command']} {row['id']!r} is {row['state']}" for row in rows if row["state"] not in ("done", "failed")
    ]
    faults += [f"{count} commands tell of document {number}" for number, count in told.items() if count > 1]
    faults += [f"document {number} is told of and does not exist" for number in told if number > last]
    for number in sorted(set(range(1, last + 1)) - told.keys()):
        kind = _kind(server, register, number)
        if kind not in _BY_ITSELF:
            faults.append(f"no command tells of document {number}, {kind}")
    return last, faults


def _rows(server: LiveServer, register: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    page = _get(server, f"/journal?device={register}&limit={_PAGE}")
    while page:
        found += page
        page = _get(server, f"/journal?device={register}&limit={_PAGE}&before={page[-1]['seq']}")
    return found


def _document(server: LiveServer, row: dict[str, Any]) -> int:
    """The document that a command has made; 0 of one that has made none, or only read it."""
    if row["command"] == "GetDataCheck":
        return 0
    outcome = _get(server, f"/journal/{quote(row['id'], safe='')}")["outcome"] or {}
    return int((outcome.get("document") or {}).get("number", 0))


def _kind(server: LiveServer, register: int, number: int) -> str:
    answer = server.post({"Command": "GetDataCheck", "NumDevice": register, "FiscalNumber": number})
    return str(answer.get("RegisterCheck", {}).get("CheckType", answer["Error"]))


def _get(server: LiveServer, path: str) -> Any:
    answer = server.client.get(path)
    answer.raise_for_status()
    return answer.json()
