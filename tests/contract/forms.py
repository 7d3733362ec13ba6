"""A receipt in each of the forms it may have."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from drivers.model.command import RegisterReceipt
from drivers.model.document import AgentData, BarcodeLine, Line, Payments, PictureLine, Supplier, Symbology, TextLine
from drivers.model.ffd import AgentSign, FfdVersion, SettlementMethod, TaxSystem, VatRate
from tests.contract.goods import goods, receipt, water
from tests.contract.stand import Family, Lack
from tests.pictures import LOGO_PNG

_AGENT = AgentData(
    operation="перевод",
    agent_phone="+79001234567",
    receiver_phone="+79001234568",
    transfer_phone="+79001234569",
    transfer_name="ООО Оператор",
    transfer_address="г. Псков",
    transfer_inn="7707083893",
)
_SUPPLIER = Supplier(name="ООО Поставщик", phone="+79001234560", inn="7707083893")
_ALL_RATES = (VatRate.VAT_10, VatRate.VAT_10_110, VatRate.VAT_0, VatRate.NO_VAT)

FORMS: Mapping[str, RegisterReceipt] = {
    "one row": receipt(),
    "several rates of VAT": receipt(*(goods(f"Товар {rate.name}", 11_000, rate) for rate in _ALL_RATES)),
    "22 %": receipt(goods("Чай", 12_200, VatRate.VAT_22)),
    "discount": receipt(goods("Чай", 9_000, price=10_000)),
    "surcharge": receipt(goods("Чай", 11_000, price=10_000)),
    "a fraction": receipt(goods("Сыр", 29_713, quantity=Decimal("0.345"), price=86_125, measure=11)),
    "many pieces": receipt(goods("Гвоздь", 123_400, quantity=Decimal(1234), price=100)),
    "a thing for nothing": receipt(goods("Чай"), goods("Пробник", 0)),
    "services and departments": receipt(goods("Ремонт", 50_000, subject=4, department=2), goods(department=3)),
    "prepayment": receipt(goods("Диван", 500_000, method=SettlementMethod.FULL_PREPAYMENT)),
    "tax system": receipt(goods(), tax_system=TaxSystem.SIMPLE_INCOME),
    "address of the buyer": receipt(client_address="buyer@example.com"),
    "name of the buyer": receipt(client_name="Иванов Иван", client_inn="500100732259"),
    "attributes": receipt(goods(attribute="красный"), attribute="акция", user_attribute=("Карта", "1234")),
    "imported": receipt(goods(country="276", customs_declaration="10702030/060520/0013422", excise=500)),
    "an agent": receipt(goods(agent=AgentSign.AGENT, agent_data=_AGENT, supplier=_SUPPLIER)),
    "an agent of all rows": receipt(goods(), agent=AgentSign.AGENT, agent_data=_AGENT, supplier=_SUPPLIER),
    "a number of the goods": receipt(goods(ean13="4600439931256")),
    "a marking code": receipt(goods(), water()),
    "change": receipt(paid=Payments(cash=50_000)),
    "by card": receipt(paid=Payments(electronic=10_000)),
    "partly by card": receipt(paid=Payments(cash=4_000, electronic=6_000)),
    "in all ways": receipt(paid=Payments(cash=5_000, electronic=3_000, advance=1_000, credit=1_500, provision=500)),
    "a hundred rows": receipt(*(goods(f"Товар {number}", 100 + number) for number in range(100))),
    "a long name": receipt(goods("Набор " + "слов " * 24)),
    "no name of a cashier": receipt(cashier=replace(receipt().receipt.cashier, name="", inn="")),
    "copies": receipt(copies=2),
    "text, code and picture": receipt(
        TextLine("Спасибо"),
        goods("Чай"),
        TextLine(">#2#<Скидка по карте", font=2),
        BarcodeLine(Symbology.QR, "https://example.com"),
        goods("Кофе"),
        BarcodeLine(Symbology.EAN13, "4600439931256"),
        PictureLine(LOGO_PNG),
        TextLine("Ждём вас"),
    ),
}

_NEEDS: Mapping[str, tuple[Lack, ...]] = {
    "name of the buyer": (Lack.CLIENT_NAME,),
    "attributes": (Lack.ATTRIBUTES,),
    "imported": (Lack.CUSTOMS,),
    "an agent": (Lack.AGENTS,),
    "an agent of all rows": (Lack.AGENTS,),
    "a number of the goods": (Lack.GOODS_NUMBERS,),
    "text, code and picture": (Lack.CODES, Lack.PICTURES),
}


def fits(family: Family, name: str, ffd: str) -> bool:
    """Whether it can sell that form."""
    if name == "a marking code":
        return family.has(Lack.MARKING if ffd == FfdVersion.V1_2.value else Lack.GOODS_CODES)
    return all(family.has(lack) for lack in _NEEDS.get(name, ()))


_USUAL_CODES = (Symbology.QR, Symbology.EAN13)


def printable(family: Family, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Without what its paper lacks."""
    lacked = [kind for kind, lack in ((BarcodeLine, Lack.CODES), (PictureLine, Lack.PICTURES)) if not family.has(lack)]
    fit = (line for line in lines if type(line) not in lacked)
    return tuple(line for line in fit if not isinstance(line, BarcodeLine) or _has_code(family, line))


def _has_code(family: Family, line: BarcodeLine) -> bool:
    return line.symbology in _USUAL_CODES or family.has(Lack.OTHER_CODES)


def graphics(lines: tuple[Line, ...]) -> int:
    """Codes and pictures among them."""
    return sum(isinstance(line, BarcodeLine | PictureLine) for line in lines)
