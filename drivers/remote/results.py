"""What a command has brought about, out of the members of its answer. Source: spec/kkmserver.md 3.5-3.11."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from drivers.model import command as commands
from drivers.model.command import Command
from drivers.model.document import Payments, Receipt
from drivers.model.ffd import DocumentForm
from drivers.model.outcome import FiscalDocument, Outcome
from drivers.remote.answer import Answer
from drivers.remote.copies import copy_of
from drivers.remote.members import Members
from drivers.remote.printed_code import PrintedCode, code_of
from drivers.remote.state import state_of

_SUMS = ("Cash", "ElectronicPayment", "AdvancePayment", "Credit", "CashProvision")


@dataclass(frozen=True, slots=True)
class Here:
    """What an answer leaves out. `now`: aware, in the shop's zone."""

    now: datetime
    address: str  # of the other server, see DeviceState.address


def outcome_of(command: Command, answer: Answer, here: Here) -> Outcome:
    """Raises FrameError."""
    build = _OUTCOMES.get(type(command))
    outcome = build(command, answer.members, here) if build else Outcome()
    if not answer.warnings and answer.progress is None:
        return outcome
    return Outcome(
        document=outcome.document,
        payments=outcome.payments,
        change=outcome.change,
        state=outcome.state,
        line_length=outcome.line_length,
        copy=outcome.copy,
        progress=answer.progress,
        warnings=answer.warnings,
    )


def _receipt(command: commands.RegisterReceipt, members: Members, here: Here) -> Outcome:
    receipt = command.receipt
    taken = _taken(members, receipt)
    document = _document(members, DocumentForm.RECEIPT, here, receipt)
    return Outcome(document=document, payments=taken, change=max(0, receipt.payments.total - taken.total))


def _taken(members: Members, receipt: Receipt) -> Payments:
    """The version of 2017 does not tell: only cash may exceed the total (3.9.2)."""
    if any(name in members for name in _SUMS):
        return Payments(*(members.kopecks(name) for name in _SUMS))
    paid = receipt.payments
    cash = min(paid.cash, max(0, receipt.total - paid.cashless))
    return Payments(cash, paid.electronic, paid.advance, paid.credit, paid.provision)


def _open_shift(_: Command, members: Members, here: Here) -> Outcome:
    return _shift(members, DocumentForm.OPEN_SHIFT, here)


def _close_shift(_: Command, members: Members, here: Here) -> Outcome:
    return _shift(members, DocumentForm.CLOSE_SHIFT, here)


def _shift(members: Members, form: DocumentForm, here: Here) -> Outcome:
    state = state_of(members, None, here.now.tzinfo, here.address) if members.part("Info") else None
    return Outcome(document=_document(members, form, here), state=state)


def _document(
    members: Members, form: DocumentForm, here: Here, receipt: Receipt | None = None
) -> FiscalDocument | None:
    """None where no number is told: nothing fiscal was done. The rest is in the text of the QR code."""
    if "CheckNumber" not in members:
        return None
    url, qr = members.text("URL"), members.text("QRCode")
    code = code_of(qr, here.now.tzinfo)
    if code is None and (code := code_of(url, here.now.tzinfo)):  # where the version of 2017 has it
        url, qr = "", url
    known = code or PrintedCode(time=here.now)
    return FiscalDocument(
        form=form,
        number=members.whole("CheckNumber"),
        sign=known.sign,
        time=known.time,
        storage=known.storage,
        shift=members.whole("SessionNumber"),
        number_in_shift=members.whole("SessionCheckNumber"),
        receipt_type=(known.receipt_type or receipt.type) if receipt else None,
        total=(receipt.total if known.total is None else known.total) if receipt else None,
        qr=qr,
        url=url,
    )


def _read_state(_: Command, members: Members, here: Here) -> Outcome:
    return Outcome(state=state_of(members, None, here.now.tzinfo, here.address))


def _line_length(_: Command, members: Members, here: Here) -> Outcome:  # noqa: ARG001
    return Outcome(line_length=members.whole("LineLength") or None)


def _copy(command: commands.ReadDocument, members: Members, here: Here) -> Outcome:
    return Outcome(copy=copy_of(members, command.number, here.now))


_OUTCOMES: Mapping[type, Callable[..., Outcome]] = {
    commands.RegisterReceipt: _receipt,
    commands.OpenShift: _open_shift,
    commands.CloseShift: _close_shift,
    commands.ReadState: _read_state,
    commands.ReadLineLength: _line_length,
    commands.PrintRuler: _line_length,
    commands.ReadDocument: _copy,
}
