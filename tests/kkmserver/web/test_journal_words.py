"""Every command that an API may put into the journal has words at the page."""

import re

import pytest

from kkmserver.config import Dialects
from kkmserver.dialects.bit.words import WORDS
from kkmserver.dialects.ikkm import request
from kkmserver.dialects.itkassa import words
from kkmserver.dialects.itkassa.steps import _STATE
from tests import documents

CONSOLE = documents.ROOT / "static" / "console"
SOURCE = (CONSOLE / "journal-words.js").read_text(encoding="utf-8")
IKKM = {*request.ROLLING, request.X_REPORT, request.Z_REPORT, request.BANK, request.PRINT, request.LAST}
ASKED = {request.OPEN, request.STATE, request.COUNTERS, request.DRAWER, _STATE}


@pytest.mark.parametrize("name", sorted({*WORDS, *words.ALL, *IKKM, *ASKED}))
def test_a_command(name: str) -> None:
    assert re.search(rf'namesOf\(.*, "{re.escape(name)}"', SOURCE)


def test_the_words_are_known_in_english() -> None:
    english = (CONSOLE / "english" / "journal.js").read_text(encoding="utf-8")
    titles = re.findall(r'(?:namesOf\(|^  \w+: )"([^"]+)"', SOURCE, re.MULTILINE)
    assert len(titles) > 40
    assert [title for title in titles if re.search("[а-я]", title) and f'"{title}": ' not in english] == []


def test_every_api_has_a_name() -> None:
    known = re.search(r"const DIALECTS = \{(.+)\}", SOURCE)
    assert known
    assert set(re.findall(r"(\w+): ", known[1])) == set(Dialects.model_fields)
