"""The text of a settings file is changed where it is meant to be, and nowhere else."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kkmserver.config_edit import Unwieldy, drop_table, put_table, set_keys

EXAMPLE = Path("config/kkmserver.example.toml").read_text(encoding="utf-8")
SMALL = """\
# Магазин на углу
server.port = 5893   # как у всех

[log]
level = "INFO"       # обычно хватает
# format = "json"

[[devices]]          # у окна
number = 1
name = "Касса"       # так зовут
driver = "atol"
[devices.taxes]
"20" = 1             # двадцать
"10" = 2

# Кухня
[[devices]]
number = 2
name = "Принтер"
driver = "escpos"
native_codes = [     # чертит сам
  "QR",              # новый
]
# tries = 3
"""


def test_a_key_keeps_its_comment_and_its_column() -> None:
    new = set_keys(SMALL, "log", {"level": "WARNING"})
    assert new == SMALL.replace('level = "INFO"       # о', 'level = "WARNING"    # о')


def test_a_new_key_stands_behind_the_others_and_a_new_section_at_the_end() -> None:
    assert set_keys(SMALL, "log", {"commands": "failed"}) == SMALL.replace(
        "хватает\n", 'хватает\ncommands = "failed"\n'
    )
    assert set_keys(SMALL, "dialects.kkm", {"vat_18": "22"}) == f'{SMALL}\n[dialects.kkm]\nvat_18 = "22"\n'


def test_a_section_without_a_header() -> None:
    assert set_keys(SMALL, "server", {"port": 80}) == SMALL.replace("5893   #", "80     #")


def test_a_replaced_table_keeps_the_comments_of_keys_that_stay() -> None:
    table = {"number": 1, "name": "Касса у окна", "driver": "atol", "taxes": {"20": 3}, "tries": 5}
    new = put_table(SMALL, "devices", 0, table)
    assert tomllib.loads(new)["devices"][0] == table
    for comment in ("# у окна", "# так зовут", "# двадцать", "# Кухня", "# новый"):
        assert comment in new
    assert new.split("# Кухня")[1] == SMALL.split("# Кухня")[1]


def test_an_added_table_stands_behind_its_like() -> None:
    new = put_table(SMALL, "devices", None, {"number": 3, "taxes": {"-1": 6}})
    assert new.startswith(SMALL.partition("# tries")[0])
    assert new.endswith("\n\n[[devices]]\nnumber = 3\ntaxes = {-1 = 6}\n# tries = 3\n")


def test_a_removed_table_takes_its_own_lines_alone() -> None:
    new = drop_table(SMALL, "devices", 1)
    assert new == SMALL[: SMALL.index("[[devices]]\nnumber = 2")] + "# tries = 3\n"
    assert tomllib.loads(drop_table(new, "devices", 0)).keys() == {"server", "log"}


def test_lines_as_windows_ends_them() -> None:
    text = SMALL.replace("\n", "\r\n")
    for new in (
        set_keys(text, "log", {"level": "DEBUG", "commands": "all"}),
        set_keys(text, "journal", {"keep_days": 3}),
        put_table(text, "devices", None, {"number": 3}),
        put_table(text, "devices", 0, {"number": 1, "tries": 4}),
        drop_table(text, "devices", 0),
    ):
        assert "\n" not in new.replace("\r\n", "")


def test_no_end_of_the_last_line() -> None:
    text = '[log]\nlevel = "INFO"'
    assert tomllib.loads(set_keys(text, "log", {"format": "json"}))["log"] == {"level": "INFO", "format": "json"}
    assert tomllib.loads(put_table(text, "pools", None, {"number": 1}))["pools"] == [{"number": 1}]
    assert set_keys(text, "log", {"level": "INFO"}) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("devices = [{ number = 1 }]\n", "в одну строку"),
        ("devices = [\n  { number = 1 },\n]\n", "в одну строку"),
    ],
)
def test_what_it_does_not_dare_to_touch(text: str, said: str) -> None:
    with pytest.raises(Unwieldy, match=said):
        put_table(text, "devices", 0, {"number": 2})


@pytest.mark.parametrize("value", [None, [None], {"a": None}, "\ud800", float("nan"), object()])
def test_values_that_no_file_holds(value: object) -> None:
    with pytest.raises(Unwieldy):
        set_keys(SMALL, "log", {"level": value})
    with pytest.raises(Unwieldy):
        put_table(SMALL, "devices", None, {"number": 3, "name": value})


def test_an_equal_value_is_not_written_anew() -> None:
    text = "[journal]\nkeep_days = 1_0 # десять\naudit_days = 1.0\n"
    assert set_keys(text, "journal", {"keep_days": 10, "audit_days": 1}) == text


def test_a_table_in_the_place_of_a_list() -> None:
    """A wrong value is the checker's affair, who sees only what can be written."""
    text = "[[pools]]\nnumber = 1\nmembers = [1]\n"
    assert put_table(text, "pools", 0, {"number": 1, "members": {"a": 1}}).endswith("members = {a = 1}\n")


_VALUES: st.SearchStrategy[Any] = st.one_of(
    st.booleans(), st.integers(-(2**40), 2**40), st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
)
_TABLES = st.dictionaries(
    st.sampled_from(["number", "name", "driver", "connection", "dots", "новый", "a b", "qr"]), _VALUES, max_size=6
)
_COMMENT = re.compile(r"#[^\n]*")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), _TABLES, _VALUES), min_size=1, max_size=4))
def test_any_edits_leave_the_rest_alone(edits: list[tuple[int, int, dict[str, Any], Any]]) -> None:
    """Of the whole example: comments that stand alone, and all lines of tables that were not meant."""
    text = EXAMPLE
    alone = [line for line in EXAMPLE.split("\n") if line.startswith("#")]
    for kind, place, table, value in edits:
        count = len(tomllib.loads(text)["devices"])
        before = text
        match kind:
            case 0:
                text = set_keys(text, "log", {"level": value})
                touched = "log"
            case 1:
                text = put_table(text, "devices", None, table)
                touched = "devices"
            case 2:
                text = put_table(text, "devices", place % count, table)
                touched = "devices"
            case _ if count > 1:
                text = drop_table(text, "devices", place % count)
                touched = "devices"
            case _:
                continue
        assert [line for line in text.split("\n") if line.startswith("#")] == alone
        assert _others(text, touched) == _others(before, touched)


def _others(text: str, touched: str) -> list[str]:
    parts = re.split(r"(?m)^(?=\[)", text)
    return [part.rstrip() for part in parts if not part.lstrip("[").startswith(touched)]
