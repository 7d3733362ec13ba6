"""Requisites of a document, also those too long for one command. Source: spec/shtrih-m.md 3.7, FF0C, FF64; 11."""

from drivers.errors import NotSupported, RequestRefused
from drivers.fiscal import tlv
from drivers.shtrih import texts
from drivers.shtrih.requests import receipt, storage
from drivers.shtrih.requests.receipt import LONGEST_TLV
from drivers.shtrih.session import Session


async def send(session: Session, tag: bytes) -> None:
    """By FF0C, or through the buffer. Raises RequestRefused for one that the register cannot take."""
    if len(tag) <= LONGEST_TLV:
        return await session.ask(receipt.tag(session.operator, tag))
    try:
        await _through_buffer(session, tag)
    except NotSupported as error:
        (item,) = tlv.parse(tag)
        raise RequestRefused(texts.too_long(item.tag, len(tag), LONGEST_TLV), native=error.native) from error


async def _through_buffer(session: Session, tag: bytes) -> None:
    """Blocks as long as the register says."""
    block = await session.ask(storage.begin_block(session.admin, len(tag)))
    step = min(block, storage.LONGEST_BLOCK) or storage.LONGEST_BLOCK
    for start in range(0, len(tag), step):
        await session.ask(storage.write_block(session.admin, start, tag[start : start + step]))
    await session.ask(receipt.buffered_tags(session.operator))
