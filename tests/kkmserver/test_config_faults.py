"""Whatever is wrong with an option of a driver, its owner is told in Russian, at the key, and what is allowed."""

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields
from enum import Enum
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
import tomlkit
from annotated_types import Ge, Gt, Le, Len, Lt, Predicate

from drivers import registry
from kkmserver.config import Config, ConfigError, load
from kkmserver.config_faults import explain

REQUIRED = {"url": "http://192.168.1.10:5893", "connection": "tcp://192.168.1.50:9100", "port_name": "COM3"}
WRONG_TYPES: dict[type, list[Any]] = {
    int: ["много", 1.5, [1], "9" * 5000],
    float: ["долго", [1.0]],
    bool: ["может быть", 5],
    str: [5, True, ["a"]],
    list: ["a", 5],
    tuple: ["a", 5],
    dict: ["a", 5],
}
UNLIKELY_TEXTS = ["я" * 300, "…" * 100, "~nobody-lives-here/paper", "\0"]
LATIN = re.compile(r"[A-Za-z]+")
OF_TOML = {"true", "false"}
GOOD_KEYS = {"2", "20", "electronic"}  # of the tables that `bad_values` makes with a bad value


def test_no_password_is_repeated(tmp_path: Path) -> None:
    device = '[[devices]]\nnumber = 1\nname = "К"\n'
    for driver, key in (
        ("remote", 'url = "http://h"\npassword = 5123'),
        ("escpos", 'connection = ["cups://u:5123@h/K"]'),
    ):
        (file := tmp_path / "k.toml").write_text(f'{device}driver = "{driver}"\n{key}\n', encoding="utf-8")
        with pytest.raises(ConfigError, match="нужна строка") as caught:
            load(file)
        assert "5123" not in str(caught.value)


def bad_values(hint: Any) -> Iterator[Any]:
    """Values that the type and each of its constraints must refuse."""
    if get_origin(hint) is Literal:
        yield from ("нет такого", 77, [1])
        return
    if isinstance(hint, type) and issubclass(hint, Enum):
        yield from ("нет такого", 77, [1])
        return
    kind, *constraints = get_args(hint) if hasattr(hint, "__metadata__") else (hint,)
    yield from WRONG_TYPES[get_origin(kind) or kind]
    if get_origin(kind) in (list, tuple):
        yield from ([value] for value in bad_values(get_args(kind)[0]))
    if get_origin(kind) is dict:
        left, right = get_args(kind)
        yield from ({str(value): _good(right)} for value in bad_values(left))
        key = get_args(left)[0] if get_origin(left) is Literal else "2"
        yield from ({key: value} for value in bad_values(right))
    for constraint in constraints:
        yield next(_beyond(constraint))


def _good(hint: Any) -> Any:
    """A value that passes."""
    kind, *constraints = get_args(hint) if hasattr(hint, "__metadata__") else (hint,)
    return "x" if kind is str else next((each.le for each in constraints if isinstance(each, Le)), 20)


def _beyond(constraint: Any) -> Iterator[Any]:
    match constraint:
        case Ge(ge=int() | float() as bound):
            yield bound - 1
        case Le(le=int() | float() as bound):
            yield bound + 1
        case Gt(gt=int() | float() as bound):
            yield bound
        case Lt(lt=int() | float() as bound):
            yield bound
        case Len(max_length=int() as longest):
            yield "x" * (longest + 1)
        case Predicate(func=passes):
            yield from (text for text in UNLIKELY_TEXTS if not passes(text))


def every_bad_option(driver: str) -> Iterator[tuple[str, Any]]:
    """Its name and a value."""
    for option, hint in get_type_hints(registry.load(driver).options, include_extras=True).items():
        for value in bad_values(hint):
            yield option, value


def loaded(folder: Path, driver: str, **options: Any) -> Config:
    needed = {field.name for field in fields(registry.load(driver).options) if field.default is MISSING}
    given = {key: value for key, value in REQUIRED.items() if key in needed} | options
    path = folder / "kkmserver.toml"
    path.write_text(tomlkit.dumps({"devices": [{"number": 1, "name": "Касса", "driver": driver, **given}]}))
    return load(path)


@pytest.mark.parametrize("driver", registry.names())
def test_a_bad_option_is_told_in_russian(tmp_path: Path, driver: str) -> None:
    """1 500 values in all: a test for each would take longer than what it tests."""
    for option, value in every_bad_option(driver):
        is_told_in_russian(tmp_path, driver, option, value)


def is_told_in_russian(folder: Path, driver: str, option: str, value: object) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(folder, driver, **{option: value})
    (fault,) = caught.value.faults
    assert re.fullmatch(rf"devices\[1\]\.{option}(\[1\]|\..+)?", fault.key)
    assert fault.line > 0
    wanted, found, shown = fault.text.partition(", а задано ")
    assert wanted
    assert wanted.startswith("слева от знака равенства") == (isinstance(value, dict) and not GOOD_KEYS & value.keys())
    assert bool(found) == ("password" not in option), "a password is never shown"
    assert len(shown) <= 80
    words = set(LATIN.findall(re.sub(r"'[^']*'", "", wanted)))
    assert words <= OF_TOML


@pytest.mark.parametrize("driver", registry.names())
def test_defaults_pass_their_own_checks(tmp_path: Path, driver: str) -> None:
    options = loaded(tmp_path, driver).devices[0].options
    given = {key: getattr(options, key) for key in get_type_hints(type(options))}
    assert loaded(tmp_path, driver, **given).devices[0].options == options


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("organization", "«" + "я" * 254 + "»"),
        ("sender_email", "a" * 64),
        ("serial", "ЗН-1234567890123456"),
        ("registration_number", "0149060006035849"),
        ("tape_folder", "~/чеки"),
        ("inn", "500100732259"),
    ],
)
def test_what_just_fits(tmp_path: Path, option: str, value: str) -> None:
    assert getattr(loaded(tmp_path, "virtual-kkt", **{option: value}).devices[0].options, option) == value


@pytest.mark.parametrize(("option", "value"), [("place", "₽" * 65), ("serial", "…" * 7), ("sender_email", "€" * 22)])
def test_length_is_what_the_register_will_write(tmp_path: Path, option: str, value: str) -> None:
    with pytest.raises(ConfigError, match="нужно не больше"):
        loaded(tmp_path, "virtual-kkt", **{option: value})


def test_an_error_nobody_foresaw_is_still_russian() -> None:
    said = explain({"type": "url_parsing", "loc": ("a",), "msg": "Input should be a valid URL", "input": "x"})
    assert said == 'такое значение не подходит, а задано "x"'
