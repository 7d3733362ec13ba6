"""Who sits at the register and who buys, as requisites. Source: spec/mercury.md 3, spec/ffd.md 2."""

from drivers.emulation.fiscal.values import INN, Value, nest, text
from drivers.mercury.emulator.fields import Fields
from drivers.mercury.emulator.results import Refused, Result

_NAME, _LONG_NAME = 64, 256


def cashier(asked: Fields) -> list[Value]:
    """1021, 1203; nothing where the host tells nobody."""
    if "cashierInfo" not in asked:
        return []
    told = asked.part("cashierInfo")
    told.only("cashierName", "cashierINN")
    who = [text(1021, told.text("cashierName", _NAME))]
    return who + ([text(1203, told.text("cashierINN", INN), INN)] if "cashierINN" in told else [])


def buyer(asked: Fields, *, marked_format: bool) -> list[Value]:
    """1227, 1228; since 1.2 inside 1256. The names of the other members are not known."""
    told = asked.part("buyerInfo")
    try:
        told.only("buyerName", "buyerINN")
    except Refused as error:
        raise Refused(Result.CANNOT_EMULATE, f"Эмулятор этого не умеет. {error.text}") from error
    found = [text(1227, told.text("buyerName", _LONG_NAME))] if "buyerName" in told else []
    found += [text(1228, told.text("buyerINN", INN), INN)] if "buyerINN" in told else []
    return [nest(1256, found)] if found and marked_format else found
