"""What a keyboard scanner makes of a code in another layout. The keys are those of the ЙЦУКЕН layout of Windows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.fiscal import keyboard
from drivers.fiscal.keyboard import IN_RUSSIAN, MIXED, WITH_CAPS, put_right
from drivers.fiscal.scanned import clean, read

MILK = "010460043993125621JgXJ5.T\x1d93dGVz"
# Written out key by key, as the two layouts are printed on a keyboard.
LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./" + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?' + "@#$^&"
RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю." + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ," + '"№;:?'
IN_THE_OTHER = dict(zip(LATIN_KEYS, RUSSIAN_KEYS, strict=True))


def typed_in_russian(code: str) -> str:
    return "".join(IN_THE_OTHER.get(sign, sign) for sign in code)


def test_nothing_to_put_right() -> None:
    assert put_right(MILK) == keyboard.Typed(MILK)
    assert not keyboard.in_russian(MILK)


def test_letters_and_shifted_signs() -> None:
    typed = put_right("01046004399312562154ЙцБЮ.,?Жэ")
    assert typed.text == "01046004399312562154Qw<>/?&:'"
    assert typed.remarks == (IN_RUSSIAN,)


@given(st.text(alphabet="abzABZ0189'\"()*+,-./:;<=>?&!%_", min_size=1, max_size=40))
def test_every_key_comes_back(code: str) -> None:
    code = "a" + code  # one letter at least, or nothing shows the layout
    assert put_right(typed_in_russian(code)) == keyboard.Typed(code, (IN_RUSSIAN,))


@pytest.mark.parametrize("prefix", ["]d2", "]C1", "]Q3"])
def test_the_mark_of_the_symbology_was_typed_too(prefix: str) -> None:
    assert read(typed_in_russian(prefix + MILK)).text == MILK


def test_a_mark_that_was_not_typed_is_no_letter_of_the_code() -> None:
    assert read("]d2" + typed_in_russian(MILK)) == keyboard.Typed(MILK, (IN_RUSSIAN,))


@pytest.mark.parametrize("separator", ["<GS>", "{GS}", "\\u001d", "\\x1d"])
def test_a_spelled_separator_was_typed_too(separator: str) -> None:
    assert clean(typed_in_russian(MILK.replace("\x1d", separator))) == MILK
    assert clean(typed_in_russian("a" + MILK).replace("\x1d", separator)) == "a" + MILK


def test_a_layout_that_changed_half_way() -> None:
    assert put_right("010460043993125621JgЧО5") == keyboard.Typed("010460043993125621JgXJ5", (IN_RUSSIAN,))
    # ":" is no sign of codes on the other layout's key, so it was ":" from the beginning; "." may be two keys.
    assert put_right("01046004399312562154JgЧ:").text == "01046004399312562154JgX:"
    undecided = "010460043993125621JgЧО5.T"
    assert put_right(undecided) == keyboard.Typed(undecided, faults=(MIXED,))


@pytest.mark.parametrize("prefix", ["]d2", "]C1", "]Q3"])
@pytest.mark.parametrize("russian", [False, True])
def test_caps_lock(prefix: str, russian: bool) -> None:
    code = prefix + MILK
    typed = typed_in_russian(code) if russian else code
    found = read(typed.swapcase())
    assert found.text == MILK
    assert found.remarks == ((IN_RUSSIAN, WITH_CAPS) if russian else (WITH_CAPS,))


@pytest.mark.parametrize(
    "mark", ["22N00000XOPN13MM66T0HVF311190004460QRMI4DCJ7W9" + "Z" * 22, "136222" + "A" * 144, "RU-430302-AAA4050108"]
)
def test_marks_of_capitals_prove_caps_lock_by_themselves(mark: str) -> None:
    assert read(mark.lower()) == keyboard.Typed(mark, (WITH_CAPS,))
    assert read(mark) == keyboard.Typed(mark)


def test_case_that_cannot_be_known_is_left_alone() -> None:
    assert read(MILK.swapcase()) == keyboard.Typed(MILK.swapcase())


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    found = put_right(text)
    assert not (keyboard.in_russian(found.text) and not found.faults)
