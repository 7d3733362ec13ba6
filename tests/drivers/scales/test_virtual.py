"""Virtual scales: a script, or a file that people edit."""

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import DeviceFaulty, KkmError, NotSupported, OperatorNeeded, RequestRefused, WrongState
from drivers.model.command import OpenDrawer, ReadState, ReadWeight, SetTare
from drivers.scales.driver import Scales
from tests.drivers.scales.peers import scales


def virtual(folder: Path, **options: Any) -> Scales:
    return scales("virtual-scales", "", folder / "4", **{"wait": 0.5, **options})


def weigh(driver: Scales) -> str:
    return str(asyncio.run(driver.execute(ReadWeight())).weight)


def test_file(tmp_path: Path) -> None:
    driver, file = virtual(tmp_path), tmp_path / "4" / "weight.txt"
    assert weigh(driver) == "0.355"
    assert file.read_text("utf-8") == "0.355\n"
    for text, weight in (("1.2", "1.2"), ("\ufeff0,480 кг\r\nтворог\n", "0.480"), ("2", "2")):
        file.write_text(text, "utf-8")
        assert weigh(driver) == weight


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("~0.355", WrongState, "нестабилен"),
        ("0", OperatorNeeded, "пусто"),
        ("-0.5", OperatorNeeded, "меньше нуля"),
        ("overload", OperatorNeeded, "перегружены"),
        ("", OperatorNeeded, "не вес"),
        ("много", OperatorNeeded, "weight.txt не вес: «много»"),
        ("\0" * 5000, OperatorNeeded, "не вес"),
    ],
)
def test_file_without_a_weight(tmp_path: Path, text: str, kind: type[KkmError], words: str) -> None:
    (tmp_path / "4").mkdir()
    (tmp_path / "4" / "weight.txt").write_text(text, "utf-8")
    with pytest.raises(kind, match=words) as caught:
        weigh(virtual(tmp_path))
    assert caught.value.device == "Весы"


def test_file_that_cannot_be_made_or_read(tmp_path: Path) -> None:
    (tmp_path / "4").write_text("a file where the folder should be")
    with pytest.raises(DeviceFaulty, match="не читается"):
        weigh(virtual(tmp_path))


def test_script(tmp_path: Path) -> None:
    """Each look is a step, status questions are none; it begins again after its end."""
    driver = virtual(tmp_path, weights=["~0.3", "0,355", "1.2"])
    assert weigh(driver) == "0.355"
    state = asyncio.run(driver.execute(ReadState())).state
    assert state is not None
    assert state.online
    assert [weigh(driver) for _ in range(3)] == ["1.2", "0.355", "1.2"]
    assert not list(tmp_path.iterdir())


def test_tare(tmp_path: Path) -> None:
    driver = virtual(tmp_path, weights=["0.100", "0.455", "0.455", "0.455"])
    asyncio.run(driver.execute(SetTare()))
    assert weigh(driver) == "0.355"
    asyncio.run(driver.execute(SetTare(Decimal("0.005"))))
    assert weigh(driver) == "0.450"


def test_script_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(RequestRefused, match="«тонна»"):
        virtual(tmp_path, weights=["0.1", "тонна"])


def test_other_commands(tmp_path: Path) -> None:
    driver = virtual(tmp_path)
    assert driver.traits.type_id == "ScalesEmulator"
    with pytest.raises(NotSupported):
        asyncio.run(driver.execute(OpenDrawer()))
    assert asyncio.run(driver.settle(SetTare(), asyncio.run(driver.mark()))) is None
