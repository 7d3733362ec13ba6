"""What a command has brought about, out of the members of its answer. Source: spec/kkmserver.md 3.5-3.16."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from drivers.model import command as commands
from drivers.model.command import Command
from drivers.model.document import Payments, Receipt
from drivers.model.excise import EgaisSlip
from drivers.model.ffd import DocumentForm
from drivers.model.outcome import FiscalDocument, Outcome
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.model.state import DeviceState
from drivers.notation.members import Members, readable
from drivers.remote import card_codec, counters, marking_codec, peripherals_codec, sums
from drivers.remote.answer import Answer
from drivers.remote.copies import copy_of
from drivers.remote.printed_code import PrintedCode, code_of
from drivers.remote.state import state_of
from drivers.terminals.masking import masked_outcome

_REGISTRATIONS = {
    RegistrationStep.OPEN: DocumentForm.REGISTRATION,
    RegistrationStep.CLOSE: DocumentForm.CLOSE_STORAGE,
}


@dataclass(frozen=True, slots=True)
class Here:
    """What an answer leaves out. `now`: aware, in the shop's zone."""

    now: datetime
    address: str  # of the other server, see DeviceState.address


def outcome_of(command: Command, answer: Answer, here: Here) -> Outcome:
    """Raises FrameError."""
    build = _OUTCOMES.get(type(command))
    outcome = build(command, answer.members, here) if build else Outcome()
    return replace(outcome, progress=answer.progress, warnings=answer.warnings, message=answer.message)


def _receipt(command: commands.RegisterReceipt, members: Members, here: Here) -> Outcome:
    receipt = command.receipt
    taken = _taken(members, receipt)
    form = DocumentForm.CORRECTION if receipt.correction else DocumentForm.RECEIPT
    return Outcome(
        document=_document(members, form, here, receipt),
        payments=taken,
        change=max(0, receipt.payments.total - taken.total),
        state=_state(members, here),
        marking=readable(lambda: marking_codec.answers(members)) or (),
        card=readable(lambda: card_codec.of_receipt(members, here.now.tzinfo)),
        excise=readable(lambda: _excise(members)),
    )


def _taken(members: Members, receipt: Receipt) -> Payments:
    """The version of 2017 does not tell: only cash may exceed the total (3.9.2)."""
    if sums.told(members):
        return sums.payments(members)
    paid = receipt.payments
    cash = min(paid.cash, max(0, receipt.total - paid.cashless))
    return Payments(cash, paid.electronic, paid.advance, paid.credit, paid.provision)


def _excise(members: Members) -> EgaisSlip | None:
    """Ours (docs/kkmserver-api.md)."""
    told = members.part("EGAIS")
    return EgaisSlip(url=told.text("Url"), sign=told.text("Sign")) if told else None


def _open_shift(_: Command, members: Members, here: Here) -> Outcome:
    return _shift(members, DocumentForm.OPEN_SHIFT, here)


def _close_shift(_: Command, members: Members, here: Here) -> Outcome:
    return _shift(members, DocumentForm.CLOSE_SHIFT, here)


def _registration(command: RegisterDevice, members: Members, here: Here) -> Outcome:
    form = _REGISTRATIONS.get(command.step, DocumentForm.REREGISTRATION)
    return _shift(members, form, here)


def _shift(members: Members, form: DocumentForm, here: Here) -> Outcome:
    return Outcome(document=_document(members, form, here), state=_state(members, here))


def _state(members: Members, here: Here) -> DeviceState | None:
    """None where it is not told along."""
    told = readable(lambda: members.part("Info"))
    return readable(lambda: state_of(members, None, here.now.tzinfo, here.address)) if told else None


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


def _counters(_: Command, members: Members, here: Here) -> Outcome:  # noqa: ARG001
    return Outcome(counters=counters.counters(members))


def _marking(_: Command, members: Members, here: Here) -> Outcome:  # noqa: ARG001
    return Outcome(marking=marking_codec.answers(members))


def _card(command: commands.MoveCardMoney | commands.FindTransaction, members: Members, here: Here) -> Outcome:
    return masked_outcome(Outcome(card=card_codec.result_of(command, members, here.now.tzinfo)))


def _slip(_: Command, members: Members, here: Here) -> Outcome:  # noqa: ARG001
    return masked_outcome(Outcome(slip=members.text("Slip")))


def _slip_printing(_: Command, members: Members, here: Here) -> Outcome:  # noqa: ARG001
    told = "PrintSlipOnTerminal" in members
    return Outcome(slip_on_terminal=members.flag("PrintSlipOnTerminal") if told else None)


def _weight(_: Command, members: Members, here: Here) -> Outcome:  # noqa: ARG001
    return Outcome(weight=peripherals_codec.weight(members))


def _display(_: Command, members: Members, here: Here) -> Outcome:  # noqa: ARG001
    return Outcome(display=peripherals_codec.abilities(members))


_OUTCOMES: Mapping[type, Callable[..., Outcome]] = {
    commands.RegisterReceipt: _receipt,
    commands.OpenShift: _open_shift,
    commands.CloseShift: _close_shift,
    commands.ReadState: _read_state,
    commands.ReadLineLength: _line_length,
    commands.PrintRuler: _line_length,
    commands.ReadDocument: _copy,
    RegisterDevice: _registration,
    commands.ReadCounters: _counters,
    commands.CheckMarking: _marking,
    commands.MoveCardMoney: _card,
    commands.FindTransaction: _card,
    commands.SettleTerminal: _slip,
    commands.TerminalReport: _slip,
    commands.ReadSlipPrinting: _slip_printing,
    commands.ReadWeight: _weight,
    commands.ReadDisplay: _display,
}
