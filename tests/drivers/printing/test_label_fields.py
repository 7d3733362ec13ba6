"""Variables of label templates and the formats of their values."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import RequestRefused
from drivers.model.document import PLAIN, Symbology
from drivers.model.label import BarcodeElement, Template, TextElement
from drivers.printing.fields import comes_to_nothing, fill, names, needed

GIVEN = {
    "name": "Чай",
    "price": "1234.5",
    "comma": "1 234,5",
    "whole": "100000",
    "kopeck": "0.05",
    "minus": "-1234.50",
    "weight": "1.2345",
    "day": "2026-11-22",
    "moment": "2026-11-22T07:05:09+03:00",
    "russian": "5.1.2026 9:05",
    "empty": "",
    "Цена за кг": "12",
}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("без переменных", "без переменных"),
        ("{name}, {Цена за кг} руб.", "Чай, 12 руб."),
        ("{{{name}}} {{name}}", "{Чай} {name}"),
        ("{price:money}", "1 234,50"),
        ("{price:money ₽}", "1 234,50 ₽"),
        ("{ comma : money руб. }", "1 234,50 руб."),
        ("{whole:money}", "100 000,00"),
        ("{kopeck:money}", "0,05"),
        ("{minus:money}", "-1 234,50"),
        ("{price:rubles}|{price:kopecks}", "1 234|50"),
        ("{kopeck:rubles}|{kopeck:kopecks}", "0|05"),
        ("{weight:number 3}", "1,235"),
        ("{weight:number}", "1,2345"),
        ("{whole:number}", "100 000"),
        ("{weight:number 0}", "1"),
        ("{day:date}", "22.11.2026"),
        ("{day:date dd.MM.yyyy HH:mm}", "22.11.2026 00:00"),
        ("{moment:date HH:mm:ss dd/MM/yy}", "07:05:09 22/11/26"),
        ("{russian:date yyyy-MM-dd HH:mm}", "2026-01-05 09:05"),
        ("{day:date dd.MM.yyyy г.}", "22.11.2026 г."),
        ("{empty:money ₽}{empty:date}{empty:kopecks}{empty}", ""),
    ],
)
def test_values_are_written_as_a_shop_writes_them(text: str, written: str) -> None:
    assert fill(text, GIVEN, " ") == written


def test_a_sum_is_not_torn_apart_at_the_end_of_a_row() -> None:
    assert fill("{price:money ₽}", GIVEN) == "1\u00a0234,50\u00a0₽"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{cost}", "не задано поле «cost».*Присланы: name, price"),
        ("{name:money}", "поле «name»: «Чай» – не число"),
        ("{weight:money}", "больше двух знаков"),
        ("{weight:kopecks}", "больше двух знаков"),
        ("{minus:rubles}", "меньше нуля"),
        ("{name:date}", "«Чай» – не дата"),
        ("{price:rouble}", "формата «rouble» нет; есть money"),
        ("{price:number x}", "после number"),
        ("{price:rubles ₽}", "после rubles ничего не пишут"),
        ("{day:date DD.MM.YYYY}", "непонятно «DD»"),
        ("{name", "скобка {"),
        ("name}", "скобка }"),
        ("{}", "имя переменной"),
        ("{a{name}", "скобка {"),
    ],
)
def test_what_cannot_be_written_is_refused_by_name(text: str, said: str) -> None:
    with pytest.raises(RequestRefused, match=said):
        fill(text, GIVEN)


@pytest.mark.parametrize("value", ["1e5", "NaN", "Infinity", "٣", "1.2.3", "12 ₽", "0x10", "1" * 16, "--1", "1_0"])
def test_hostile_numbers(value: str) -> None:
    for text in ("{v:money}", "{v:number 2}", "{v:rubles}"):
        with pytest.raises(RequestRefused, match="поле «v»"):
            fill(text, {"v": value})


@pytest.mark.parametrize("value", ["2026-13-01", "31.02.2026", "99.99.9999", "2026-11-22T25:00", "завтра", "0.0.0"])
def test_hostile_dates(value: str) -> None:
    with pytest.raises(RequestRefused, match="не дата"):
        fill("{v:date}", {"v": value})


@given(st.text(max_size=40), st.sampled_from(["money", "money ₽", "number 2", "rubles", "kopecks", "date", "date HH"]))
def test_any_value_is_written_or_refused(value: str, form: str) -> None:
    with suppress(RequestRefused):
        fill(f"{{v:{form}}}", {"v": value})


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_money_says_the_sum(amount: Decimal) -> None:
    given_ = {"v": f"{amount:f}"}
    written = fill("{v:money}", given_, "")
    assert Decimal(written.replace(",", ".")) == amount
    assert fill("{v:rubles},{v:kopecks}", given_, "") == written


@given(st.text(max_size=60))
def test_any_text_of_a_template_is_understood_or_refused(text: str) -> None:
    try:
        filled = fill(text, {})
    except RequestRefused:
        assert "{" in text or "}" in text
    else:
        assert filled == text.replace("{{", "{").replace("}}", "}")


@given(st.text(max_size=60))
def test_a_value_is_never_read_as_a_template(value: str) -> None:
    assert fill("<{v}>", {"v": value}) == f"<{value}>"


def test_conditions() -> None:
    assert comes_to_nothing("{old}", {})
    assert comes_to_nothing(" {old:money} ", {"old": " "})
    assert not comes_to_nothing("{old}", {"old": "0"})


def test_names_of_a_template() -> None:
    where = {"x": Decimal(0), "y": Decimal(0), "width": Decimal(10), "height": Decimal(10)}
    template = Template(
        name="x",
        width=Decimal(10),
        height=Decimal(10),
        elements=(
            TextElement(**where, text="{name} {price:money}", size=Decimal(3)),
            TextElement(**where, text="{old} {{no}}", size=Decimal(3), when="{sale}"),
            BarcodeElement(**where, symbology=Symbology.QR, content="{code}", style=PLAIN),
        ),
        defaults={"name": "", "spare": ""},
    )
    assert names(template) == {"name", "price", "old", "sale", "code", "spare"}
    assert needed(template) == {"price", "code"}
