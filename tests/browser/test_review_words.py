"""Whoever reads English finds no Russian: each text that is said has its English words."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

CONSOLE = Path(__file__).parents[2] / "static" / "console"
_SAID = re.compile(
    r'(?:say|several)\(((?:[^"`()]|"(?:[^"\
]|\.)*")*)'
)
_TEXT = re.compile(
    r'"((?:[^"\
]|\.)*[а-яё](?:[^"\
]|\.)*)"',
    re.IGNORECASE,
)
_PLACE = re.compile(r"\{(\w+)\}")
_GATHER = """
const found = await Promise.all(%s.map((address) => import(address)));
console.log(JSON.stringify(Object.assign({}, ...found.map((one) => one.default))));
"""


def english() -> dict[str, str]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node here")
    addresses = json.dumps([path.as_uri() for path in sorted((CONSOLE / "english").glob("*.js"))])
    command = [node, "--input-type=module", "--no-warnings", "-e", _GATHER % addresses]
    found: dict[str, str] = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return found


def texts(path: Path) -> set[str]:
    said = _SAID.findall(path.read_text(encoding="utf-8"))
    return {json.loads(f'"{text}"') for arguments in said for text in _TEXT.findall(arguments)}


def test_every_text_has_english_words() -> None:
    known = english()
    missing = {
        path.name: sorted(found) for path in sorted(CONSOLE.glob("*.js")) if (found := texts(path) - known.keys())
    }
    assert missing == {}


def test_the_same_is_filled_in() -> None:
    for russian, words in english().items():
        assert set(_PLACE.findall(words)) <= set(_PLACE.findall(russian)), russian
