"""Bottles for ЕГАИС: what is told to the УТМ, and what it answers. Source: spec/ffd.md 12."""

from dataclasses import dataclass

from drivers.model.document import ExciseStamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Bottle:
    stamp: ExciseStamp
    name: str = ""
    price: int = 0  # kopecks a bottle, positive for returns too


@dataclass(frozen=True, slots=True, kw_only=True)
class TellEgais:
    """Send a cheque to the УТМ; with `is_return` the bottles come back. `lead`: where it was sold.

    `receipt` names the sale for the УТМ: the same number is never sent twice by us.
    """

    bottles: tuple[Bottle, ...]
    is_return: bool = False
    shift: int = 0
    receipt: int = 0
    cashier: str = ""
    kpp: str = ""
    inn: str = ""
    register: str = ""  # factory number of the ККТ
    organization: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class EgaisSlip:
    """What the УТМ answers and the buyer gets on paper."""

    url: str  # printed as QR
    sign: str  # hex, printed in groups
