"""The end of a plain document: the paper goes past the knife and is cut. Receipts the register cuts off itself."""

from drivers.errors import NotSupported
from drivers.shtrih import settings
from drivers.shtrih.fields import CutMode, Setting
from drivers.shtrih.requests import printing
from drivers.shtrih.requests.printing import Cut
from drivers.shtrih.session import Session

_TO_KNIFE = 5  # lines from the head to the knife, some 20 mm: no document tells them (inferred)
_NATIVE = {CutMode.FULL: Cut.FULL, CutMode.PARTIAL: Cut.PARTIAL}
_WISHES = {"none": CutMode.NONE, "full": CutMode.FULL, "partial": CutMode.PARTIAL}


async def cut(session: Session) -> None:
    """As the settings say, or else as table 1 says of receipts; not within a receipt. Without a knife it only feeds."""
    wanted = await _wanted(session)
    await session.ask(printing.feed(session.operator, _TO_KNIFE))
    if wanted is CutMode.NONE:
        return
    try:
        await session.ask(printing.cut(session.operator, _NATIVE[wanted]))
    except NotSupported:
        return


async def _wanted(session: Session) -> CutMode:
    if session.options.cut != "auto":
        return _WISHES[session.options.cut]
    told = await settings.number(session, Setting.CUT, CutMode.NONE)
    return CutMode(told) if told in tuple(CutMode) else CutMode.NONE
