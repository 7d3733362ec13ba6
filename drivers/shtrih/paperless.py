"""Documents without paper: table 17 field 7. Source: spec/shtrih-m.md 6.4, 11.

1 leaves out one document and goes back to 0 by itself, 2 leaves out all. 1 may survive a document that was annulled and
a power cut, so where the field may hold it, it is read back before anything is printed: `noisy`, for `Register.ready`.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from drivers.errors import RequestRefused
from drivers.shtrih import settings, texts
from drivers.shtrih.fields import NoPrint, Setting
from drivers.shtrih.options import ShtrihOptions

if TYPE_CHECKING:
    from drivers.shtrih.session import Session


@asynccontextmanager
async def printing(session: "Session", *, wanted: bool) -> AsyncIterator[tuple[str, ...]]:
    """Within, one document is made, on paper or not; gives what there is to warn of.

    Raises RequestRefused where the register cannot be silent; see `refusal`.
    """
    silent = not wanted and session.options.no_print == "table"
    try:
        if silent:
            await _silent(session)
        yield () if wanted or silent else (texts.PRINTED_ALL_THE_SAME,)
    finally:
        if silent:
            session.no_print = None  # whether the document has used it up is asked, not believed


def refusal(options: ShtrihOptions) -> str:
    """Why paper must not be left out; "" where it may be."""
    return texts.REFUSE_PAPERLESS if options.no_print == "refuse" else ""


async def noisy(session: "Session") -> None:
    """What comes next is printed, but where the owner has switched paper off altogether (2)."""
    if session.no_print is None:
        session.no_print = await settings.number(session, Setting.NO_PRINT, NoPrint.PRINT)
    if session.no_print == NoPrint.SKIP_ONE:
        await settings.write(session, Setting.NO_PRINT, NoPrint.PRINT)
        session.no_print = NoPrint.PRINT


async def _silent(session: "Session") -> None:
    """Raises RequestRefused for a register without the field: it prints always."""
    await noisy(session)
    if session.no_print != NoPrint.PRINT:
        return
    try:
        await settings.write(session, Setting.NO_PRINT, NoPrint.SKIP_ONE)
    except RequestRefused as error:
        raise RequestRefused(texts.NO_PAPERLESS, native=error.native) from error
