import json
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from drivers.clock import SystemClock
from drivers.model.ffd import DocumentForm, ReceiptType
from kkmserver.dispatch.order import Decision
from kkmserver.store.record import State, Wanted
from kkmserver.web.gate import _told
from kkmserver.web.resolve import ResolveIn
from tests.kkmserver.web.office import ADMIN, JSON, LONG, STRANGE, USER, Office, ask, office, post
from tests.kkmserver.web.raw import Reply, connect, head, receive, request

PAPER = {
    "number": 17, "sign": "1020304050", "shift": 3, "number_in_shift": 2, "storage": "9999078900000001",
    "time": "2026-11-22T15:04:00+03:00", "total": 12345, "form": "correction", "receipt_type": "sale_return",
}  # fmt: skip


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[Office, int]]:
    with office() as found:
        yield found


@pytest.fixture
def desk(place: tuple[Office, int]) -> Office:
    return place[0]


@pytest.fixture
def port(place: tuple[Office, int]) -> int:
    return place[1]


def error(reply: Reply, status: int) -> str:
    assert reply.status == status
    assert reply.headers["content-type"] == "application/json; charset=utf-8"
    return str(json.loads(reply.body)["Error"])


def resolve(port: int, body: object, id_command: str = "Unknown-1", who: str = ADMIN + JSON) -> Reply:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return post(port, f"/journal/{quote(id_command, safe='')}/resolve", content, who)


# Reading


def test_list(desk: Office, port: int) -> None:
    reply = ask(port, "/journal?state=unknown,failed&device=4&before=99&limit=7")
    assert desk.wanted[-1] == Wanted(states=(State.UNKNOWN, State.FAILED), device=4, before=99, limit=7)
    unknown, done, *_ = json.loads(reply.body)
    assert (unknown["id"], unknown["seq"], unknown["state"], unknown["command"]) == (
        "Unknown-1", 30, "unknown", "RegisterCheck",
    )  # fmt: skip
    assert (unknown["device"], unknown["member"], unknown["request_id"]) == (10, 2, "r-3")
    assert unknown["error"].startswith("Результат неизвестен:")
    assert (done["error"], done["member"], done["finished_at"]) == ("", None, "2026-11-22T09:00:00.250+00:00")
    assert "request" not in unknown
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in reply.headers


def test_list_without_filters(desk: Office, port: int) -> None:
    assert ask(port, "/Journal/?state=&device=&limit=").status == 200
    assert desk.wanted[-1] == Wanted()


@pytest.mark.parametrize(
    "query",
    ["limit=-1", "limit=0", "limit=1001", "limit=x", "before=-5", "before=" + "9" * 19, "device=" + "9" * 5000,
     "device=%D9%A3", "before=1e3", "state=lost", "state=unknown;failed", "state=UNKNOWN"],
)  # fmt: skip
def test_a_nonsense_query_is_refused_by_name(port: int, query: str) -> None:
    assert f"Параметр {query.partition('=')[0]}:" in error(ask(port, f"/journal?{query}"), 422)


def test_one_row(port: int) -> None:
    row = json.loads(ask(port, "/journal/Unknown-1").body)
    assert row["evidence"] == {
        "sent": 120, "exchange": ["> 1b 40", "< 12"], "after": "ФД 17", "cause": "нет ответа 5 с",
    }  # fmt: skip
    assert (row["mark"], row["attempt"], row["member"], row["outcome"], row["hold"]) == ("ФД 16", 2, 2, None, 60.0)
    assert row["failure"]["progress"] == {"done": 1, "total": 3}
    assert (row["failure"]["code"], row["failure"]["nothing_sent"]) == ("outcome_unknown", False)
    assert "request" not in row
    told = json.loads(ask(port, "/journal/Unknown-1?request=1").body)["request"]
    assert json.loads(told)["ClientAddress"] == "+7"


@pytest.mark.parametrize("id_command", [STRANGE, LONG, "tail/"])
def test_ids_of_any_characters(port: int, id_command: str) -> None:
    assert json.loads(ask(port, f"/journal/{quote(id_command, safe='')}").body)["id"] == id_command
    assert json.loads(ask(port, f"//journal/{quote(id_command, safe='/')}").body)["id"] == id_command


@pytest.mark.parametrize(
    "id_command",
    ["unknown-1", "UNKNOWN-1", "none", "%00", "%ff%fe", "x" * 20_000, "a/b//c", "%2e%2e/config", "9" * 5000],
)
def test_unknown_ids(port: int, id_command: str) -> None:
    error(ask(port, f"/journal/{id_command}"), 404)


def test_a_journal_that_cannot_be_read(desk: Office, port: int) -> None:
    desk.broken = True
    try:
        assert "Журнал" in error(ask(port, "/journal/Unknown-1"), 503)
    finally:
        desk.broken = False


def test_audit(desk: Office, port: int) -> None:
    (deed,) = json.loads(ask(port, "/audit?before=9&limit=3").body)
    assert desk.asked[-1] == (9, 3)
    assert (deed["row"], deed["who"], deed["action"], deed["subject"]) == (5, "10.0.0.7 Admin", "switch", "1")
    ask(port, "/audit")
    assert desk.asked[-1] == (None, 50)
    assert "Параметр limit:" in error(ask(port, "/audit?limit=-1"), 422)


# Who may


@pytest.mark.parametrize("path", ["/journal", "/journal/Unknown-1", "/audit", "/Journal/Unknown-1", "//audit/"])
def test_only_an_administrator_reads(port: int, path: str) -> None:
    assert "администратор" in error(ask(port, path, USER), 403)
    reply = ask(port, path, "")
    assert error(reply, 401)
    assert reply.headers["www-authenticate"].startswith("Basic")


def test_only_an_administrator_decides(desk: Office, port: int) -> None:
    before = len(desk.resolutions)
    error(resolve(port, {"decision": "printed"}, who=USER + JSON), 403)
    error(resolve(port, {"decision": "printed"}, who=JSON), 401)
    assert len(desk.resolutions) == before


def test_a_foreign_page_cannot_decide(desk: Office, port: int) -> None:
    """A form or a plain fetch of another site carries the remembered password, but no JSON without asking first."""
    before = len(desk.resolutions)
    body = b'{"decision":"not_printed"}'
    for kind in ("", "Content-Type: text/plain\r\n", "Content-Type: application/x-www-form-urlencoded\r\n"):
        assert "application/json" in error(resolve(port, body, who=ADMIN + kind), 415)
    form = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nOrigin: https://evil.example\r\n"
    error(resolve(port, body, who=ADMIN + JSON + form), 403)
    asking = request(port, "OPTIONS", "/journal/Unknown-1/resolve", headers=ADMIN + "Origin: https://evil.example\r\n")
    assert asking.status == 405
    assert "access-control-allow-origin" not in asking.headers
    assert len(desk.resolutions) == before


# Deciding


def test_printed_with_these_numbers(desk: Office, port: int) -> None:
    reply = resolve(port, {"decision": "printed", "note": "чек у покупателя", "document": PAPER})
    row = json.loads(reply.body)
    assert (reply.status, row["state"], row["outcome"]["document"]["number"]) == (200, "done", 17)
    told = desk.resolutions[-1]
    assert (told.decision, told.who, told.note) == (Decision.PRINTED, "127.0.0.1 Admin", "чек у покупателя")
    paper = told.document
    assert paper is not None
    assert (paper.number, paper.sign, paper.shift, paper.number_in_shift, paper.total) == (17, 1020304050, 3, 2, 12345)
    assert (paper.form, paper.receipt_type) == (DocumentForm.CORRECTION, ReceiptType.SALE_RETURN)
    assert paper.time == datetime(2026, 11, 22, 12, 4, tzinfo=UTC)


def test_a_time_without_a_zone_is_the_shops(desk: Office, port: int) -> None:
    short = {key: PAPER[key] for key in ("number", "sign", "shift", "storage")}
    assert resolve(port, {"decision": "printed", "document": {**short, "time": "2026-11-22T15:04"}}).status == 200
    paper = desk.resolutions[-1].document
    assert paper is not None
    assert paper.time == datetime(2026, 11, 22, 15, 4, tzinfo=SystemClock().local().tzinfo)
    assert (paper.form, paper.receipt_type, paper.total) == (DocumentForm.RECEIPT, None, None)


def test_not_printed(desk: Office, port: int) -> None:
    assert resolve(port, {"decision": "not_printed"}).status == 200
    assert (desk.resolutions[-1].decision, desk.resolutions[-1].document) == (Decision.NOT_PRINTED, None)


def test_what_cannot_be_decided(port: int) -> None:
    assert error(resolve(port, {"decision": "printed"}, "none"), 404)
    assert "уже известно" in error(resolve(port, {"decision": "printed"}, STRANGE), 409)
    assert "отключено" in error(resolve(port, {"decision": "print_again"}), 409)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "decision: не указано"),
        ({"decision": "maybe"}, "decision: допустимо только 'printed', 'not_printed' или 'print_again'"),
        ({"decision": "printed", "document": {}}, "document.number: не указано; document.sign: не указано"),
        ({"decision": "printed", "document": PAPER | {"number": 0}}, "document.number: нужно не меньше 1"),
        ({"decision": "printed", "document": PAPER | {"number": 10**30}}, "document.number: "),
        ({"decision": "printed", "document": PAPER | {"total": 1.5}}, "document.total: нужно целое число"),
        ({"decision": "printed", "document": PAPER | {"storage": "1"}}, "document.storage: нужно знаков не меньше 16"),
        ({"decision": "printed", "document": PAPER | {"time": "вчера"}}, "document.time: нужны дата и время"),
        ({"decision": "printed", "document": PAPER | {"time": "2026-11-22"}}, "document.time: нужны дата и время"),
        ({"decision": "printed", "document": PAPER | {"time": 5}}, "document.time: нужны дата и время"),
        ({"decision": "printed", "document": PAPER | {"form": []}}, "document.form: допустимо только registration,"),
        ({"decision": "printed", "document": PAPER | {"receipt_type": 1}}, "document.receipt_type: допустимо только"),
        ({"decision": "printed", "document": PAPER | {"ФД": 1}}, "document.ФД: такого поля нет"),
        ({"decision": "printed", "document": 5}, "document: нужен объект"),
        ({"decision": "not_printed", "document": PAPER}, "document передают только вместе с decision: printed"),
        ({"decision": "printed", "note": "ж" * 1001}, "note: нужно знаков не больше 1000"),
        (b"", "не читается как JSON"),
        (b'{"decision":', "не читается как JSON"),
        (b"\xff\xfe\x00", "не читается как JSON"),
        (b"[" * 50_000, "не читается как JSON"),
        (b'{"decision":"printed","note":' + b"9" * 5000 + b"}", "не читается как JSON"),
        ([], "должно быть одним объектом"),
        ("printed", "должно быть одним объектом"),
    ],
)  # fmt: skip
def test_a_bad_body_is_told_with_its_path(desk: Office, port: int, body: object, told: str) -> None:
    before = len(desk.resolutions)
    assert told in error(resolve(port, body), 422)
    assert len(desk.resolutions) == before


def test_a_body_too_big_for_a_word(port: int) -> None:
    error(resolve(port, b" " * 70_000), 413)
    with connect(port) as link:
        link.sendall(head("POST", "/journal/Unknown-1/resolve", 10**9, ADMIN + JSON) + b"x" * 100_000)
        assert "КиБ" in error(receive(link), 413)


def test_rows_are_not_posted_to(port: int) -> None:
    for path in ("/journal", "/journal/Unknown-1", "/audit"):
        error(post(port, path, b"{}"), 405)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda one: st.dictionaries(st.sampled_from(["decision", "document", *PAPER]), one) | st.lists(one),
)


@given(st.sampled_from(list(PAPER)), VALUES)
def test_one_strange_member_hurts_at_most_itself(name: str, value: object) -> None:
    try:
        word = ResolveIn.model_validate({"decision": "printed", "document": PAPER | {name: value}})
    except ValidationError as found:
        told = [_told(fault) for fault in found.errors()]
        assert all(text.startswith(f"document.{name}") for text in told), told
    else:
        assert word.resolution("who", UTC).document is not None
