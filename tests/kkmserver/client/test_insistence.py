"""Whatever the connection does, a command is carried out once, also by a server that knows no repeats."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkmserver.client import Answer, ClientError, CommandFailed, NotAccepted, NotFinished, Patience, Unreachable
from kkmserver.client.insistence import Pause, Post, Reply, pursue
from kkmserver.client.json_text import Json
from tests.kkmserver.client.flaky import Flaky, Luck

PATIENCE = Patience()
X_REPORT: dict[str, Json] = {"Command": "XReport", "IdCommand": "x"}


def insist(
    flaky: Flaky, command: dict[str, Json] = X_REPORT, patience: Patience = PATIENCE, *, again: bool = False
) -> tuple[Answer, float]:
    """The answer, and the seconds it took if only pauses took any."""
    now = 0.0
    errand = pursue(command, patience, now, again=again)
    step = next(errand)
    while True:
        if isinstance(step, Pause):
            now += step.seconds
            reply = Reply(None, now=now)
        else:
            reply = exchange(flaky, step, now)
        try:
            step = errand.send(reply)
        except StopIteration as end:
            return end.value, now


def exchange(flaky: Flaky, post: Post, now: float) -> Reply:
    luck = flaky.luck.pop(0) if flaky.luck else Luck.GOOD
    said = flaky.answer(json.loads(post.body), luck)
    if said is None:
        return Reply(None, now=now)
    return Reply(said[0], b"wrong" if luck is Luck.GARBAGE else json.dumps(said[1]).encode(), now)


@given(st.lists(st.sampled_from(Luck), max_size=12))
def test_once(luck: list[Luck]) -> None:
    flaky = Flaky(*luck)
    answer, _ = insist(flaky)
    assert flaky.done == ["x"]
    assert answer.status == 0


@given(st.lists(st.sampled_from(Luck), max_size=12), st.floats(0, 30))
def test_later_is_once_too(luck: list[Luck], whole: float) -> None:
    """Patience ends, and the program comes back with the id that the error carries."""
    flaky = Flaky(*luck, *[Luck.UNHEARD] * 99)
    ids = {"x"}
    try:
        insist(flaky, patience=Patience(whole=whole))
    except (Unreachable, NotFinished) as error:
        ids.add(error.id)
        flaky.luck = []
        insist(flaky, again=True)
    assert ids == {"x"}
    assert flaky.done == ["x"]


def test_an_answer_that_was_lost_is_asked_for() -> None:
    flaky = Flaky(Luck.UNSAID)
    insist(flaky)
    assert [one["Command"] for one in flaky.asked] == ["XReport", "GetRezult"]


def test_sent_again_under_the_same_id_where_the_server_does_not_know_it() -> None:
    flaky = Flaky(Luck.UNHEARD)
    _, seconds = insist(flaky, {"Command": "XReport"})
    assert [one["Command"] for one in flaky.asked] == ["XReport", "GetRezult", "XReport"]
    assert len({one["IdCommand"] for one in flaky.asked}) == 1
    assert len(flaky.asked[0]["IdCommand"]) == 36
    assert seconds == 0.5


def test_a_question_is_asked_again() -> None:
    flaky = Flaky(Luck.UNSAID)
    insist(flaky, {"Command": "List"})
    assert [one["Command"] for one in flaky.asked] == ["List", "List"]


def test_its_own_timeout_counts() -> None:
    flaky = Flaky()
    insist(flaky, {**X_REPORT, "Timeout": 5})
    insist(flaky)
    assert [one["Timeout"] for one in flaky.asked] == [5, 60]


def test_the_server_answers_before_patience_is_at_its_end() -> None:
    """Otherwise a command that takes longer would look like a server that is away."""
    flaky = Flaky()
    for whole in (60, 12, 1):
        insist(flaky, patience=Patience(wait=60, whole=whole))
    assert [one["Timeout"] for one in flaky.asked] == [50, 6, 1]


@pytest.mark.parametrize("status", [401, 403, 404, 501])
def test_a_question_that_is_refused_proves_nothing(status: int) -> None:
    """The command may have been printed before its answer was lost."""
    errand = pursue(X_REPORT, PATIENCE, 0.0)
    assert isinstance(next(errand), Post)
    assert isinstance(errand.send(Reply(None)), Pause)
    assert isinstance(errand.send(Reply(None)), Post)
    with pytest.raises(Unreachable, match="Нельзя") as caught:
        errand.send(Reply(status, '{"Error":"Нельзя","Status":2}'.encode()))
    assert caught.value.id == "x"


@pytest.mark.parametrize(
    ("status", "body"),
    [(200, b'{"login":"please"}'), (200, b"[]"), (520, b""), (524, b'{"Error":"timeout","Status":2}'), (599, b"")],
)
def test_what_is_no_answer_of_the_server(status: int, body: bytes) -> None:
    """Whoever stands before it may have passed the command on."""
    errand = pursue(X_REPORT, PATIENCE, 0.0)
    next(errand)
    assert isinstance(errand.send(Reply(status, body)), Pause)


def test_a_blank_id_is_none() -> None:
    """The server would take it for none, and a repeat for another command."""
    flaky = Flaky(Luck.UNSAID)
    insist(flaky, {"Command": "XReport", "IdCommand": " "})
    assert {len(one["IdCommand"]) for one in flaky.asked} == {36}


def test_pauses_grow() -> None:
    _, seconds = insist(Flaky(*[Luck.UNHEARD] * 7))
    assert seconds == 0.5 + 1 + 2 + 4 + 8 + 10 + 10


@pytest.mark.parametrize(
    ("command", "luck", "kind"),
    [
        ({"Command": "Dance"}, Luck.GOOD, NotAccepted),
        ({"Command": "XReport", "IdCommand": "bad"}, Luck.UNSAID, CommandFailed),
        (X_REPORT, Luck.UNHEARD, Unreachable),
        (X_REPORT, Luck.SLOW, NotFinished),
    ],
)
def test_errors(command: dict[str, Json], luck: Luck, kind: type[ClientError]) -> None:
    with pytest.raises(ClientError) as caught:
        insist(Flaky(luck, *[Luck.GOOD if luck is Luck.UNSAID else Luck.BUSY] * 99), command, Patience(whole=20))
    assert type(caught.value) is kind
    assert caught.value.text
    assert (caught.value.answer is None) == (kind is Unreachable)
