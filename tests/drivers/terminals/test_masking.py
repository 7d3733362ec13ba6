"""No full card number leaves the driver; what only looks like one stays."""

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.model.card import CardAction, CardReference, CardResult
from drivers.model.command import FindTransaction, MoveCardMoney, SettleTerminal
from drivers.model.outcome import Outcome
from drivers.terminals.masking import masked_card, masked_command, masked_outcome, masked_question, masked_text
from drivers.terminals.written import answer_text, command_of, outcome_of, request_text

# Test numbers that payment systems publish: each has its check digit.
CARDS = ["4111111111111111", "5555555555554444", "378282246310005", "2200000000000004", "6759649826438453"]


@pytest.mark.parametrize("card", CARDS)
def test_a_card_number(card: str) -> None:
    hidden = "*" * (len(card) - 4) + card[-4:]
    assert masked_card(card) == hidden
    spaced = " ".join(card[at : at + 4] for at in range(0, len(card), 4))
    assert masked_card(spaced) == hidden
    for text in (card, spaced, f"Карта: {card}\r\n", f"{spaced}."):
        assert card[:6] not in masked_text(text).replace(" ", "")
        assert card[-4:] in masked_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "************1234",
        "4276********0001",
        "RRN 100000000001",
        "AID A0000000031010",
        "Дата 15.11.2026 15:30:00",
        "4111111111111112",
        "",
    ],
)
def test_what_is_none(text: str) -> None:
    assert masked_text(text) == text


@pytest.mark.parametrize("card", ["", "1234", "************1234", "4276********0001", "427655******0001"])
def test_what_is_masked_already(card: str) -> None:
    assert masked_card(card) == card


def test_wherever_it_is() -> None:
    reference = CardReference(card=CARDS[0], rrn="100000000001")
    assert CARDS[0] not in str(masked_command(MoveCardMoney(action=CardAction.PAY, amount=1, reference=reference)))
    assert CARDS[0] not in str(masked_question(FindTransaction(reference=reference)))
    assert CARDS[0] not in str(masked_outcome(Outcome(slip=f"Карта {CARDS[0]}\r\n")))


texts = st.text(max_size=20)
references = st.builds(CardReference, receipt_number=texts, rrn=texts, authorisation=texts, card=texts)
moves = st.builds(MoveCardMoney, action=st.sampled_from(CardAction), amount=st.integers(0), reference=references)
results = st.builds(
    CardResult,
    action=st.sampled_from(CardAction),
    amount=st.integers(0),
    reference=references,
    slip=texts,
    slip_printed=st.booleans(),
    terminal=texts,
    card_hash=texts,
    time=st.none() | st.datetimes(timezones=st.just(UTC)),
)


@given(st.text(max_size=80))
def test_any_text_passes(text: str) -> None:
    assert len(masked_text(text)) <= len(text)


@given(moves | st.just(SettleTerminal()))
def test_commands_are_read_back(command: MoveCardMoney | SettleTerminal) -> None:
    assert command_of(request_text(command)) == command


@given(st.builds(Outcome, card=st.none() | results, slip=texts, warnings=st.lists(texts).map(tuple)))
def test_outcomes_are_read_back(outcome: Outcome) -> None:
    assert outcome_of(answer_text(outcome)) == outcome
