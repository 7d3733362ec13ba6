"""The API in the browser: every example is accepted, hints come from the schema, paper lies beside the answer."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.day import opened
from tests.browser.shop import Shop

if TYPE_CHECKING:
    from playwright.sync_api import Page

sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright here")
expect = sync_api.expect
FILLED = """
import { EXAMPLES, filled } from %s;
const kinds = { register: 1, receipt_printer: 3, label_printer: 4, terminal: 5, scales: 6, display: 7 };
const known = { id: "known", payment: "PAID" };
console.log(JSON.stringify(EXAMPLES.map((one, n) => filled(one, kinds[one.kinds[0]] ?? null, `example-${n}`, known))));
"""
BETWEEN_SHIFTS = {"OpenShift", "KkmRegOfd"}
CONFIRMED = {"AuthConfirmationByPaymentCard", "CancelAuthorisationByPaymentCard"}


def examples() -> list[dict[str, Any]]:
    """As the page sends them to these devices."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node here")
    script = Path(__file__).parents[2] / "static" / "console" / "try-examples.js"
    command = [node, "--input-type=module", "--no-warnings", "-e", FILLED % json.dumps(script.as_uri())]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def prepared(shop: Shop, example: dict[str, Any]) -> dict[str, Any]:
    """With what has to be there before: an open or a closed shift, a payment, a command."""
    command = example["Command"]
    shift = shop.post({"Command": "GetDataKKT", "NumDevice": 1})["Info"]["SessionState"]
    if command in BETWEEN_SHIFTS and shift != 1:
        shop.run("CloseShift", NumDevice=1)
    elif command not in BETWEEN_SHIFTS and shift == 1:
        shop.run("OpenShift", NumDevice=1)
    if example.get("UniversalID") == "PAID":
        before = "AuthorisationByPaymentCard" if command in CONFIRMED else "PayByPaymentCard"
        paid = shop.run(before, NumDevice=5, Amount=150)
        return example | {"UniversalID": paid["UniversalID"]}
    return example


def test_every_example_is_accepted(shop: Shop) -> None:
    opened(shop)
    shop.run("DepositingCash", NumDevice=1, Amount=5000, IdCommand="known")
    refused = {}
    for example in examples():
        answer = shop.post(prepared(shop, example) | {"Timeout": 10})
        if answer["Status"] != 0:
            refused[f"{example['Command']} {example.get('IdCommand')}"] = answer["Error"]
    assert "уже завершена" in refused.pop("CancelCommand known")  # it is no use to print for five minutes just for that
    assert refused == {}


def test_sent_with_its_paper_beside_it(page: "Page") -> None:
    page.goto("/#/try?command=PrintDocument&device=1")
    editor = page.get_by_role("textbox", name="Запрос, JSON")
    expect(editor).to_have_value(re.compile("ЗАКАЗ № 17"))
    page.get_by_role("button", name="Отправить").click()
    answer = page.get_by_role("region", name="Ответ")
    expect(answer.get_by_text("Выполнена")).to_be_visible()
    expect(answer.get_by_label("Ответ")).to_contain_text('"Status": 0')
    expect(page.get_by_role("region", name="Бумага").get_by_role("img", name="Бумага")).to_be_visible()


def test_hints_of_the_schema(page: "Page") -> None:
    page.goto("/#/try?command=RegisterCheck-return&device=1")
    editor = page.get_by_role("textbox", name="Запрос, JSON")
    expect(editor).to_have_value(re.compile("TypeCheck"))
    wrong = editor.input_value().replace("CashierName", "CashierNmae")
    editor.fill(wrong)
    expect(page.get_by_text("поле CashierNmae серверу незнакомо")).to_be_visible()
    page.get_by_role("button", name="NotPrint").click()
    expect(editor).to_have_value(re.compile('"NotPrint": true'))
    editor.fill('{"Command": "XReport", }')
    expect(editor).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Отправить").click()
    expect(page.locator("#notices")).to_contain_text("исправьте его JSON")


def test_seen_before_it_is_printed(page: "Page", shop: Shop) -> None:
    page.goto("/#/try?command=PrintDocument&device=3")
    printed = len(shop.printer.documents)
    page.get_by_role("button", name="Посмотреть без печати").click()
    expect(page.get_by_text("Ничего не напечатано")).to_be_visible()
    assert len(shop.printer.documents) == printed


def test_as_code(page: "Page") -> None:
    page.goto("/#/try?command=XReport")
    page.get_by_role("button", name="Код для программы").click()
    box = page.get_by_role("dialog", name="Код для программы")
    kind = box.get_by_label("Язык")
    names = kind.locator("option").all_inner_texts()
    for language, words in (("curl", "curl"), ("JavaScript", "KkmServerClient"), ("1С", "HTTPСоединение")):
        kind.select_option(next(name for name in names if language in name))
        expect(box.locator("pre")).to_contain_text(words)
