"""Tasks beside receipts, as they go into `request`. The first is the example of spec/atol-web.md 1."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from drivers.atol_web.ids import question_id, task_id
from drivers.atol_web.tasks import marking, printing, questions, shift
from drivers.atol_web.tasks.task import Task
from drivers.http_service.json_form import json_object
from drivers.model.document import Cashier, MarkingCode
from drivers.notation.json_text import encode
from drivers.printing.bitmap import Bitmap
from drivers.registers.marking import Code
from drivers.registers.request import Effect

IVANOV = Cashier("Иванов")
CODE = Code(marking=MarkingCode(code="x"), text="x\x1dy", planned=1, quantity=Decimal(1))
MOMENT = datetime(2026, 2, 1, 9, 30)  # noqa: DTZ001 - of the shop


def spelt(task: Task[Any]) -> Any:
    return json.loads(encode(json_object(task.content)))


@pytest.mark.parametrize(
    ("task", "content"),
    [
        (shift.x_report(IVANOV), {"type": "reportX", "operator": {"name": "Иванов"}}),
        (
            shift.open_shift(Cashier("Иванов", "123654789507")),
            {"type": "openShift", "operator": {"name": "Иванов", "vatin": "123654789507"}},
        ),
        (shift.close_shift(Cashier(), paper=False), {"type": "closeShift", "electronically": True}),
        (shift.settlement_state(IVANOV), {"type": "reportOfdExchangeStatus", "operator": {"name": "Иванов"}}),
        (shift.move_cash(12_345, IVANOV), {"type": "cashIn", "operator": {"name": "Иванов"}, "cashSum": 123.45}),
        (shift.move_cash(-5, Cashier()), {"type": "cashOut", "cashSum": 0.05}),
        (shift.open_drawer(), {"type": "openCashDrawer"}),
        (shift.set_clock(MOMENT), {"type": "setDateTime", "dateTime": "2026.02.01 09:30:00"}),
        (questions.device_status(), {"type": "getDeviceStatus"}),
        (questions.storage_status(), {"type": "getFnStatus"}),
        (questions.document(7), {"type": "getFnDocument", "fiscalDocumentNumber": 7, "withRawData": True}),
        (questions.print_document(7), {"type": "printFnDocument", "fiscalDocumentNumber": 7}),
        (questions.continue_print(), {"type": "continuePrint"}),
        (questions.copy_last(), {"type": "printLastReceiptCopy"}),
        (marking.progress(), {"type": "getMarkingCodeValidationStatus"}),
        (marking.clear(), {"type": "clearMarkingCodeValidationResult"}),
        (
            marking.begin(CODE),
            {
                "type": "beginMarkingCodeValidation",
                "params": {
                    "imcType": "auto",
                    "imc": "eB15",
                    "itemEstimatedStatus": "itemPieceSold",
                    "imcModeProcessing": 0,
                    "itemQuantity": 1,
                    "itemUnits": "piece",
                },
            },
        ),
    ],
)
def test_tasks(task: Task[Any], content: Any) -> None:
    assert spelt(task) == content


def test_plain_paper() -> None:
    rows = (
        printing.Text(text="Привет", alignment="center", font=2),
        printing.Barcode(barcode="4600439931256", barcode_type="EAN13"),
        printing.pixels(Bitmap(3, 2, b"\xa0\x40")),
    )
    assert spelt(printing.non_fiscal(rows)) == {
        "type": "nonFiscal",
        "items": [
            {
                "type": "text",
                "text": "Привет",
                "alignment": "center",
                "wrap": "none",
                "font": 2,
                "doubleWidth": False,
                "doubleHeight": False,
            },
            {
                "type": "barcode",
                "barcode": "4600439931256",
                "barcodeType": "EAN13",
                "alignment": "center",
                "printText": False,
            },
            {"type": "pixels", "pixels": "AQABAAEA", "width": 3, "alignment": "center"},
        ],
    }


def test_what_they_do_if_done_twice() -> None:
    money = (
        shift.open_shift(IVANOV),
        shift.close_shift(IVANOV),
        shift.settlement_state(IVANOV),
        shift.move_cash(1, IVANOV),
    )
    assert {task.effect for task in money} == {Effect.MONEY}
    paper = (shift.x_report(IVANOV), questions.copy_last(), questions.continue_print(), printing.non_fiscal(()))
    assert {task.effect for task in paper} == {Effect.PAPER}
    assert {task.effect for task in (questions.device_info(), marking.progress())} == {Effect.NONE}
    assert [task.long for task in money] == [False, True, True, False]


def test_a_uuid_is_that_of_its_command() -> None:
    assert task_id("a", 1) == task_id("a", 1)
    assert len({task_id("a", 1), task_id("a", 2), task_id("b", 1), task_id("a", 1, "shift"), question_id()}) == 5
    # never changes: a server that is killed and updated asks for the same task
    assert task_id("0ba40014-5fa5-11ea-b5e9-037d4786a49d", 1) == "5aecf24c-871d-5b7f-8c1c-a90fb7cee859"
    for command, attempt in (("", 1), ("a", 0)):
        with pytest.raises(ValueError, match="attempt"):
            task_id(command, attempt)
