"""The settings file of a running server: checked wholly, replaced at once, put back when nobody takes it."""

import asyncio
import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kkmserver import config, config_file
from kkmserver.building import check_devices
from kkmserver.config import Config, ConfigError
from kkmserver.config_edit import set_keys
from kkmserver.dispatch.order import Draining
from kkmserver.keeper import Changed, Keeper, NotTaken, Written, own_file

TEXT = '[log]\nlevel = "INFO" # c\n[[devices]]\nnumber = 1\nname = "К"\ndriver = "null"\n'


class Running:
    """A server that goes by what it takes."""

    def __init__(self, data: Path, text: str = TEXT) -> None:
        if text:
            (data / "shop.toml").write_bytes(text.encode())
        self.config = config.load(data / "shop.toml") if text else config.builtin()
        self.refusal: Exception | None = None
        self.keeper = Keeper(data, lambda: self.config, check_devices, self.take)

    async def take(self, new: Config) -> None:
        if self.refusal:
            raise self.refusal
        self.config = new

    def change(self, **values: Any) -> None:
        async def main() -> None:
            await self.keeper.change((await self.keeper.read()).tag, level(**values))

        asyncio.run(main())


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def level(**values: Any) -> Callable[[Written], str]:
    return lambda written: set_keys(written.text, "log", values)


def test_a_change_is_written_and_taken(tmp_path: Path) -> None:
    running = Running(tmp_path)
    running.change(level="DEBUG")
    assert (tmp_path / "shop.toml").read_text("utf-8") == TEXT.replace("INFO", "DEBUG")
    assert running.config.log.level == "DEBUG"


def test_a_lost_update_is_refused(tmp_path: Path) -> None:
    running = Running(tmp_path)

    async def main() -> list[BaseException | None]:
        tag = (await running.keeper.read()).tag
        edits = [running.keeper.change(tag, level(level=one)) for one in ("DEBUG", "ERROR", "WARNING")]
        return await asyncio.gather(*edits, return_exceptions=True)

    first, *others = asyncio.run(main())
    assert first is None
    assert [type(one) for one in others] == [Changed, Changed]
    assert running.config.log.level == "DEBUG"


def test_a_candidate_with_faults_changes_nothing(tmp_path: Path) -> None:
    running = Running(tmp_path)
    with pytest.raises(ConfigError) as told:
        running.change(level="LOUD", format="xml")
    assert {fault.path for fault in told.value.faults} == {("log", "level"), ("log", "format")}
    assert (tmp_path / "shop.toml").read_text("utf-8") == TEXT
    assert names(tmp_path) == ["shop.toml"]


def test_what_the_server_does_not_take_is_put_back(tmp_path: Path) -> None:
    running = Running(tmp_path)
    running.refusal = Draining()
    with pytest.raises(NotTaken, match="остались прежними"):
        running.change(level="DEBUG")
    assert (tmp_path / "shop.toml").read_text("utf-8") == TEXT


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    running = Running(tmp_path)
    monkeypatch.setattr(config_file.os, "fsync", full)
    with pytest.raises(NotTaken, match="не удалось записать файл"):
        running.change(level="DEBUG")
    assert (tmp_path / "shop.toml").read_text("utf-8") == TEXT
    assert names(tmp_path) == ["shop.toml"]
    assert running.config.log.level == "INFO"


def test_a_file_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running = Running(tmp_path)
    monkeypatch.setattr("kkmserver.keeper.os.access", lambda path, how: Path(path) != tmp_path / "shop.toml")
    with pytest.raises(NotTaken, match=r"закрыт для записи.*вручную"):
        running.change(level="DEBUG")


def test_a_file_that_somebody_broke_is_shown_as_the_server_goes_by_it(tmp_path: Path) -> None:
    running = Running(tmp_path)
    (tmp_path / "shop.toml").write_text("[log", encoding="utf-8")
    written = asyncio.run(running.keeper.look())
    assert written.text == TEXT
    assert "испорчен" in written.why_not


def test_the_mark_of_an_editor_stays(tmp_path: Path) -> None:
    running = Running(tmp_path, "\ufeff" + TEXT)
    running.change(level="DEBUG")
    assert (tmp_path / "shop.toml").read_bytes().startswith(b"\xef\xbb\xbf[log]")


def test_the_first_change_makes_a_file(tmp_path: Path) -> None:
    running = Running(tmp_path, "")
    assert own_file(tmp_path) is None
    running.change(level="DEBUG")
    file = own_file(tmp_path)
    assert file
    assert file.stat().st_mode & 0o777 == 0o600 or os.name == "nt"
    assert config.load(file).devices == config.builtin().devices
    assert config.load(file).log.level == "DEBUG"
    assert names(tmp_path / "templates") == names(Path("config/templates"))
    assert running.config.labels.templates == str(tmp_path / "templates")
    running.change(level="ERROR")
    assert config.load(file).log.level == "ERROR"


def test_a_first_change_that_is_not_taken_leaves_no_file(tmp_path: Path) -> None:
    running = Running(tmp_path, "")
    running.refusal = Draining()
    with pytest.raises(NotTaken):
        running.change(level="DEBUG")
    assert own_file(tmp_path) is None


def test_somebody_needs_a_file(tmp_path: Path) -> None:
    running = Running(tmp_path, "")
    assert asyncio.run(running.keeper.ensure_file()) == own_file(tmp_path)
    assert asyncio.run(running.keeper.ensure_file()) == tmp_path / "kkmserver.toml"
    assert running.config.path == tmp_path / "kkmserver.toml"
