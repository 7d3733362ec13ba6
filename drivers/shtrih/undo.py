"""A document that has come to nothing: taken back, and proven to be so. Source: spec/shtrih-m.md 1.5, 6.1, 6.4."""

from drivers.errors import KkmError, OperatorNeeded, OutcomeUnknown
from drivers.shtrih import modes, records, standing, texts
from drivers.shtrih.requests.status import Mode
from drivers.shtrih.requests.storage import OpenDocument, StorageState
from drivers.shtrih.session import Session


async def undone(session: Session, before: StorageState, cause: KkmError) -> KkmError:
    """Annul what stands open; the error to raise. It says that nothing counts only where the ФН has nothing new.

    A receipt that cannot be annulled for want of paper is annulled before the next thing is printed.
    """
    try:
        found = await _taken_back(session, cause)
        now = await records.state(session)
    except KkmError as error:
        return OutcomeUnknown(f"{cause.text} {error.text}", native=cause.native)
    if (now.number, now.last_document) != (before.number, before.last_document):
        return OutcomeUnknown(texts.STORAGE_MOVED, native=cause.native)
    return _told(records.proven(found))


def _told(error: KkmError) -> KkmError:
    """Whoever loads the paper must know that this receipt will not come out of it."""
    if not isinstance(error, OperatorNeeded):
        return error
    return OperatorNeeded(texts.NOT_RECORDED.format(why=error.text), native=error.native, nothing_sent=True)


async def _taken_back(session: Session, cause: KkmError) -> KkmError:
    """Why it has come to nothing: the cause, or that there is no paper now."""
    try:
        await take_back(session)
    except OperatorNeeded as error:
        return error
    return cause


async def take_back(session: Session) -> None:
    """The receipt that stands open, the document that hangs in the ФН. Raises OperatorNeeded without paper."""
    if (await session.status()).mode == Mode.DOCUMENT_OPEN:
        await session.printed()
        await modes.annul(session)
    if (await records.state(session)).document != OpenDocument.NONE:
        await standing.drop_document(session)
    session.receipt_is_ours = False
