"""Which device a command goes to. Source: spec/kkmserver.md 2.2."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from drivers.model.command import (
    Command,
    OpenDrawer,
    PrintDocument,
    PrintLabels,
    PrintRuler,
    ReadLineLength,
    RegisterReceipt,
)
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import Traits
from kkmserver.dispatch.order import Target

_PRINTING = frozenset({DeviceKind.REGISTER, DeviceKind.RECEIPT_PRINTER, DeviceKind.LABEL_PRINTER})
_PAPER = (PrintDocument, PrintLabels, OpenDrawer, PrintRuler, ReadLineLength)  # what a plain printer can do too


class Candidate(Protocol):
    """What selection looks at. `state` is the last one seen, None before the first contact."""

    @property
    def number(self) -> int: ...
    @property
    def guid(self) -> str: ...
    @property
    def traits(self) -> Traits: ...
    @property
    def active(self) -> bool: ...
    @property
    def state(self) -> DeviceState | None: ...


C = TypeVar("C", bound=Candidate)


def select(candidates: Iterable[C], command: Command, target: Target) -> C | None:
    """The device, or None when no switched-on device fits.

    A device that is named by its number, guid or factory number gets the command whatever it can do and refuses it in
    its own words; a device that is searched for must be able to do it.
    """
    named = bool(target.number or target.guid or target.serial)
    fit = [one for one in candidates if one.active and _matches(one, target) and (named or able(one.traits, command))]
    fit = [one for one in fit if one.traits.kind in _PRINTING]
    if target.tax_system is not None and _tax_narrows(command, target, len(fit)):
        fit = [one for one in fit if _has_tax_system(one, target)]
    return min(fit, key=lambda one: (_strange(one, command), one.number), default=None)


def needs_state(target: Target) -> bool:
    """The choice depends on what the devices say of themselves, so on a first contact with them."""
    return bool(target.inn or target.serial or target.tax_system is not None)


def able(traits: Traits, command: Command) -> bool:
    if traits.commands:
        return type(command) in traits.commands
    return traits.kind in _PRINTING if isinstance(command, _PAPER) else traits.kind is DeviceKind.REGISTER


def _strange(one: Candidate, command: Command) -> bool:
    """Labels go to a label printer, and to other paper only where there is none."""
    return isinstance(command, PrintLabels) and one.traits.kind is not DeviceKind.LABEL_PRINTER


def _matches(one: Candidate, target: Target) -> bool:
    if target.number and one.number != target.number:
        return False
    if target.guid and one.guid.casefold() != target.guid.strip().casefold():
        return False
    if target.serial and (one.state is None or one.state.serial != target.serial.strip()):
        return False
    return not target.inn or _inn(one.state) == target.inn.strip()


def _inn(state: DeviceState | None) -> str:
    return state.registration.inn if state and state.registration else ""


def _tax_narrows(command: Command, target: Target, remain: int) -> bool:
    """Rule 4: on a receipt the tax system is first of all an attribute of the receipt."""
    return not isinstance(command, RegisterReceipt) or (target.number == 0 and remain > 1)


def _has_tax_system(one: Candidate, target: Target) -> bool:
    """Clients send `TaxVariant` with everything; it says nothing about a plain printer."""
    if one.traits.kind is not DeviceKind.REGISTER:
        return True
    registration = one.state.registration if one.state else None
    return registration is not None and target.tax_system in registration.tax_systems
