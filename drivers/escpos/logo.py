"""The picture at the head of every document: sent as dots each time, or kept in the printer and named by its key."""

from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from drivers.errors import RequestRefused
from drivers.escpos import graphics_commands, images, status
from drivers.escpos.conversation import Conversation
from drivers.escpos.encoder import StoredPicture
from drivers.escpos.options import EscPosOptions
from drivers.escpos.printer import Printer
from drivers.escpos.status import Block
from drivers.printing import pictures
from drivers.printing.bitmap import Bitmap
from drivers.printing.page import PictureBlock
from drivers.transports import reasons

_ACK = b"\x06"
_MORE = 0x41
_MOST_BLOCKS = 200  # of keys, forty in each: all there can be


@dataclass(frozen=True, slots=True)
class Logo:
    """`key`: two digits, as the answers of GS ( L function 64 are documented for them; `digest` names the picture."""

    bitmap: Bitmap
    key: bytes
    digest: str


def load(path: Path, printer: Printer) -> Logo:
    """Raises RequestRefused: no such file, no picture, a printer without graphics."""
    if printer.graphics == "none":
        raise RequestRefused("Принтер не печатает изображений: уберите logo из его настроек.")
    try:
        bitmap = images.fitted(pictures.load(path.read_bytes(), printer.paper.dots), printer)
    except OSError as error:
        raise RequestRefused(f"Не удалось прочитать логотип {path}: {reasons.of(error)}. Исправьте logo.") from error
    except RequestRefused as error:
        raise RequestRefused(f"Логотип {path}: {error.text}") from error
    digest = blake2b(bitmap.data + bitmap.width.to_bytes(2), digest_size=16)
    return Logo(bitmap, b"%02d" % (int.from_bytes(digest.digest()) % 100), digest.hexdigest())


class LogoShelf:
    """Whether the printer has the logo. `memory`: file that remembers what was sent to it.

    How it is kept is a setting: "auto" = in a printer that tells which keys it has, "printer" = in any, "never".
    """

    def __init__(self, logo: Logo, memory: Path, how: Literal["auto", "printer", "never"]) -> None:
        self._logo, self._memory, self._how = logo, memory, how
        self._era: object = None

    def doubt(self) -> None:
        """The job broke off: whether the logo got through is anybody's guess."""
        self._era = None
        with suppress(OSError):
            self._memory.unlink(missing_ok=True)

    async def block(self, talk: Conversation, options: EscPosOptions, *, era: object) -> PictureBlock | StoredPicture:
        """The logo as it is to be printed now; stores it before, where need be. Raises DeviceOffline, TimeoutError.

        `era`: another one than last time means that the printer was away and may have been exchanged.
        """
        drawn = PictureBlock(self._logo.bitmap)
        if self._how == "never" or len(self._logo.bitmap.data) > graphics_commands.MOST_STORED:
            return drawn
        if era is not self._era:
            if not await self._present(talk, options):
                return drawn
            self._era = era
        return StoredPicture(self._logo.key, self._logo.bitmap)

    async def _present(self, talk: Conversation, options: EscPosOptions) -> bool:
        """It is in the printer now. Otherwise False: nobody can tell, and the setting does not say to trust it."""
        keys = await _keys(talk, options.status_timeout) if talk.condition is not None else None
        if keys is None and self._how == "auto":
            return False
        if self._remembered() and (keys is None or self._logo.key in keys):
            return True
        await talk.write(graphics_commands.store(self._logo.key, self._logo.bitmap))
        if keys is not None and self._logo.key not in (await _keys(talk, options.timeout) or ()):
            return False
        with suppress(OSError):  # then it is stored once more after a restart
            self._memory.parent.mkdir(parents=True, exist_ok=True)
            self._memory.write_text(self._logo.digest)
        return True

    def _remembered(self) -> bool:
        try:
            return self._memory.read_text() == self._logo.digest
        except OSError:
            return False


async def _keys(talk: Conversation, timeout: float) -> frozenset[bytes] | None:
    """Keys of the pictures the printer keeps; None if it does not say. Each block of them is acknowledged."""
    await talk.write(graphics_commands.ask_keys())
    found: set[bytes] = set()
    for _ in range(_MOST_BLOCKS):
        block = await talk.next(Block, timeout)
        if block is None or block.kind != status.KEYS or not block.data:
            return None
        await talk.write(_ACK)
        found.update(block.data[at : at + 2] for at in range(1, len(block.data), 2))
        if block.data[0] != _MORE:
            return frozenset(found)
    return None
