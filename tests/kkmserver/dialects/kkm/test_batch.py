"""`Progress` in every answer of a batch, and CancelCommand."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import Fault
from drivers.model.outcome import Outcome, Progress
from kkmserver.dispatch.order import NotCancellable
from kkmserver.store.record import Failure, JournalBroken, State
from tests.kkmserver.dialects.kkm.desk import Shop
from tests.kkmserver.dialects.kkm.samples import SOLD, receipt

HALF = Progress(412, 1000)
TEMPLATE = 'width = 58\nheight = 40\n[[text]]\ntext = "x"\nx = 1\ny = 1\nwidth = 50\nheight = 9\nsize = 3\n'


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A batch is queued under the id `b`."""
    (tmp_path / "t.toml").write_text(TEMPLATE)
    shop = Shop(templates=tmp_path)
    body = {"Command": "PrintDocument", "NumDevice": 2, "Template": "t", "Fields": [{}] * 1000, "IdCommand": "b"}
    queued = shop.post(body | {"Timeout": 1})
    assert (queued["Status"], "Progress" in queued) == (1, False)
    return shop


def rezult(shop: Shop, **changes: Any) -> dict[str, Any]:
    slip = shop.desk.slips["b"]
    slip.record = replace(slip.record, **changes)
    found: dict[str, Any] = shop.post({"Command": "GetRezult", "IdCommand": "b"})["Rezult"]
    return found


def failure(fault: Fault = Fault.UNKNOWN, progress: Progress | None = HALF, **changes: Any) -> Failure:
    given = Failure(code="x", text="Связь потеряна.", fault=fault, nothing_sent=False, progress=progress)
    return replace(given, **changes)


def test_running(shop: Shop) -> None:
    answer = rezult(shop, state=State.RUNNING, progress=HALF)
    assert (answer["Status"], answer["Error"]) == (1, "")
    assert answer["Progress"] == {"Printed": 412, "Total": 1000}


def test_done(shop: Shop) -> None:
    answer = rezult(shop, state=State.DONE, progress=HALF, outcome=Outcome(progress=Progress(1000, 1000)))
    assert (answer["Status"], answer["Progress"]) == (0, {"Printed": 1000, "Total": 1000})


def test_unknown_says_how_to_go_on(shop: Shop) -> None:
    answer = rezult(shop, state=State.UNKNOWN, failure=failure())
    assert (answer["Status"], answer["Progress"]) == (2, {"Printed": 412, "Total": 1000})
    assert answer["Error"] == (
        "Результат неизвестен: Связь потеряна. Известно, что напечатано 412 из 1000. Посмотрите на последнюю вышедшую"
        " этикетку. Чтобы продолжить, передайте ту же команду с номером следующей (не раньше First=413) и новым"
        " IdCommand."
    )


@pytest.mark.parametrize("code", ["cancelled", "outcome_unknown"])
def test_nobody_is_sent_back_to_labels_that_may_be_out(shop: Shop, code: str) -> None:
    """A printer that tells nothing: none of the 40 it was given is known to be printed."""
    text = "Принтеру передано 40 из 1000."
    state = State.FAILED if code == "cancelled" else State.UNKNOWN
    answer = rezult(shop, state=state, failure=failure(progress=Progress(0, 1000), code=code, text=text))
    assert answer["Error"].endswith(
        f"{text} Посмотрите на последнюю вышедшую этикетку. Чтобы продолжить, передайте ту же команду с номером "
        "следующей (не раньше First=1) и новым IdCommand."
    )


def test_a_driver_that_says_how_to_go_on_is_not_contradicted(shop: Shop) -> None:
    text = "Принтер не помнит, что напечатал. Продолжите с первой ненапечатанной (First)."
    answer = rezult(shop, state=State.UNKNOWN, failure=failure(text=text))
    assert answer["Error"] == f"Результат неизвестен: {text} Известно, что напечатано 412 из 1000."


def test_failed_does_not_say_twice_what_the_device_has_said(shop: Shop) -> None:
    text = "Печать отменена: напечатано 412 из 1000."
    answer = rezult(shop, state=State.FAILED, failure=failure(Fault.CLIENT, code="cancelled", text=text))
    assert answer["Error"] == f"{text} Чтобы продолжить, передайте ту же команду с First=413 и новым IdCommand."


@pytest.mark.parametrize(
    "found",
    [
        failure(Fault.LINK, Progress(0, 1000), nothing_sent=True),
        failure(progress=Progress(5, 5)),
        failure(progress=None),
    ],
)
def test_nothing_to_go_on_with(shop: Shop, found: Failure) -> None:
    assert rezult(shop, state=State.FAILED, failure=found)["Error"] == "Связь потеряна."


def test_other_commands_have_no_progress() -> None:
    assert "Progress" not in Shop(SOLD).post(receipt())


def test_cancel_answers_with_what_became_of_it(shop: Shop) -> None:
    answer = shop.post({"Command": "CancelCommand", "IdCommand": "b"})
    assert (answer["Command"], answer["Status"], answer["Error"], answer["IdCommand"]) == ("CancelCommand", 0, "", "")
    done = answer["Rezult"]
    assert (done["Command"], done["IdCommand"], done["Status"], done["Error"]) == (
        "PrintDocument", "b", 2, "Команда отменена.",
    )  # fmt: skip


@pytest.mark.parametrize("id_command", ["", "nobody"])
def test_cancel_of_an_unknown_id(shop: Shop, id_command: str) -> None:
    answer = shop.post({"Command": "CancelCommand", "IdCommand": id_command})
    assert (answer["Command"], answer["Status"]) == ("CancelCommand", 3)
    assert (answer["Rezult"]["Status"], answer["Rezult"]["IdCommand"]) == (3, id_command)
    assert answer["Error"]


@pytest.mark.parametrize(
    ("state", "trouble", "said"),
    [
        (State.DONE, None, "уже завершена"),
        (State.RUNNING, NotCancellable("b"), "уже выполняется"),
        (State.QUEUED, JournalBroken("диск"), "не отменена"),
    ],
)
def test_cancel_that_comes_to_nothing(shop: Shop, state: State, trouble: Exception | None, said: str) -> None:
    slip = shop.desk.slips["b"]
    slip.record = replace(slip.record, state=state)
    shop.desk.trouble = trouble
    answer = shop.post({"Command": "CancelCommand", "IdCommand": "b"})
    assert (answer["Status"], said in answer["Error"]) == (2, True)
    assert answer["Rezult"]["Status"] == (0 if state is State.DONE else 1)


def test_members_stand_where_clients_expect_them(shop: Shop) -> None:
    """Ours is the last one."""
    body = shop.raw({"Command": "GetRezult", "IdCommand": "b"})
    assert list(json.loads(body.body)["Rezult"])[:4] == ["Command", "Error", "Status", "IdCommand"]
    assert list(rezult(shop, state=State.RUNNING, progress=HALF))[-1] == "Progress"
