"""The settings file of a running server: read for the console, changed by it, one change at a time."""

import asyncio
import hashlib
import os
import shutil
import tomllib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drivers.transports import reasons
from kkmserver import config as settings
from kkmserver import config_file
from kkmserver.config import BUILTIN, Config, ConfigError, ConfigFault
from kkmserver.config_edit import Unwieldy
from kkmserver.dispatch.order import Draining
from kkmserver.store.record import JournalBroken

OWN_FILE = "kkmserver.toml"  # in the data folder, of a server that was begun without a file


class Changed(Exception):
    """The file is not what the client has seen."""


class NotTaken(Exception):
    """The server cannot take settings just now; the file is as it was. The text is for people."""


@dataclass(frozen=True, slots=True)
class Written:
    """What the file says. `why_not`: why it cannot be changed, "" where it can; `values` as tomllib has them."""

    tag: str
    text: str
    values: dict[str, Any]
    why_not: str


def tag_of(text: str) -> str:
    """Another one for every other text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def own_file(data: Path) -> Path | None:
    """The file that the console made in the data folder; None before its first change."""
    path = data / OWN_FILE
    return path if path.is_file() else None


class Keeper:
    """`now`: the settings the server goes by. `check`: of a candidate, in a thread; raises ConfigError.

    `take`: the running server is to go by them; raises ConfigError, JournalBroken, Draining.
    """

    def __init__(
        self,
        data: Path,
        now: Callable[[], Config],
        check: Callable[[Config], None],
        take: Callable[[Config], Awaitable[None]],
    ) -> None:
        self._data, self._now, self._check, self._take = data, now, check, take
        self._lock = asyncio.Lock()

    @property
    def file(self) -> Path | None:
        return self._now().path

    @property
    def target(self) -> Path:
        """Where the settings are, or will be."""
        return self.file or self._data / OWN_FILE

    async def read(self) -> Written:
        """Raises ConfigError for a file that cannot be read any more."""
        return await asyncio.to_thread(self._read)

    async def look(self) -> Written:
        """The same to be shown: of a file that is broken, what the server goes by."""
        try:
            return await self.read()
        except ConfigError as error:
            text = self._now().text or BUILTIN
            return Written("", text, tomllib.loads(text), f"{error}. Исправьте файл в редакторе")

    async def change(self, tag: str, edit: Callable[[Written], str]) -> None:
        """`edit`: the new text; runs in a thread and may raise what it likes.

        Raises Changed, ConfigError, NotTaken; nothing is changed then.
        """
        async with self._lock:
            before = await self.read()
            if tag != before.tag:
                raise Changed
            if before.why_not:
                raise NotTaken(before.why_not)
            new = await asyncio.to_thread(self._candidate, before, edit)
            if new.text != before.text or self.file is None:
                await self._put(before, new)

    async def rehearse(self) -> None:
        """Would a server begin with the file as it stands? Raises ConfigError."""
        async with self._lock:
            await asyncio.to_thread(self._usable, (await self.read()).text)

    async def ensure_file(self) -> Path:
        """The settings file; made of the built-in settings where there is none. Raises ConfigError, NotTaken."""
        if self.file is None:
            with suppress(Changed):  # somebody else has made it
                await self.change((await self.read()).tag, lambda written: written.text)
        return self.target

    def _read(self) -> Written:
        text = config_file.read(self.file) if self.file else BUILTIN
        try:
            values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError([ConfigFault("", f"файл настроек испорчен: {error}")], self.file) from error
        return Written(tag_of(text), text, values, _why_not(self.target))

    def _candidate(self, before: Written, edit: Callable[[Written], str]) -> Config:
        try:
            text = edit(before)
        except Unwieldy as error:
            raise ConfigError([ConfigFault("", str(error))], self.file) from error
        return self._usable(text)

    def _usable(self, text: str) -> Config:
        new = settings.parse(text, self.target).overridden_as(self._now())
        self._check(new)
        return new

    async def _put(self, before: Written, new: Config) -> None:
        made = self.file is None
        try:
            if made:
                await asyncio.to_thread(self._bring_templates)
            await asyncio.to_thread(config_file.write, self.target, new.text)
        except ConfigError as error:
            raise NotTaken(str(error)) from error
        try:
            await self._take(new)
        except (ConfigError, JournalBroken, Draining) as error:
            await asyncio.to_thread(self._put_back, before, made)
            if isinstance(error, ConfigError):
                raise
            raise NotTaken("Сервер останавливается или не пишет журнал; настройки остались прежними") from error

    def _put_back(self, before: Written, made: bool) -> None:
        if made:
            self.target.unlink(missing_ok=True)
        else:
            config_file.write(self.target, before.text)

    def _bring_templates(self) -> None:
        """Those that came with the program, for the owner to change. Raises ConfigError."""
        folder = self._data / "templates"
        try:
            if not folder.exists():
                shutil.copytree(settings.examples() / "templates", folder)
        except OSError as error:
            text = f"не удалось скопировать шаблоны этикеток: {reasons.of(error)}"
            raise ConfigError([ConfigFault("", text)], folder) from error


def _why_not(path: Path) -> str:
    """A rename over the file needs the folder's leave, and would undo a ban on writing the file."""
    folder = path.resolve().parent
    if path.exists() and not os.access(path, os.W_OK):
        return f"Файл {path} закрыт для записи. Дайте серверу право писать в него или измените его вручную"
    if not os.access(folder, os.W_OK):
        return f"Папка {folder} закрыта для записи. Дайте серверу право писать в неё или измените файл вручную"
    return ""
