"""Rules for marked goods in the rows of a receipt. Source: spec/ffd.md 2.2, 10 and 15 (9, 10)."""

from collections.abc import Iterable

from drivers.fiscal import goods, rows
from drivers.fiscal.findings import Findings, place
from drivers.fiscal.settled import Rules
from drivers.model.document import MarkingCode, Position
from drivers.model.ffd import FfdVersion

_LARGEST_PACK = 10**10  # pieces
_CODED_SUBJECTS = frozenset({31, 33})
_UNCODED_SUBJECTS = frozenset({30, 32})


def check(position: Position, where: str, rules: Rules, findings: Findings) -> None:
    """One row; `where` is what findings begin with."""
    if position.marking is not None:
        _code(position.marking, where, findings)
    if rules.ffd is not FfdVersion.V1_2:
        if position.pack_quantity is not None:
            findings.warn(f"{where}: часть упаковки записывается только по ФФД 1.2, количество записано без неё")
        return
    code = rows.goods_code(position)
    if position.subject in _CODED_SUBJECTS and code is None:
        findings.doubt(f"{where}: маркированный товар без кода маркировки, отсканируйте код")
    if position.subject in _UNCODED_SUBJECTS and code is not None:
        findings.doubt(f"{where}: для товара с кодом маркировки признак предмета расчёта 31 или 33, а не 30 или 32")
    if position.pack_quantity is not None:
        _fraction(position, position.pack_quantity, where, findings)
    elif _piece(position) and (position.quantity != 1 or position.measure != 0):
        findings.doubt(f"{where}: код маркировки обозначает одну штуку, укажите количество 1 в штуках")


def _code(marking: MarkingCode, where: str, findings: Findings) -> None:
    """What was put right in a code, and what cannot be; it is recorded all the same."""
    found = goods.of_marking(marking)
    if found is None:
        return
    for remark in found.remarks:
        findings.warn(f"{where}: {remark}")
    for fault in found.faults:
        findings.doubt(f"{where}: {fault}")


def _piece(position: Position) -> str:
    """The one thing its marking code names; "" for a code of a sort of goods, or none."""
    if position.marking is None or not position.marking.has_serial:
        return ""
    found = goods.of_marking(position.marking)
    return goods.piece(position.marking) if found is not None and found.names_a_piece else ""


def check_repeats(positions: Iterable[Position], findings: Findings) -> None:
    """No single thing is in a receipt twice; parts of one may be."""
    seen: dict[str, int] = {}
    for number, position in enumerate(positions, 1):
        if position.marking is None or position.pack_quantity is not None or position.measure:
            continue
        piece = _piece(position)
        first = seen.setdefault(piece, number)
        if piece and first != number:
            findings.doubt(
                f"{place(position, number)}: код маркировки тот же, что в позиции {first}, отсканируйте другой"
            )


def _fraction(position: Position, pack: int, where: str, findings: Findings) -> None:
    """1291: whole pieces of a larger marked pack."""
    if position.marking is None:
        findings.doubt(f"{where}: по частям продают только маркированную упаковку, отсканируйте её код")
    whole = position.quantity == position.quantity.to_integral_value()
    if position.measure != 0 or not whole or not position.quantity < pack < _LARGEST_PACK:
        findings.refuse(
            f"{where}: часть упаковки продаётся целыми штуками, меньше, чем в упаковке ({pack}), с единицей измерения 0"
        )
