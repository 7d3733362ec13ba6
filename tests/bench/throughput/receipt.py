"""The receipt that all ways deliver: 20 rows with EAN13 and QR by the printer, another serial number each time.

The serial stands in the head, in the QR and in the foot, so that a listener can tell a whole receipt from a part.
"""

import json

SERIAL_LENGTH = 9
_SERIAL = "#" * SERIAL_LENGTH
_WIDTH = 42  # columns of the profile
PROFILE = "TM-T88V"
EAN13 = "4601234567893"
_QR = f"t=20261122T0714&s=1387.76&fn=9999078900000001&i={_SERIAL}&fp=1234567890&n=1"
_GOODS = (
    ("Чай чёрный листовой 100 г", "1 x 129.90", "129.90"),
    ("Хлеб пшеничный формовой 500 г", "2 x 54.50", "109.00"),
    ("Молоко пастеризованное 3,2 % 930 мл", "3 x 89.99", "269.97"),
    ("Сыр полутвёрдый весовой", "0.352 x 899.00", "316.45"),
    ("Вода питьевая негазированная 5 л", "2 x 115.00", "230.00"),
    ("Масло сливочное 82,5 % 180 г", "1 x 219.00", "219.00"),
)
_PAIRS = [row for name, how, price in _GOODS for row in (name, how.ljust(_WIDTH - len(price)) + price)]
_ROWS = (
    'ООО "Ромашка"'.center(_WIDTH).rstrip(),
    f"Кассовый чек N {_SERIAL}",
    "-" * _WIDTH,
    *_PAIRS,
    "-" * _WIDTH,
    "ИТОГО".ljust(_WIDTH - 7) + "1274.32",
    f"Спасибо за покупку N {_SERIAL}",
)


def shown(serial: int) -> str:
    return f"{serial:0{SERIAL_LENGTH}d}"


def rows(serial: int) -> list[str]:
    return [row.replace(_SERIAL, shown(serial)) for row in _ROWS]


def qr(serial: int) -> str:
    return _QR.replace(_SERIAL, shown(serial))


def command(device: int) -> list[bytes]:
    """The JSON of a `PrintDocument` for `device`, cut where the serial belongs; IdCommand is the serial."""
    texts = [{"PrintText": {"Text": row}} for row in _ROWS]
    codes = [
        {"BarCode": {"BarcodeType": kind, "Barcode": content}} for kind, content in (("EAN13", EAN13), ("QR", _QR))
    ]
    body = {
        "Command": "PrintDocument",
        "NumDevice": device,
        "IdCommand": _SERIAL,
        "Timeout": 30,
        "CheckStrings": [*texts[:-1], *codes, texts[-1]],
    }
    return json.dumps(body, ensure_ascii=False).encode().split(_SERIAL.encode())


def prebuilt(device_bytes: bytes, serial: int) -> list[bytes]:
    """Bytes some encoder made of receipt `serial`, cut where the serial stands."""
    return device_bytes.split(shown(serial).encode())
