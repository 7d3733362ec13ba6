from decimal import Decimal

import pytest

from drivers.model.document import LocalTax
from drivers.virtual.kazakh_taxes import is_directory, read


def test_lines() -> None:
    assert read(["1 НДС 12% = 12", " 20  Сбор = +0.5 ", "3 Без НДС = нет"]) == (
        LocalTax(code=1, name="НДС 12%", percent=Decimal(12)),
        LocalTax(code=20, name="Сбор", percent=Decimal("0.5"), included=False),
        LocalTax(code=3, name="Без НДС", percent=None),
    )


@pytest.mark.parametrize(
    "lines",
    [
        *(
            [],
            [""],
            ["НДС = 12"],
            ["1 = 12"],
            ["1 НДС"],
            ["1 НДС = "],
            ["1 НДС = -12"],
            ["1 НДС = 100"],
            ["1 НДС = +нет"],
        ),
        *(["1 НДС = 12,5"], ["1 НДС = 12", "1 Другой = 5"], ["1 НДС = 12\n2 НДС = 5"], [f"1 {'я' * 65} = 12"]),
    ],
)
def test_no_lines(lines: list[str]) -> None:
    assert not is_directory(lines)
