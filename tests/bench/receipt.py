"""The command of the bench: a sale of ten positions as a shop's cash desk sends it."""

import json

ID_LENGTH = 36  # as the GUIDs most clients send
_ID = "0" * ID_LENGTH
_GOODS = (
    ("Чай чёрный листовой 100 г", 1, 129.90, 22),
    ("Хлеб пшеничный формовой 500 г", 2, 54.50, 10),
    ("Молоко пастеризованное 3,2 % 930 мл", 3, 89.99, 10),
    ("Сыр полутвёрдый весовой", 0.352, 899.00, 10),
    ("Яблоки сезонные весовые", 1.246, 139.90, 22),
    ("Вода питьевая негазированная 5 л", 2, 115.00, 22),
    ("Пакет-майка", 1, 9.90, 22),
    ("Масло сливочное 82,5 % 180 г", 1, 219.00, 10),
    ("Макаронные изделия 450 г", 4, 74.90, 10),
    ("Шоколад молочный 90 г", 2, 109.90, 22),
)


def _row(name: str, quantity: float, price: float, tax: int) -> dict[str, object]:
    register = {
        "Name": name,
        "Quantity": quantity,
        "Price": price,
        "Amount": round(quantity * price, 2),
        "Department": 0,
        "Tax": tax,
        "EAN13": "4601234567893",
        "SignMethodCalculation": 4,
        "SignCalculationObject": 1,
        "MeasureOfQuantity": 0 if quantity == int(quantity) else 11,
    }
    return {"Register": register}


def receipt(device: int, positions: int = len(_GOODS)) -> tuple[bytes, bytes]:
    """The JSON of a `RegisterCheck` for `device` before and after its IdCommand of ID_LENGTH characters."""
    sold = _GOODS[:positions]
    rows = [_row(*goods) for goods in sold]
    total = round(sum(round(quantity * price, 2) for _, quantity, price, _ in sold), 2)
    command = {
        "Command": "RegisterCheck",
        "NumDevice": device,
        "InnKkm": "",
        "KktNumber": "",
        "Timeout": 30,
        "IdCommand": _ID,
        "IsFiscalCheck": True,
        "TypeCheck": 0,
        "NotPrint": False,
        "NumberCopies": 0,
        "CashierName": "Петрова",
        "CashierVATIN": "",
        "ClientAddress": "+79000000000",
        "TaxVariant": "",
        "CheckStrings": [
            {"PrintText": {"Text": ">#2#<Спасибо за покупку", "Font": 1}},
            *rows,
            {"PrintText": {"Text": "<<->>"}},
            {"BarCode": {"BarcodeType": "EAN13", "Barcode": "4601234567893"}},
        ],
        "Cash": 0,
        "ElectronicPayment": total,
        "AdvancePayment": 0,
        "Credit": 0,
        "CashProvision": 0,
    }
    before, after = json.dumps(command, ensure_ascii=False).encode().split(_ID.encode())
    return before, after
