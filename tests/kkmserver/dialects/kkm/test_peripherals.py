"""Scales, customer display, and what goes on after the paper's end. Source: spec/kkmserver.md 3.0, 3.16."""

from decimal import Decimal

import pytest

from drivers.model.command import ClearDisplay, Command, ContinuePrint, ReadDisplay, ReadWeight, SetTare, ShowOnDisplay
from drivers.model.outcome import DisplayAbilities, Outcome
from drivers.model.state import DeviceKind
from tests.kkmserver.dialects.kkm.desk import Shop, device
from tests.kkmserver.dialects.kkm.samples import DONE


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"Command": "GetWeight"}, ReadWeight()),
        ({"Command": "Calibrate"}, SetTare()),
        ({"Command": "Calibrate", "TareWeight": "0,2500"}, SetTare(Decimal("0.25"))),
        ({"Command": "Calibrate", "TareWeight": 0.1 + 0.2}, SetTare(Decimal("0.3"))),
        (
            {"Command": "OutputOnCustomerDisplay", "TopString": " К оплате", "CodeQR": "q", "BottomString": 150},
            ShowOnDisplay(top=" К оплате", bottom="150", qr="q"),
        ),
        ({"Command": "OutputOnCustomerDisplay", "TopString": "", "CodeQR": None}, ShowOnDisplay()),
        ({"Command": "ClearCustomerDisplay"}, ClearDisplay()),
        ({"Command": "OptionsCustomerDisplay"}, ReadDisplay()),
        ({"Command": "ContinuePrint"}, ContinuePrint()),
    ],
)
def test_commands(body: dict[str, object], expected: Command) -> None:
    shop = Shop(DONE)
    answer = shop.post(body)
    assert (answer["Status"], shop.command) == (0, expected)
    common = ["Command", "Error", "Status", "IdCommand", "NumDevice", "UnitName", "Warning", "Message"]
    assert list(answer) == common


def test_weight() -> None:
    body = Shop(Outcome(weight=Decimal("1.250"))).raw({"Command": "GetWeight"}).body
    assert body.startswith(b'{"Weight":1.250,"Command":"GetWeight"')


def test_a_tare_is_not_below_zero() -> None:
    shop = Shop(DONE)
    assert " TareWeight: вес тары «-1» отрицательный" in shop.post({"Command": "Calibrate", "TareWeight": -1})["Error"]
    assert shop.desk.orders == []


def test_what_a_display_can_show() -> None:
    answer = Shop(Outcome(display=DisplayAbilities(top=True, qr=True))).post({"Command": "OptionsCustomerDisplay"})
    assert (answer["IsTopString"], answer["IsBottomString"], answer["IsCodeQR"]) == (True, False, True)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (DeviceKind.REGISTER, "Фискальный регистратор"),
        (DeviceKind.TERMINAL, "Эквайринговый терминал"),
        (DeviceKind.SCALES, "Весы"),
        (DeviceKind.DISPLAY, "Дисплей покупателя"),
        (DeviceKind.EGAIS, "УТМ ЕГАИС"),
    ],
)
def test_kinds_of_devices(kind: DeviceKind, text: str) -> None:
    shop = Shop()
    shop.desk.views = [device(1, "x", kind)]
    assert shop.post({"Command": "List"})["ListUnit"][0]["TypeDevice"] == text


def test_every_kind_has_a_text() -> None:
    shop = Shop()
    shop.desk.views = [device(number, "x", kind) for number, kind in enumerate(DeviceKind, 1)]
    texts = [unit["TypeDevice"] for unit in shop.post({"Command": "List"})["ListUnit"]]
    assert len(set(texts)) == len(DeviceKind)
