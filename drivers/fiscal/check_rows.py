"""Rules for one row of a receipt: sums, quantity, price. Source: spec/ffd.md 2.2, 6 and 15."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from drivers.fiscal import check_marking, names, rows, vat
from drivers.fiscal.check_extras import check_row
from drivers.fiscal.check_requisites import agent, fits
from drivers.fiscal.check_vat import check_rate
from drivers.fiscal.cp866 import to_cp866
from drivers.fiscal.findings import Findings, place, quoted
from drivers.fiscal.settled import Item, Rules
from drivers.fiscal.tags import TAGS
from drivers.model import money
from drivers.model.document import Position
from drivers.model.ffd import FfdVersion, SettlementMethod

_MOST = 9_999_999_999  # kopecks
_ONE = Decimal(1)
_QUANTITY_LIMIT = Decimal(10) ** 10
_QUANTITY_STEP = Decimal("0.000001")  # the finest any register takes
_DUST = Decimal("1e-9")
_NAME = TAGS[1030].size
_LAST_SUBJECT_BEFORE_1_2 = 26


def settle(position: Position, number: int, day: date, rules: Rules, findings: Findings) -> list[Item]:
    """The items a row becomes: one, or two when split. `number` is from 1; a refused row gives none.

    `day` is that of the sale, whose VAT rates count: a correction is made later.
    """
    where = place(position, number)
    if not _sums_possible(position, where, findings):
        return []
    quantity = _quantity(position, where, findings)
    if quantity is None:
        return []
    name = _name(position, where, findings)
    if name != position.name or quantity is not position.quantity:
        position = replace(position, name=name, quantity=quantity)
    _lists(position, where, rules, findings)
    _texts(position, where, rules, findings)
    check_rate(position, day, findings)
    check_row(position, where, rules, findings)
    check_marking.check(position, where, rules, findings)
    if rules.ffd is not FfdVersion.V1_0:
        agent(position, where, findings)
    return _priced(position, where, rules, findings)


def _sums_possible(position: Position, where: str, findings: Findings) -> bool:
    sums = {"цена": position.price, "сумма": position.amount, "акциз": position.excise or 0}
    for title, amount in sums.items():
        if amount < 0:
            findings.refuse(f"{where}: {title} {money.text(amount)} отрицательная, укажите не меньше нуля")
        elif amount > _MOST:
            findings.refuse(f"{where}: {title} {money.text(amount)} больше {money.text(_MOST)}, проверьте её")
    return all(0 <= amount <= _MOST for amount in sums.values())


def _quantity(position: Position, where: str, findings: Findings) -> Decimal | None:
    """1023 with at most six decimals and no needless zeros; 1 for an advance that names none."""
    quantity = position.quantity
    if quantity.same_quantum(_ONE) and 0 < quantity < _QUANTITY_LIMIT:
        return quantity  # whole pieces, as most goods
    if not quantity and position.method is SettlementMethod.ADVANCE:
        return Decimal(1)
    if not quantity.is_finite() or not 0 < quantity < _QUANTITY_LIMIT:
        findings.refuse(f"{where}: количество {quantity:.20}, укажите число больше нуля")
        return None
    rounded = quantity.quantize(_QUANTITY_STEP, ROUND_HALF_UP)
    if not rounded:
        findings.refuse(f"{where}: количество {quantity:.20} меньше {_QUANTITY_STEP}, касса такое не записывает")
        return None
    if abs(rounded - quantity) > _DUST:
        findings.warn(f"{where}: количество округлено до шести знаков после запятой, проверьте его")
    whole = rounded.to_integral_value()
    return whole if whole == rounded else rounded.normalize()


def _name(position: Position, where: str, findings: Findings) -> str:
    name = to_cp866(position.name).strip()
    if not name and position.method is not SettlementMethod.ADVANCE:
        findings.refuse(f"{where}: нет наименования, укажите, что продаётся")
    if len(name) > _NAME:
        findings.warn(f"{where}: наименование длиннее {_NAME} знаков, лишнее отброшено: сократите название")
    return name[:_NAME]


def _lists(position: Position, where: str, rules: Rules, findings: Findings) -> None:
    if position.subject not in names.SUBJECTS:
        findings.refuse(
            f"{where}: нет признака предмета расчёта {position.subject}, укажите число от 1 до 27 или от 30 до 33"
        )
    elif position.subject > _LAST_SUBJECT_BEFORE_1_2 and rules.ffd is not FfdVersion.V1_2:
        findings.doubt(
            f"{where}: признак предмета расчёта {position.subject} есть только в ФФД 1.2,"
            f" для этой кассы укажите от 1 до {_LAST_SUBJECT_BEFORE_1_2}"
        )
    if position.measure not in names.MEASURES:
        findings.refuse(f"{where}: нет единицы измерения {position.measure}, для штук укажите 0, для иного 255")


def _texts(position: Position, where: str, rules: Rules, findings: Findings) -> None:
    if position.stamp is not None and (position.stamp.barcode or position.stamp.ean):
        findings.warn("Данные ЕГАИС не отправлены: УТМ не настроен")
    if rules.ffd is FfdVersion.V1_0:
        return
    values = {1191: position.attribute, 1230: position.country, 1231: position.customs_declaration}
    if rules.ffd is not FfdVersion.V1_2:
        values[1197] = position.unit
    fits(values, where, findings)
    if position.country and not (len(position.country) == 3 and position.country.isdigit()):
        findings.doubt(
            f"{where}: код страны {quoted(position.country)} записан неверно: укажите три цифры, для России 643"
        )


def _priced(position: Position, where: str, rules: Rules, findings: Findings) -> list[Item]:
    """1079 is what the amount makes of one unit; the client's price, before discount, is not recorded."""
    price = int((position.amount / position.quantity).quantize(Decimal(1), ROUND_HALF_UP))
    if price > _MOST:
        findings.refuse(f"{where}: на единицу приходится {money.text(price)}, проверьте количество")
        return []
    if multiplies(price, position.quantity, position.amount, within=0 if rules.exact_rows else 1):
        return [_item(position, price)]
    if rules.split_rows:
        return _split(position)
    findings.warn(
        f"{where}: цена {money.text(price)} на количество {position.quantity:f} не даёт сумму"
        f" {money.text(position.amount)}. Записана сумма, проверьте цену и скидку"
    )
    return [_item(position, price)]


def multiplies(price: int, quantity: Decimal, amount: int, within: int = 1) -> bool:
    """R1: price by quantity, half up, gives the amount to within one kopeck."""
    return abs(int((price * quantity).quantize(Decimal(1), ROUND_HALF_UP)) - amount) <= within


def _split(position: Position) -> list[Item]:
    """R3: q-k units at p and k units one kopeck dearer; goods by weight become one unit that names its weight."""
    quantity, amount = position.quantity, position.amount
    if quantity != quantity.to_integral_value():
        tail = f" ({quantity:f} {to_cp866(names.MEASURES.get(position.measure) or position.unit)}".rstrip() + ")"
        one = replace(position, name=position.name[: _NAME - len(tail)] + tail, quantity=Decimal(1), measure=0)
        return [_item(one, amount)]
    price = int((amount / quantity).to_integral_value(ROUND_FLOOR))
    dearer = amount - price * int(quantity)
    cheap = replace(position, quantity=quantity - dearer, amount=price * (int(quantity) - dearer))
    dear = replace(position, quantity=Decimal(dearer), amount=(price + 1) * dearer)
    return [_item(cheap, price), _item(dear, price + 1)]


def _item(position: Position, price: int) -> Item:
    return Item(
        position=position,
        price=price,
        quantity=position.quantity,
        amount=position.amount,
        tax=vat.included(position.amount, position.vat),
    )


def can_be_written(items: list[Item], rules: Rules) -> bool:
    try:
        for item in items:
            rows.encode(item, rules.ffd)
    except ValueError:
        return False
    return True
