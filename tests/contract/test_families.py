"""The suite itself: what a family plays of it is there."""

import ast
from pathlib import Path

import pytest

from tests.contract.families import FAMILIES
from tests.contract.stand import Family

_FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


@pytest.mark.parametrize("family", FAMILIES, ids=str)
def test_what_it_plays_only_exists(family: Family) -> None:
    modules = (ast.parse(path.read_text("utf-8")) for path in Path(__file__).parent.glob("test_*.py"))
    assert family.only <= {each.name for module in modules for each in module.body if isinstance(each, _FUNCTIONS)}
