"""Which device a command goes to. Source: spec/kkmserver.md 2.2."""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Protocol, TypeVar, get_args

from drivers.model.command import (
    Command,
    DisplayCommand,
    OpenDrawer,
    PrintDocument,
    PrintLabels,
    PrintRuler,
    ReadLineLength,
    RegisterBottles,
    RegisterReceipt,
    ScalesCommand,
    TerminalCommand,
)
from drivers.model.excise import TellEgais
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import Traits
from kkmserver.dispatch.order import Target

PRINTING = frozenset({DeviceKind.REGISTER, DeviceKind.RECEIPT_PRINTER, DeviceKind.LABEL_PRINTER})
_PAPER = (PrintDocument, PrintLabels, OpenDrawer, PrintRuler, ReadLineLength)  # what a plain printer can do too
_OTHER_KINDS = {
    **dict.fromkeys(get_args(TerminalCommand), DeviceKind.TERMINAL),
    **dict.fromkeys(get_args(ScalesCommand), DeviceKind.SCALES),
    **dict.fromkeys(get_args(DisplayCommand), DeviceKind.DISPLAY),
    TellEgais: DeviceKind.EGAIS,
}


class Candidate(Protocol):
    """What selection looks at."""

    @property
    def number(self) -> int: ...
    @property
    def guid(self) -> str: ...
    @property
    def traits(self) -> Traits: ...
    @property
    def switched_on(self) -> bool: ...
    @property
    def active(self) -> bool: ...  # switched on, and not blocked

    @property
    def faces(self) -> Iterable[DeviceState | None]:
        """The last state seen, None before the first contact; of a pool, those of its members."""
        ...


C = TypeVar("C", bound=Candidate)


def select(candidates: Iterable[C], command: Command, target: Target) -> C | None:
    """The device, or None when no switched-on device fits.

    A device that is named by its number, guid or factory number gets the command whatever it can do and refuses it in
    its own words; a device that is searched for must be able to do it. One that was blocked is not searched, but who
    names it means it.
    """
    named = bool(target.number or target.guid)
    fit = [one for one in candidates if (one.switched_on if named else one.active) and _matches(one, target)]
    fit = [one for one in fit if named or one.traits.kind in _kinds(command)]
    fit = [one for one in fit if named or target.serial or able(one.traits, command)]
    if target.tax_system is not None and _tax_narrows(command, target, len(fit)):
        fit = [one for one in fit if any(_has_tax_system(one.traits.kind, face, target) for face in one.faces)]
    return min(fit, key=lambda one: (_strange(one, command), one.number), default=None)


def among(members: Sequence[C], command: Command, target: Target) -> Sequence[C]:
    """The members of a chosen pool that the rest of the target lets in."""
    if not needs_state(target):
        return members
    fit = [one for one in members if any(_face_matches(face, target) for face in one.faces)]
    if target.tax_system is None:
        return fit
    taxed = [one for one in fit if any(_has_tax_system(one.traits.kind, face, target) for face in one.faces)]
    return taxed or fit if isinstance(command, RegisterReceipt) else taxed


def needs_state(target: Target) -> bool:
    """The choice depends on what the devices say of themselves, so on a first contact with them."""
    return bool(target.inn or target.serial or target.tax_system is not None)


def able(traits: Traits, command: Command) -> bool:
    return _can(traits, PrintDocument if isinstance(command, RegisterBottles) else type(command))  # what it gets to see


@lru_cache(maxsize=256)
def commands_of(traits: Traits) -> frozenset[type]:
    """The Command classes that a device can do."""
    return frozenset(kind for kind in get_args(Command) if _can(traits, kind)) - {RegisterBottles}


def _can(traits: Traits, kind: type) -> bool:
    if traits.commands:
        return kind in traits.commands
    if kind in _PAPER:
        return traits.kind in PRINTING
    return traits.kind is _OTHER_KINDS.get(kind, DeviceKind.REGISTER)


def _kinds(command: Command) -> Collection[DeviceKind]:
    """Rule 1: the devices that are searched for such a command."""
    other = _OTHER_KINDS.get(type(command))
    return (other,) if other else PRINTING


def _strange(one: Candidate, command: Command) -> bool:
    """Labels go to a label printer, and to other paper only where there is none."""
    return isinstance(command, PrintLabels) and one.traits.kind is not DeviceKind.LABEL_PRINTER


def _matches(one: Candidate, target: Target) -> bool:
    if target.number and one.number != target.number:
        return False
    if target.guid and one.guid.casefold() != target.guid.strip().casefold():
        return False
    return any(_face_matches(face, target) for face in one.faces)


def _face_matches(face: DeviceState | None, target: Target) -> bool:
    if target.serial and (face is None or face.serial != target.serial.strip()):
        return False
    return not target.inn or _inn(face) == target.inn.strip()


def _inn(state: DeviceState | None) -> str:
    return state.registration.inn if state and state.registration else ""


def _tax_narrows(command: Command, target: Target, remain: int) -> bool:
    """Rule 4: on a receipt the tax system is first of all an attribute of the receipt."""
    return not isinstance(command, RegisterReceipt) or (target.number == 0 and remain > 1)


def _has_tax_system(kind: DeviceKind, face: DeviceState | None, target: Target) -> bool:
    """Clients send `TaxVariant` with everything; it says nothing about a plain printer."""
    if kind is not DeviceKind.REGISTER:
        return True
    registration = face.registration if face else None
    return registration is not None and target.tax_system in registration.tax_systems
