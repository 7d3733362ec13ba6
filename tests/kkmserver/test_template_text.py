"""A template is changed; what is not, stays."""

import copy
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kkmserver.config_edit import Unwieldy
from kkmserver.template_text import merged

BOX = (Path(__file__).parents[2] / "config" / "templates" / "box.toml").read_text("utf-8")
TEMPLATE = """\
# Мёд: висит на банке
title = "Мёд"       # видно в списке
width = 50
height = 30.0

[defaults]
packed = ""         # когда

# имя крупно
[[text]]
text = "{name}"     # из заказа
x = 2
y = 1
width = 46
height = 8
bold = false        # пусть

[[line]]
x = 1
y = 9
width = 48
height = 0.3

[[text]]
text = "{packed}"
x = 2
y = 10
width = 20
height = 4
"""


def changed(change: Callable[[dict[str, Any]], None], text: str = TEMPLATE) -> str:
    """The new text, which says what was wanted."""
    wanted = tomllib.loads(text)
    change(wanted)
    made = merged(text, copy.deepcopy(wanted))
    assert merged(made, wanted) == made
    return made


@pytest.mark.parametrize("text", [TEMPLATE, BOX, TEMPLATE.replace("\n", "\r\n"), "width = 5\nheight = 5\n"])
def test_nothing_changed_leaves_it_to_the_byte(text: str) -> None:
    assert changed(lambda template: None, text) == text


def test_a_value_changes_in_its_place() -> None:
    def change(template: dict[str, Any]) -> None:
        template["title"] = "Мёд липовый"
        template["text"][0]["x"] = 2.5
        template["defaults"]["packed"] = "сегодня"

    made = changed(change)
    assert 'title = "Мёд липовый"       # видно в списке\n' in made
    assert '[[text]]\ntext = "{name}"     # из заказа\nx = 2.5\n' in made
    assert "# когда" in made
    assert made.count("\n") == TEMPLATE.count("\n")


def test_an_element_between_others_takes_only_itself() -> None:
    last = TEMPLATE.index('[[text]]\ntext = "{packed}"')
    assert changed(lambda template: template["text"].pop(1)).strip() == TEMPLATE[:last].strip()
    first = changed(lambda template: template["text"].pop(0))
    assert '"{name}"' not in first
    assert first.endswith(TEMPLATE[TEMPLATE.index("[[line]]") :])


def test_new_elements_stand_where_they_belong() -> None:
    label = {"text": "новое", "x": 1.0, "y": 2, "width": 3, "height": 4, "bold": False}
    made = tomllib.loads(changed(lambda template: template["text"].insert(1, label)))
    assert [one["text"] for one in made["text"]] == ["{name}", "новое", "{packed}"]
    assert "bold" not in made["text"][1]  # at its default
    code = {"type": "QR", "content": "1", "x": 1, "y": 2, "width": 9, "height": 9}
    assert changed(lambda template: template.update(barcode=[code])).startswith(TEMPLATE)


def test_a_file_from_nothing_reads_as_people_write_it() -> None:
    template = {"title": "", "width": 50.0, "height": 30.5, "defaults": {"a": "1"}, "line": [
        {"x": 1, "y": 1, "width": 1, "height": 0.5, "when": ""}]}  # fmt: skip
    assert merged("", template) == (
        'width = 50\nheight = 30.5\n\n[defaults]\na = "1"\n\n[[line]]\nx = 1\ny = 1\nwidth = 1\nheight = 0.5\n'
    )


def test_windows_lines_stay() -> None:
    made = changed(lambda template: template["text"][1].update(bold=True), TEMPLATE.replace("\n", "\r\n"))
    assert made.count("\n") == made.count("\r\n")


def test_a_file_written_in_another_way_is_left_alone() -> None:
    inline = "width = 5\nheight = 5\nline = [{x = 1, y = 1, width = 1, height = 1}]\n"
    with pytest.raises(Unwieldy):
        merged(inline, {"width": 5, "height": 5, "line": [{"x": 2, "y": 1, "width": 1, "height": 1}]})


PLACES = st.fixed_dictionaries({key: st.integers(0, 3) for key in ("x", "y", "width", "height")})


@settings(max_examples=20)
@given(st.lists(PLACES, max_size=5), st.lists(PLACES, max_size=5))
def test_any_elements_come_out_in_their_order(lines: list[dict[str, int]], boxes: list[dict[str, int]]) -> None:
    wanted = tomllib.loads(BOX) | {"line": lines, "box": boxes}
    made = tomllib.loads(merged(BOX, wanted))
    assert (made.get("line", []), made.get("box", [])) == (lines, boxes)
    assert made["text"] == wanted["text"]
