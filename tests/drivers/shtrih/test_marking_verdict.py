"""What FF61 answers, in the words of the rules."""

import pytest

from drivers.fiscal.marking_script import Verdict
from drivers.model.document import MarkingCode
from drivers.shtrih import marking_verdict
from drivers.shtrih.requests.marking import CodeCheck, Result, check_code

CODE = MarkingCode(code="010460043993125621JgXJ5.T\x1d93dGVz")


def test_a_real_answer() -> None:
    """Of a real register, spec/shtrih-m.md 3.8: the ФН knows no such type, the server finds the code bad."""
    data = bytes.fromhex("00 01 01 14 00 05 42 08 04 00 80 07 15 61 39 08 01 00 00 D5 07 01 00 05")
    told = check_code(30, b"x", 1).read(data)
    assert marking_verdict.verdict(told) == Verdict(local=0, reason=1, remote=5, processing=0)
    found = marking_verdict.checked(CODE, "x", 1, told)
    assert (found.result, found.may_be_sold, found.type) == (5, False, 1)
    assert marking_verdict.silence(told) == ""


@pytest.mark.parametrize(
    ("code", "reason", "words"),
    [(None, None, ""), (0, None, ""), (0xFF, None, "не ответил"), (0x20, 3, "код 32, причина 3"), (7, None, "код 7)")],
)
def test_silence_of_the_server_is_told(code: int | None, reason: int | None, words: str) -> None:
    told = CodeCheck(local=Result(3), reason=0, code_type=5, storage_code=code, server_reason=reason)
    assert words in marking_verdict.silence(told)
    assert bool(marking_verdict.silence(told)) is bool(words)


def test_without_an_answer_the_storage_alone_speaks() -> None:
    told = CodeCheck(local=Result(3), reason=0, code_type=5, storage_code=0xFF)
    found = marking_verdict.checked(CODE, "x", 1, told)
    assert (found.result, found.verdict.remote, found.may_be_sold) == (3, None, True)


def test_an_autonomous_register_says_so() -> None:
    told = CodeCheck(local=Result(3), reason=0, code_type=5, storage_code=0, result=Result(19))
    found = marking_verdict.checked(CODE, "x", 1, told)
    assert (found.result, found.autonomous) == (19, True)


def test_an_answer_that_cannot_be_read_leaves_what_counts() -> None:
    told = CodeCheck(local=Result(3), reason=0, code_type=5, storage_code=0, result=Result(15), server=b"\x01")
    assert marking_verdict.verdict(told) == Verdict(local=3, remote=15)
