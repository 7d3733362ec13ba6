"""What is masked, what is not, and that nothing moves."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.transports.redact import mask, mask_text


@pytest.mark.parametrize(
    ("given_text", "seen"),
    [
        ("тел. +79161234567.", "тел. **********67."),
        ("89161234567", "*********67"),
        ("79161234567", "*********67"),
        ("8 (916) 123-45-67", "***************67"),
        ("+7 916 123 45 67", "**************67"),
        ("+375291234567", "***********67"),
        (
            "GET / HTTP/1.1\r\nAuthorization: Basic YWRtaW46c2VjcmV0\r\n\r\n",
            "GET / HTTP/1.1\r\nAuthorization: Basic ****************\r\n\r\n",
        ),
        ("чек на ivan.petrov+kassa@mail.example.ru, спасибо", "чек на ******************************.ru, спасибо"),
        ("4111111111111111", "************1111"),  # the test number of Visa, and of Mir below
        ("2200 0000 0000 0053", "***************0053"),
        ("PAN=4111-1111-1111-1111;", "PAN=***************1111;"),
        ("код 010460393400079321Xp4'8\x1d91EE06\x1d92kC+c=, ещё", "код 010460393400079321" + "*" * 21 + " ещё"),
        ("(01)04603934000793(21)abc12/.", "(01)04603934000793(21)*******"),
    ],
)
def test_private_things_are_masked_but_for_their_ends(given_text: str, seen: str) -> None:
    assert mask_text(given_text) == seen
    assert len(mask(given_text.encode("cp866"))) == len(given_text)


@pytest.mark.parametrize(
    "text",
    [
        "7707083893",  # ИНН of an organisation
        "500100732259",  # of a person
        "4600000000000",  # EAN-13 with another check digit than a card of its length would have
        "9999078900005418",  # ФН, likewise
        "0000000000000000",
        "4111111111111112",  # wrong check digit
        "41111111111111111111",  # 20 digits
        "916 123",
        "16.11.2026 12:30:45",
        "2 x 1234567.89 = 2469135.78",
        "кассир@",
        "@2x",
        "1234567890123456789",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask_text(text) == text


def test_what_a_driver_names_is_masked_whole_and_everywhere() -> None:
    assert mask(b"\x1e\x00\x00\x00PIN 7788 7788", [b"7788", b"\x1e\x00\x00\x00"]) == b"****PIN **** ****"


@given(st.binary(max_size=200))
def test_the_length_and_all_binary_signs_stay(data: bytes) -> None:
    masked = mask(data)
    assert len(masked) == len(data)
    assert all(after in (before, 0x2A) for before, after in zip(data, masked, strict=True))


@given(st.text(max_size=50))
def test_words_keep_their_length(text: str) -> None:
    assert len(mask_text(text)) == len(text)


_AROUND = st.binary(max_size=20).filter(lambda data: not re.search(rb"[\d+@A-Za-z._%-]", data))


@given(_AROUND, st.integers(10**9, 10**10 - 1), _AROUND)
def test_a_phone_number_is_found_among_any_bytes(before: bytes, number: int, after: bytes) -> None:
    phone = f"+7{number}".encode()
    assert mask(before + phone + after) == before + b"*" * 10 + phone[-2:] + after
