"""Values of requisites in words. Source of the words: spec/ffd.md 4 and 13."""

from datetime import datetime

import pytest

from drivers.fiscal import tlv
from drivers.fiscal.requisite_text import shown


@pytest.mark.parametrize(
    ("tag", "value", "text"),
    [
        (1020, 123456, "1234.56"),
        (1048, "Ромашка ", "Ромашка"),
        (1062, 0b100001, "ОСН, ПАТЕНТ"),
        (1062, 0, "0"),
        (1205, 1 << 2 | 1 << 21, "3, 22"),
        (1205, 0, "0"),
        (1290, 1 << 8, "МАРКИРОВАННЫЕ ТОВАРЫ"),
        (1293, 2, "2"),
        (1178, datetime(2026, 11, 22), "22.11.26"),  # noqa: DTZ001 - the format knows no zones
        (1012, datetime(2026, 11, 22, 14, 5), "22.11.26 14:05"),  # noqa: DTZ001
        (1077, b"\x00\x01\xff", "0001FF"),
    ],
)
def test_a_value_in_words(tag: int, value: tlv.Value, text: str) -> None:
    (item,) = tlv.parse(tlv.encode(tag, value))
    assert shown(item) == text


def test_a_tag_that_nobody_knows_is_shown_as_it_stands() -> None:
    (item,) = tlv.parse(tlv.pack(9999, b"\xab"))
    assert shown(item) == "AB"
