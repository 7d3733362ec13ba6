"""Receipts, cash and the Z report of a register whose ФН nobody can ask. Source: spec/service-plus.md B.

A document whose closing was not answered, and that does not stand open, may be recorded or not: it is unknown for ever,
and never sent again. A Z report closes the shift, which the status tells; whether the number of the next one (A5h/1)
moves with the report or with the opening is not known, so it only has to be the same.
"""

import re
from dataclasses import dataclass

from drivers.errors import KkmError, OutcomeUnknown, RequestRefused, WrongState
from drivers.fiscal import wording
from drivers.fiscal.check import check, check_cashier
from drivers.model.command import CashIn, CashOut, CloseShift, RegisterReceipt
from drivers.model.ffd import ShiftState
from drivers.model.outcome import Outcome
from drivers.registers import own_rows, records, rules, shifts, standing, texts
from drivers.serviceplus import binary_requests, binary_sale, binary_texts
from drivers.serviceplus.binary_register import BinaryRegister

_MARK = re.compile(r"z=(\d{1,9});open=([01])", re.ASCII)
_MOST = 99_999_999_99  # kopecks


async def register_receipt(register: BinaryRegister, command: RegisterReceipt) -> Outcome:
    """Without numbers: the register tells none. Raises OutcomeUnknown only where it may be recorded."""
    settled = check(command.receipt, rules.rules(register))
    try:
        requests = binary_sale.commands(settled, register.options, register.who(settled.receipt.cashier))
    except ValueError as error:
        raise RequestRefused(texts.does_not_fit(error)) from error
    own = await own_rows.own_rows(register, settled)
    await _fit(register)
    await _rows_before(register, own)
    await register.record(*requests)
    return Outcome(
        payments=settled.payments,
        change=settled.change,
        warnings=(*settled.warnings, *own.warnings, binary_texts.NO_NUMBERS),
        message=await own.print_after(register) or (texts.NO_COPIES if settled.receipt.copies else ""),
    )


async def _rows_before(register: BinaryRegister, own: own_rows.OwnRows) -> None:
    """Nothing of the receipt is sent yet, so whatever goes wrong with them says so."""
    if not own.before.blocks:
        return
    try:
        await own.print_before(register)
        await register.end_document()
    except OutcomeUnknown as error:
        raise WrongState(binary_texts.NO_ROWS.format(why=error.text), native=error.native) from error
    except KkmError as error:
        error.nothing_sent = True
        raise


async def move(register: BinaryRegister, command: CashIn | CashOut) -> Outcome:
    if not 0 < command.amount <= _MOST:
        raise RequestRefused(texts.bad_amount(command.amount, _MOST))
    check_cashier(command.cashier, rules.rules(register))
    await standing.ready(register)
    await register.move_cash(command.amount if isinstance(command, CashIn) else -command.amount, command.cashier)
    return Outcome()


async def close_shift(register: BinaryRegister, command: CloseShift) -> Outcome:
    warnings = check_cashier(command.cashier, rules.rules(register))
    await standing.ready(register)
    before = await shift(register)
    if not before.is_open:
        raise WrongState(wording.SHIFT_NOT_OPEN, native=61)
    try:
        await register.close_shift(command.cashier)
    except KkmError as error:
        if not await is_closed(register, before, error):
            raise records.proven(error) from error
    on_paper = shifts.on_paper(register, wanted=command.print_paper)
    return Outcome(warnings=(*warnings, *on_paper, binary_texts.NO_NUMBERS))


@dataclass(frozen=True, slots=True)
class Shift:
    next: int
    is_open: bool

    @property
    def text(self) -> str:
        return f"z={self.next};open={self.is_open:d}"


async def shift(register: BinaryRegister) -> Shift:
    is_open = (await register.standing()).shift is not ShiftState.CLOSED
    return Shift(await register.session.ask(binary_requests.next_shift()), is_open)


async def is_closed(register: BinaryRegister, before: Shift, cause: KkmError | None = None) -> bool:
    """Raises OutcomeUnknown where the register cannot be asked, or another shift is open."""
    try:
        now = await shift(register)
    except KkmError as error:
        raise OutcomeUnknown(error.text, native=error.native) from (cause or error)
    if now.is_open and before.is_open and now.next != before.next:
        raise OutcomeUnknown(binary_texts.UNPROVEN_Z.format(before=before.next, now=now.next))
    return before.is_open and not now.is_open


def read_mark(text: str) -> Shift:
    """Raises OutcomeUnknown for one that is not ours."""
    found = _MARK.fullmatch(text)
    if found is None:
        raise OutcomeUnknown(texts.BAD_MARK.format(mark=text))
    return Shift(int(found[1]), found[2] == "1")


async def settle_document(register: BinaryRegister) -> None:
    """None of it was recorded where it still stands open and the register cancels it. Raises OutcomeUnknown.

    A plain document that stands open may be the rows before it, or those after it: that proves nothing.
    """
    now = await register.session.flags()
    if not now.document_open or now.kind == binary_requests.DocumentKind.SERVICE:
        raise OutcomeUnknown(binary_texts.UNPROVEN)
    await register.session.annul()


async def _fit(register: BinaryRegister) -> None:
    """Ready for a receipt. Raises WrongState 61 with an old shift; a closed one the receipt opens by itself."""
    if (await standing.ready(register)).shift is ShiftState.EXPIRED:
        raise WrongState(binary_texts.EXPIRED, native=61)
