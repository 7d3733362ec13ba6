"""Whole documents as shops print them."""

from decimal import Decimal

from drivers.model.document import Line, PictureLine, Position, Symbology, TextLine
from tests.drivers.printing.images import file, logo
from tests.paper.document import code, document, marking


def _position(name: str, quantity: str, price: int, amount: int) -> Position:
    return Position(name=name, quantity=Decimal(quantity), price=price, amount=amount)


def _report() -> list[Line]:
    """300 rows, no two alike."""
    return [TextLine(f"{number:03} Молоко 3,2 %<#0#>{number * 7 % 100},{number % 10}0") for number in range(300)]


RECEIPTS = (
    document(
        "receipt",
        TextLine('>#2#<ООО "Ромашка"', font=1),
        ">#0#<Кассовый чек № 17",
        "<<->>",
        _position("Молоко пастеризованное 3,2 % 930 мл", "2", 8990, 17980),
        _position("Хлеб", "1", 4500, 4500),
        "<<->>",
        TextLine("ИТОГ<#0#>=224,80", font=2, bold=True),
        "Наличными:<#0#>300,00",
        "Сдача:<#0#>75,20",
        TextLine(">#0#<Спасибо за покупку!", font=4),
        code(Symbology.EAN13, "460123456789", "4601234567893"),
        code(Symbology.QR, "t=20261122T1015&s=224.80&fn=9999078900000001&i=17&fp=2890145077&n=1"),
    ),
    document(
        "positions",
        _position("Чай", "1", 100, 100),
        _position("Яблоки, кг", "0.355", 12990, 4611),
        _position("Гвозди, за тысячу штук", "1000", 1, 1000),
        _position("Подарок", "1", 0, 0),
        _position("Телевизор с очень длинным названием, которое не влезет ни в одну строку", "1", 9999999, 9999999),
    ),
    document(
        "coupon",
        PictureLine(file(logo(160, 80))),
        TextLine(">#0#<Купон на скидку 10 %", font=2),
        code(Symbology.CODE128, "COUPON-10"),
        "Действует до 31.12.2026",
        TextLine(">#0#<Один купон – один чек", font=4),
    ),
    document(
        "marked_goods",
        "Товары с маркировкой",
        _position("Кроссовки мужские", "1", 499900, 499900),
        marking("0104601234567893215Abc!d7eFgHi\x1d93abcd", "0104601234567893215Abc!d7eFgHi\x1d93abcd"),
        _position("Сигареты", "1", 18000, 18000),
        marking("]d201046000000000082156qWe!\x1d93zXcV", "01046000000000082156qWe!\x1d93zXcV"),
    ),
    document(
        "payment_by_qr",
        TextLine(">#0#<К оплате 1 250,00 ₽", font=2),
        code(
            Symbology.QR,
            "https://qr.nspk.ru/AD10006M8KH234GUI9A13B1BSG1RG31?type=02&bank=1&sum=125000&cur=RUB",
            level="M",
        ),
        ">#0#<Наведите камеру телефона",
    ),
    document("slip", *_report()[:40], TextLine("Подпись: ______________", tall=True)),
    document("three_hundred_rows", *_report()),
)
