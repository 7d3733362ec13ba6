"""Documents of the ФН. Source: spec/atol.md 6.4; the layouts are inferred from the ФН's own protocol."""

from typing import TYPE_CHECKING

from drivers.atol import codes, texts
from drivers.atol.requests import storage
from drivers.atol.requests.state import Mode
from drivers.errors import DeviceOffline, FrameError, KkmError, NotSupported, OutcomeUnknown
from drivers.fiscal import tlv
from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.registers import requisites as documents
from drivers.registers import texts as register_texts
from drivers.registers.known import Found

if TYPE_CHECKING:
    from drivers.atol.session import Session

_FORMS = {form.value: form for form in DocumentForm} | {4: DocumentForm.RECEIPT, 41: DocumentForm.CORRECTION}  # БСО
_TYPES = {kind.value: kind for kind in ReceiptType}
_MOST_TAGS = 2000  # of one document
_READINGS = 2  # of a document whose reading was broken off


async def find(session: "Session", number: int) -> Found:
    """A4 40, or the requisites of a ФН that is not asked so. Raises RequestRefused where there is none.

    FrameError for an answer that makes no sense.
    """
    request = storage.document(number)
    try:
        document = await session.ask_anywhere(request, Mode.STORAGE)
    except NotSupported:
        if (known := await _by_requisites(session, number)) is not None:
            return known
        raise
    form = _FORMS.get(document.type)
    if document.number != number or document.time is None or form is None:
        raise FrameError(texts.nonsense(request.name, session.address))
    return Found(
        number=number,
        form=form,
        time=document.time,
        sign=document.sign,
        type=_TYPES.get(document.operation or 0),
        total=document.total,
    )


async def _by_requisites(session: "Session", number: int) -> Found | None:
    """Source: spec/atol.md 7.3."""
    form, items = await _told(session, number) or (0, [])
    return documents.found(number, _FORMS[form], items) if form in _FORMS else None


async def requisites(session: "Session", number: int) -> list[tlv.Item] | None:
    """A4 45, A4 46; None of a register that does not read documents out. Raises DeviceOffline."""
    told = await _told(session, number)
    return None if told is None else told[1]


async def _told(session: "Session", number: int) -> tuple[int, list[tlv.Item]] | None:
    """With the form."""
    for _ in range(_READINGS):
        try:
            return await _read(session, number)
        except OutcomeUnknown:  # one may be skipped now: from the beginning
            continue
        except KkmError as error:
            if error.native not in codes.NOT_KNOWN:
                raise
            return None
    raise DeviceOffline(register_texts.CUT_OFF)


async def _read(session: "Session", number: int) -> tuple[int, list[tlv.Item]]:
    head = await session.ask_anywhere(storage.begin_reading(number), Mode.STORAGE)
    found: list[tlv.Item] = []
    for _ in range(_MOST_TAGS):
        try:
            part = await session.ask(storage.next_tag())
        except KkmError as error:
            if error.native not in codes.END_OF_READING:
                raise
            break
        found += _parsed(part, session.address)
    return head.form, found


def _parsed(part: bytes, address: str) -> list[tlv.Item]:
    try:
        return tlv.parse(part)
    except ValueError as error:
        raise FrameError(texts.nonsense("A4h 46", address)) from error
