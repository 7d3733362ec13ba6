"""Every command that the API can carry, with everything a dialect can put into it."""

from typing import Any

from hypothesis import strategies as st

from drivers.model import command as commands
from drivers.model.card import CardAction, CardOnReceipt, CardReference
from drivers.model.command import Command
from drivers.model.document import MarkingCode
from drivers.model.ffd import FfdVersion, TaxSystem
from drivers.model.marking import MarkingQuestion
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.model.state import Registration
from tests.drivers.remote.strategies import cashiers, counts, documents, filled, quantities, receipts, sums, words

digits = st.from_regex(r"[0-9A-Z]{0,20}", fullmatch=True)
masked = st.just("") | st.from_regex(r"[0-9]{4}\*{8}[0-9]{4}", fullmatch=True)
references = st.builds(CardReference, receipt_number=digits, rrn=digits, authorisation=digits, card=masked)
cards = st.builds(
    CardOnReceipt,
    wanted=st.none() | st.booleans(),
    terminal=st.none() | st.integers(0, 9),
    reference=references,
    slip_after=st.none() | st.booleans(),
    slip_for_cashier=st.booleans(),
)
questions = st.builds(
    MarkingQuestion,
    marking=st.builds(MarkingCode, code=filled),
    name=words,
    quantity=quantities,
    measure=st.sampled_from((0, 10, 11, 41, 255)),
    pack_quantity=st.none() | st.integers(1, 1000),
)
# Field of Registration -> what it may hold, by the steps that may give it.
_owner = {"organization": filled, "address": filled, "place": filled, "sender_email": filled,
          "tax_systems": st.lists(st.sampled_from(TaxSystem), min_size=1, unique=True).map(tuple)}  # fmt: skip
_ofd = dict.fromkeys(("ofd_host", "ofd_port", "ofd_name", "ofd_site", "ofd_inn"), filled)
_modes = {
    **{name: st.booleans() for name in ("encryption", "autonomous", "machine_printer", "excise", "gambling")},
    **{name: st.booleans() for name in ("lottery", "marking", "pawnshop", "insurance")},
    "automatic_number": filled,
    "agents": st.lists(st.integers(0, 6), min_size=1, unique=True).map(tuple),
}
_once = {"inn": filled, "number": filled, **{n: st.booleans() for n in ("automatic", "internet", "bso", "services")}}
_FIELDS: dict[RegistrationStep, dict[str, st.SearchStrategy[Any]]] = {
    RegistrationStep.OPEN: {**_owner, **_ofd, **_modes, **_once},
    RegistrationStep.CHANGE_OFD: _ofd,
    RegistrationStep.CHANGE_OWNER: _owner,
    RegistrationStep.CHANGE_REGISTER: _modes,
}


_BARE: tuple[Command, ...] = (
    *(commands.ReadState(), commands.ReadLineLength(), commands.PrintRuler()),
    *(commands.ReadCounters(), commands.ContinuePrint(), commands.SettleTerminal(), commands.ReadSlipPrinting()),
    *(commands.ReadWeight(), commands.ClearDisplay(), commands.ReadDisplay()),
)


@st.composite
def registrations(draw: st.DrawFn) -> RegisterDevice:
    step = draw(st.sampled_from(RegistrationStep))
    given = draw(st.fixed_dictionaries({}, optional=_FIELDS.get(step, {})))
    return RegisterDevice(
        step=step,
        registration=Registration(**given),
        given=frozenset(given),
        ffd=draw(st.none() | st.sampled_from(FfdVersion)),
        cashier=draw(cashiers),
        print_paper=draw(st.booleans()),
    )


EVERY: dict[type, st.SearchStrategy[Command]] = {
    commands.RegisterReceipt: st.builds(commands.RegisterReceipt, receipts, st.none() | cards),
    commands.PrintDocument: documents,
    **{shift: st.builds(shift, cashiers, st.booleans()) for shift in (commands.OpenShift, commands.CloseShift)},
    **{plain: st.builds(plain, cashiers) for plain in (commands.XReport, commands.OfdReport, commands.OpenDrawer)},
    **{money: st.builds(money, st.integers(1, 10**11), cashiers) for money in (commands.CashIn, commands.CashOut)},
    commands.ReadDocument: st.builds(commands.ReadDocument, st.integers(0, 2**32 - 1), counts),
    commands.CheckMarking: st.builds(commands.CheckMarking, st.lists(questions, min_size=1, max_size=3).map(tuple)),
    RegisterDevice: registrations(),
    commands.MoveCardMoney: st.one_of(
        st.builds(
            commands.MoveCardMoney,
            action=st.sampled_from(CardAction),
            amount=st.integers(1, 10**11),
            reference=references,
        ),
        st.builds(commands.MoveCardMoney, action=st.just(CardAction.REVERSE), amount=st.just(0), reference=references),
    ),
    commands.FindTransaction: st.builds(commands.FindTransaction, amount=sums, reference=references),
    commands.TerminalReport: st.builds(commands.TerminalReport, st.booleans()),
    commands.SetTare: st.builds(commands.SetTare, st.decimals(0, 999, places=3)),
    commands.ShowOnDisplay: st.builds(commands.ShowOnDisplay, words, words, words),
    **{type(bare): st.just(bare) for bare in _BARE},
}
