"""How the register and its ФН stand. Source: spec/atol.md 5.1, 6.4, 9.4."""

from dataclasses import dataclass, field
from datetime import datetime

from drivers.atol import codes
from drivers.atol.requests import state, storage, tables
from drivers.atol.requests.state import Flags, Mode, State
from drivers.atol.requests.storage import ShiftNumbers, StorageState
from drivers.atol.session import Session
from drivers.errors import KkmError
from drivers.fiscal import limits
from drivers.model.ffd import DocumentForm, ShiftState
from drivers.registers.known import Last, Standing

_CLOSED = 1 << 2  # of the phase of the ФН, by its own protocol (inferred)
_NOT_COUNTED = 50  # documents of a shift that are no receipts, at most looked through
_ELSEWHERE = codes.NOT_KNOWN | {codes.WRONG_MODE, codes.RECEIPT_CLOSED, codes.RECEIPT_OPEN, codes.SHIFT_OPEN}


@dataclass(slots=True)
class Watch:
    """Looks at a register. `_began`: when a shift was opened, by ФН and number, as far as the ФН tells."""

    session: Session
    storage: str = ""  # number of the ФН that was told last: it is not always to be asked
    _began: dict[tuple[str, int], datetime | None] = field(default_factory=dict)

    async def last(self) -> Last:
        """Raises KkmError."""
        return await self._last(await self._kept())

    async def standing(self) -> Standing:
        now = await self.session.ask(state.state())
        kept, silence = None, None
        try:
            kept = await self._kept()
        except KkmError as error:
            if error.native is None:
                raise
            silence = error
        last, numbers = await self._last(kept), await self._numbers(now)
        return Standing(
            storage=last.storage,
            last=last.number,
            shift=await self._shift(now, numbers, last),
            shift_number=numbers.shift,
            receipt_number=numbers.receipt,
            receipt_open=now.receipt != 0,
            fiscalized=Flags.FISCALIZED in now.flags,
            storage_closed=kept is not None and bool(kept.phase & _CLOSED),
            silence=silence,
        )

    async def _kept(self) -> StorageState | None:
        """A4 30; None where the ФН is not to be asked, since a receipt is open. Raises KkmError."""
        try:
            kept = await self.session.ask_anywhere(storage.state(), Mode.STORAGE)
        except KkmError as error:
            if error.native not in _ELSEWHERE:
                raise
            return None
        self.storage = kept.number
        return kept

    async def _last(self, kept: StorageState | None) -> Last:
        """What A4 30 leaves out register 52 tells."""
        number = kept.last_document if kept else None
        return Last(self.storage, await self._last_document() if number is None else number)

    async def _last_document(self) -> int:
        return await self.session.ask_anywhere(tables.last_document(), Mode.REGISTRATION)

    async def _numbers(self, now: State) -> ShiftNumbers:
        """Of the ФН; the register itself counts its shifts too."""
        request = storage.shift(self.session.options.shift_numbers)
        told = await self.session.told(request, Mode.STORAGE)
        return told or ShiftNumbers(now.shift_open, now.shift, 0)

    async def _shift(self, now: State, numbers: ShiftNumbers, last: Last) -> ShiftState:
        """No answer says that 24 hours are over, so the ФН is asked when the shift was opened."""
        if not now.shift_open:
            return ShiftState.CLOSED
        place = (last.storage, numbers.shift)
        if place not in self._began:
            self._began = {place: await self._opening(numbers, last.number)}
        began = self._began[place]
        expired = began is not None and now.time is not None and limits.is_shift_over(began, now.time)
        return ShiftState.EXPIRED if expired else ShiftState.OPEN

    async def _opening(self, numbers: ShiftNumbers, last: int) -> datetime | None:
        """Time of the newest document that opened a shift. Its receipts stand behind it, and reports that count not."""
        newest = last - numbers.receipt
        for number in range(newest, max(0, newest - _NOT_COUNTED), -1):
            found = await self.session.told(storage.document(number), Mode.STORAGE)
            if found is None:
                return None
            if found.type == DocumentForm.OPEN_SHIFT:
                return found.time
        return None
