"""Blocks on paper, one after the other, by the commands that the register has for them."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

from drivers.errors import DeviceOffline, KkmError, OutcomeUnknown, WrongState
from drivers.printing import barcodes as drawing
from drivers.printing.bitmap import Bitmap
from drivers.printing.page import BarcodeBlock, Block, PictureBlock, TextRow
from drivers.shtrih import barcodes, pictures
from drivers.shtrih.head import OWN_FONT, Head
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.requests import printing
from drivers.shtrih.requests.status import Mode
from drivers.shtrih.session import Session

_OLD_SIZE = 40  # bytes of a line of text that old firmware insists on
_NO_GRAPHICS = frozenset({Mode.WORKING, Mode.SHIFT_EXPIRED})  # modes without C0h..C4h, 4Dh, 4Eh; spec 4

EXPIRED = (
    "Картинок и таких штрихкодов касса сейчас не печатает: смена открыта больше 24 часов. Закройте смену и повторите."
)


class Press:
    """`mode`: in which the register stands. `out`: commands that have reached the paper."""

    def __init__(self, session: Session, head: Head, mode: Mode) -> None:
        self._session, self._head, self._mode = session, head, mode
        self.out = 0

    def check(self, blocks: Iterable[Block]) -> None:
        """Raises WrongState where one of them would have to be a picture and none can be printed now."""
        if self._mode in _NO_GRAPHICS and any(map(self._is_dots, blocks)):
            raise WrongState(EXPIRED)

    async def put(self, block: Block) -> None:
        """Where it breaks off with part of the block on the paper, the error says so."""
        try:
            await self._put(block)
        except DeviceOffline as error:
            if not self.out:
                raise
            raise OutcomeUnknown(error.text, native=error.native) from error
        except KkmError as error:
            error.nothing_sent = error.nothing_sent and not self.out
            raise

    async def _put(self, block: Block) -> None:
        match block:
            case TextRow():
                await self._ask([self._row(block)])
            case BarcodeBlock():
                await self._code(block)
            case PictureBlock():
                await self._dots(lambda: block.bitmap)
            case _:
                raise TypeError(f"{block} is no row of a document")

    def _row(self, row: TextRow) -> Request[int]:
        """By 17h in the own font, which every model knows; an empty row is a blank, else nothing would move."""
        face = self._head.roll.face(row.font, wide=row.wide, tall=row.tall)
        text, password = row.text or " ", self._session.operator
        if face.number == OWN_FONT:
            return printing.line(password, text, size=_OLD_SIZE)
        return printing.line_in_font(password, text, face.number, size=_OLD_SIZE)

    def _native(self, block: BarcodeBlock) -> list[Request[Any]] | None:
        session = self._session
        return barcodes.commands(block, self._head.graphics.dots, session.options, session.operator, self._mode)

    def _is_dots(self, block: Block) -> bool:
        return isinstance(block, PictureBlock) or (isinstance(block, BarcodeBlock) and self._native(block) is None)

    async def _code(self, block: BarcodeBlock) -> None:
        """In the register's own way; or else, and where it says that it cannot, as a picture."""
        native = self._native(block)
        if native is not None and await self._drawn_by_register(native):
            return
        dots = self._head.graphics.dots
        await self._dots(lambda: drawing.draw(block.symbology, block.content, dots, block.style))

    async def _drawn_by_register(self, native: Iterable[Request[Any]]) -> bool:
        try:
            await self._ask(native)
        except KkmError as error:
            if not barcodes.is_unable(error):
                raise
            return False
        return True

    async def _dots(self, bitmap: Callable[[], Bitmap]) -> None:
        drawn = await asyncio.to_thread(bitmap)
        await self._ask(pictures.commands(drawn, self._head.graphics, self._session.operator))

    async def _ask(self, requests: Iterable[Request[Any]]) -> None:
        for request in requests:
            await self._session.ask(request)
            self.out += request.effect is not Effect.NONE
