"""The example of the order: spec/ffd.md section 8."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.fiscal import qr
from drivers.model.ffd import ReceiptType
from tests.clock import MOSCOW
from tests.drivers.fiscal.samples import NOON


def test_example_of_the_order() -> None:
    text = qr.text(
        time=datetime(2015, 7, 20, 16, 38, 59, tzinfo=MOSCOW),
        storage="000110000105",
        document=12345678,
        sign=123456,
        total=999999900,
        receipt_type=ReceiptType.SALE_RETURN,
    )
    assert text == "t=20150720T1638&s=9999999.00&fn=000110000105&i=12345678&fp=123456&n=2"


def test_seconds_and_kopecks() -> None:
    text = qr.text(
        time=NOON, storage="9999078900001234", document=7, sign=0, total=1, receipt_type=ReceiptType.SALE, seconds=True
    )
    assert text == "t=20261115T153042&s=0.01&fn=9999078900001234&i=7&fp=0&n=1"


def test_a_report_has_neither_sum_nor_type() -> None:
    text = qr.text(time=NOON, storage="9999078900001234", document=19, sign=1020304050)
    assert text == "t=20261115T1530&fn=9999078900001234&i=19&fp=1020304050"
    assert qr.PATTERN.fullmatch(text)


@pytest.mark.parametrize(
    "text",
    [
        "t=20261115T153&s=0.01&fn=9999078900001234&i=7&fp=0&n=1",
        "t=20261115T1530&s=0.1&fn=9999078900001234&i=7&fp=0&n=1",
        "t=20261115T1530&s=0.01&fn=9999078900001234&i=7&fp=0&n=5",
        "t=20261115T1530&s=0.01&fn=9999078900001234&i=7&fp=0",
        "t=20261115T1530&fn=9999078900001234&i=7&fp=0&n=1",
        "t=20261115T1530&s=0.01&fn=99990789000012345&i=7&fp=0&n=1",
    ],
)
def test_not_a_receipt(text: str) -> None:
    assert not qr.PATTERN.fullmatch(text)


@given(
    st.integers(0, 9_999_999_999),
    st.integers(1, 2**32 - 1),
    st.integers(0, 2**32 - 1),
    st.sampled_from(ReceiptType),
    st.booleans(),
)
def test_every_text_fits_the_pattern(total: int, document: int, sign: int, kind: ReceiptType, seconds: bool) -> None:
    text = qr.text(
        time=NOON,
        storage="9999078900001234",
        document=document,
        sign=sign,
        total=total,
        receipt_type=kind,
        seconds=seconds,
    )
    assert qr.PATTERN.fullmatch(text)
    fields = dict(part.split("=") for part in text.split("&"))
    assert (int(fields["s"].replace(".", "")), int(fields["i"]), int(fields["fp"])) == (total, document, sign)
