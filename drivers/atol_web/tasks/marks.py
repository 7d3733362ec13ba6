"""Marking codes as the web server takes them. Source: spec/atol-web.md 4 and 4.2; which field goes where: W3."""

import base64
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from drivers.atol_web.tasks import names
from drivers.fiscal import goods, marking_check
from drivers.fiscal.marking_script import ASKED, AUTONOMOUS, CHECKED, CODE_GOOD, STATUS_GOOD
from drivers.fiscal.recognition import GoodsKind
from drivers.model.document import MarkingCode

_OldType = Literal["other", "egais20", "egais30"]
_OLD_TYPES: dict[GoodsKind, _OldType] = {GoodsKind.EGAIS_2: "egais20", GoodsKind.EGAIS_3: "egais30"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """itemInfoCheckResult: the bits of 2106 one by one."""

    imc_check_flag: bool
    imc_check_result: bool
    imc_status_info: bool
    imc_estimated_status_correct: bool
    ecr_stand_alone_flag: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImcParams:
    """A code of ФФД 1.2, to be checked or sold. `imc`: base64 of 2000."""

    imc_type: str = "auto"  # 2100
    imc: str
    item_estimated_status: str  # 2003
    imc_mode_processing: int = 0  # 2102
    item_fractional_amount: str = ""  # 1292
    item_quantity: Decimal | None = None  # 1023, of a check alone
    item_units: str = ""  # 2108, of a check alone
    item_info_check_result: CheckResult | None = None  # of a row alone


@dataclass(frozen=True, slots=True, kw_only=True)
class OldMark:
    """markingCode: a code before ФФД 1.2."""

    type: _OldType = "other"
    mark: str


def check_result(result: int) -> CheckResult:
    """Of 2106."""
    return CheckResult(
        imc_check_flag=bool(result & CHECKED),
        imc_check_result=bool(result & CODE_GOOD),
        imc_status_info=bool(result & ASKED),
        imc_estimated_status_correct=bool(result & STATUS_GOOD),
        ecr_stand_alone_flag=bool(result & AUTONOMOUS),
    )


def sold(marking: MarkingCode, planned: int, quantity: Decimal, pack: int | None, result: int) -> ImcParams:
    """For a row. Raises ValueError for a code that is empty or too long."""
    return ImcParams(
        imc=_base64(marking),
        item_estimated_status=_status(planned),
        item_fractional_amount=_fraction(quantity, pack),
        item_info_check_result=check_result(result),
    )


def asked(text: str, planned: int, quantity: Decimal, measure: int, pack: int | None) -> ImcParams:
    """For a check. A part of a pack is one piece there, and its fraction."""
    return ImcParams(
        imc=_encoded(text),
        item_estimated_status=_status(planned),
        item_fractional_amount=_fraction(quantity, pack),
        item_quantity=quantity if pack is None else Decimal(1),
        item_units=names.name(names.MEASURES, measure, "меру количества"),
    )


def old(marking: MarkingCode) -> OldMark:
    """Raises ValueError for a code that is empty or too long."""
    found = goods.of_marking(marking)
    kind: _OldType = _OLD_TYPES.get(found.kind, "other") if found else "other"
    return OldMark(type=kind, mark=_base64(marking))


def _base64(marking: MarkingCode) -> str:
    return _encoded(marking_check.as_scanned(marking))


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode("cp866", "replace")).decode("ascii")


def _status(planned: int) -> str:
    return names.name(names.STATUSES, planned, "планируемый статус товара")


def _fraction(quantity: Decimal, pack: int | None) -> str:
    return "" if pack is None else f"{int(quantity)}/{pack}"
