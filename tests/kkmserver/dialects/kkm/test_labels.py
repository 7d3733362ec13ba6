"""`PrintDocument` by a template: what a device is asked to print, and what is refused before that."""

import asyncio
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from drivers.model.command import PrintDocument, PrintLabels
from drivers.model.outcome import Outcome, Progress
from kkmserver.dialects.kkm.dialect import Decoder
from kkmserver.dialects.kkm.labels import field_sets
from kkmserver.dialects.kkm.lenient import parse
from kkmserver.dialects.kkm.reading import Reading, Rules
from kkmserver.dialects.kkm.refusal import Refused
from kkmserver.dialects.kkm.request import device_request, name_of, usual_request
from kkmserver.templates import Templates
from tests.clock import FakeClock
from tests.kkmserver.dialects.kkm.desk import Shop
from tests.kkmserver.dialects.kkm.samples import DONE

TEMPLATE = """
width = 58
height = 40
[defaults]
note = ""
[[text]]
text = "{Name} {price:money} {note} {today:date}"
x = 1
y = 1
width = 50
height = 30
size = 3
"""


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    (tmp_path / "price.toml").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "broken.toml").write_text("width = ", encoding="utf-8")
    return Shop(DONE, templates=tmp_path)


def label(fields: object = None, **members: Any) -> dict[str, Any]:
    given = {"Name": "Чай", "Price": 129.9} if fields is None else fields
    return {"Command": "PrintDocument", "NumDevice": 2, "Template": "price", "Fields": given} | members


def labels(shop: Shop, body: dict[str, Any]) -> PrintLabels:
    answer = shop.post(body)
    assert answer["Error"] == ""
    assert isinstance(shop.command, PrintLabels)
    return shop.command


def error_of(shop: Shop, body: dict[str, Any]) -> str:
    answer = shop.post(body)
    assert (answer["Status"], shop.desk.orders) == (2, [])
    return str(answer["Error"])


def test_one_label(shop: Shop) -> None:
    command = labels(shop, label())
    assert (command.template.name, command.copies, command.first, command.total) == ("price", 1, 1, 1)
    assert command.fields == ({"Name": "Чай", "price": "129.9", "today": "2026-11-15T15:30:00"},)


def test_a_batch_begun_in_the_middle(shop: Shop) -> None:
    command = labels(shop, label([{"name": f"{i}", "price": i} for i in range(1, 6)], Copies=3, First="7"))
    assert (command.copies, command.first, command.total) == (3, 7, 15)
    assert [given["Name"] for given in command.fields] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("129,90", "129,90"), (0, "0"), (-5, "-5"), (1234.5, "1234.5"), (10**20, "1" + 20 * "0"), (True, "да"),
        (False, ""), (" x ", " x "),
    ],
)  # fmt: skip
def test_values_are_text(shop: Shop, value: object, text: str) -> None:
    assert labels(shop, label({"name": "x", "price": 1, "note": value})).fields[0]["note"] == text


def test_numbers_keep_their_digits(shop: Shop) -> None:
    body = json.dumps(label()).replace("129.9", "1234567890123456789.10").encode()
    assert shop.raw(body).status == 200
    assert isinstance(shop.command, PrintLabels)
    assert shop.command.fields[0]["price"] == "1234567890123456789.10"


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_what_is_blank_is_not_given(shop: Shop, blank: object) -> None:
    assert "note" not in labels(shop, label({"name": "x", "price": 1, "note": blank})).fields[0]
    assert "не задано: price" in error_of_fresh(shop, label({"name": "x", "price": blank}))


def error_of_fresh(shop: Shop, body: dict[str, Any]) -> str:
    shop.desk.orders.clear()
    return error_of(shop, body)


def test_a_given_day_is_not_replaced(shop: Shop) -> None:
    command = labels(shop, label({"name": "x", "price": 1, "Today": "01.02.2026"}))
    assert command.fields[0]["today"] == "01.02.2026"


def test_fields_nobody_uses_are_told(shop: Shop) -> None:
    answer = shop.post(label([{"name": "x", "price": 1, "Colour": "red"}] * 3))
    assert (answer["Status"], answer["Warning"]) == (0, "Шаблон «price» не использует поля: colour.")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (label(Template="prise"), "Похожие: price"),
        (label(Template="../price"), "нет"),
        (label(Template=""), "Template: не указан шаблон этикетки"),
        (label(Template="../../etc/passwd"), "нет"),
        (label(Template="broken"), "неисправен"),
        (label(Template="x" * 300), "слишком длинна"),
        (label(CheckStrings=[{"PrintText": {"Text": "x"}}]), "CheckStrings: вместе с Template не передают"),
        (label({}), "Fields: не задано: Name, price"),
        (label([{"name": "x", "price": 1}, {"name": "x"}]), "набор 2: не задано: price"),
        (label([]), "Fields: пустой массив"),
        (label(5), "Fields: здесь «5», а нужен объект"),
        (label([[]]), "Fields: здесь массив […], а нужен объект"),
        (label({"name": {"a": 1}}), "поле «name»: здесь объект {…}, а нужна строка или число"),
        (label([{}, {"name": ["x"]}]), "набор 2, поле «name»: здесь массив […]"),
        (label({"name": "x" * 4097}), "4097"),
        (label({"n" * 65: "x"}), "имя поля"),
        (label({f"{i}": i for i in range(201)}), "полей 201, допустимо не больше 200"),
        (label(First=2), "First: начать с этикетки 2 нельзя: в команде их 1"),
        (label(First=0), "First"),
        (label(Copies=0), "Copies"),
        (label(Copies=1000), "Copies"),
        (label([{"name": "x", "price": 1}] * 11, Copies=999), "Copies: этикеток всего 10989"),
    ],
)
def test_refused_before_anything_is_accepted(shop: Shop, body: dict[str, Any], said: str) -> None:
    assert said in error_of(shop, body)


def test_without_templates_the_key_of_the_settings_is_named() -> None:
    assert "[labels] templates" in error_of(Shop(DONE), label())


def test_members_of_labels_say_so_where_there_is_no_template() -> None:
    shop = Shop(DONE)
    answer = shop.post({"Command": "PrintDocument", "Copies": 2, "CheckStrings": [{"PrintText": {"Text": "x"}}]})
    assert "только вместе с Template" in answer["Warning"]
    assert isinstance(shop.command, PrintDocument)


def test_a_receipt_knows_no_templates() -> None:
    shop = Shop(DONE)
    assert shop.post({"Command": "RegisterCheck", "Template": "x", "Fields": 5})["Warning"] == ""
    assert shop.command == PrintDocument(())


@pytest.mark.parametrize("number", ["1e999999999", "1e99", "-1e-99", "9" * 100_000])
def test_absurd_numbers_cost_nothing(shop: Shop, number: str) -> None:
    body = json.dumps(label({"name": "x", "price": 77777})).replace("77777", number).encode()
    began = time.monotonic()
    assert json.loads(shop.raw(body).body)["Status"] == 2
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "fields",
    [
        lambda: "[" * 100_000,
        lambda: "[" + "{}," * 1_000_000 + "{}]",
        lambda: '{"a":1' + "".join(f',"{i}":1' for i in range(400_000)) + "}",
        lambda: '{"name":"' + "x" * 8_000_000 + '"}',
        lambda: '[{"name":{}},' + ",".join(['{"a":[]}'] * 9_000) + "]",
    ],
)
def test_hostile_fields_are_refused_soon(shop: Shop, fields: Callable[[], str]) -> None:
    body = b'{"Command":"PrintDocument","NumDevice":2,"Template":"price","Fields":' + fields().encode() + b"}"
    began = time.monotonic()
    answer = json.loads(shop.raw(body).body)
    assert answer["Status"] == 2
    assert len(answer["Error"]) < 8000
    assert shop.desk.orders == []
    assert time.monotonic() - began < 5


def test_order_and_letter_case_of_fields_are_no_content(shop: Shop, tmp_path: Path) -> None:
    def fingerprint(body: dict[str, Any]) -> bytes:
        members = parse(json.dumps(body).encode())
        return device_request(name_of(members), members, Reading(Rules(templates=Templates(tmp_path)))).fingerprint()

    plain = label({"name": "x", "price": "1", "note": ""})
    same = label({"PRICE": 1, "Name": "x"})
    assert fingerprint(plain) == fingerprint(same)
    for other in (label({"name": "y", "price": 1}), label({"name": "x", "price": 1}, Copies=2)):
        assert fingerprint(other) != fingerprint(plain)


@pytest.mark.parametrize(
    "fields",
    [{"Name": "x", "price": 1}, [{"name": "x", "price": "1"}], {"name": "x", "NAME": "y", "price": 1, "note": None}],
)
def test_the_usual_form_is_read_as_the_thorough_reading_reads_it(shop: Shop, tmp_path: Path, fields: object) -> None:
    rules, clock = Rules(templates=Templates(tmp_path)), FakeClock()
    body = json.dumps(label(fields)).encode()
    quick = usual_request(body, Reading(rules, clock.local))
    members = parse(body)
    slow = device_request(name_of(members), members, Reading(rules, clock.local))
    assert quick is not None
    assert (repr(quick), quick.fingerprint()) == (repr(slow), slow.fingerprint())


def test_halves_of_characters_are_left_to_the_thorough_reading(shop: Shop) -> None:
    command = labels(shop, label({"name": "x\ud800", "price": 1}))
    assert command.fields[0]["Name"] == "x\ufffd"


def test_the_journal_reads_a_request_again_as_it_was(tmp_path: Path, shop: Shop) -> None:
    """With the day it was accepted on, though it is another by now."""
    clock = FakeClock()
    decoder = Decoder(Rules(templates=Templates(tmp_path)), clock)
    body = json.dumps(label()).encode()
    shop.raw(body)
    clock.advance(10 * 86400)
    assert decoder(body, FakeClock().now()) == shop.command
    late = decoder(body, datetime(2026, 12, 31, 21, 30, tzinfo=UTC))
    assert isinstance(late, PrintLabels)
    assert late.fields[0]["today"] == "2027-01-01T00:30:00"


def test_a_template_that_is_gone_is_refused_when_read_again(tmp_path: Path, shop: Shop) -> None:
    body = json.dumps(label()).encode()
    decoder = Decoder(Rules(templates=Templates(tmp_path)), FakeClock())
    decoder(body, FakeClock().now())
    (tmp_path / "price.toml").unlink()
    with pytest.raises(Refused, match="price"):
        decoder(body, FakeClock().now())


def test_a_thousand_labels_are_read_quickly() -> None:
    sets = [{f"field {i}": f"value {i}" for i in range(10)} for _ in range(1000)]
    began = time.monotonic()
    assert len(field_sets(sets)) == 1000
    assert time.monotonic() - began < 0.5


def test_warnings_come_with_the_result_too(shop: Shop) -> None:
    async def main() -> dict[str, Any]:
        await shop.ask(label({"name": "x", "price": 1, "more": 1}, IdCommand="w"))
        shop.desk.slips["w"].finish(Outcome(progress=Progress(1, 1)))
        answer = await shop.ask({"Command": "GetRezult", "IdCommand": "w"})
        found: dict[str, Any] = json.loads(answer.body)["Rezult"]
        return found

    rezult = asyncio.run(main())
    assert (rezult["Progress"], "more" in rezult["Warning"]) == ({"Printed": 1, "Total": 1}, True)
