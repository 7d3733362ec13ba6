"""The templates the program is shipped with, with fields of a shop. Drawn anew by `python -m tests.shop_labels`."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from drivers.model.label import Fields
from drivers.printing import label, preview, raster_sheet
from drivers.printing.bitmap import Bitmap
from kkmserver.templates import Templates

FOLDER = Path(__file__).parents[1] / "config" / "templates"
GOLDEN = Path(__file__).parent / "golden" / "labels"

CODE = "0104601234567893215Abc!d7eFgHi\x1d91EE06\x1d92dGVzdHRlc3R0ZXN0dGVzdHRlc3R0ZXN0dGVzdHRlc3Q="

FIELDS: Mapping[str, Fields] = {
    "price": {
        "name": "Молоко пастеризованное «Летний луг» 3,2 % 930 мл",
        "price": "1299.90",
        "old": "1499",
        "barcode": "4600000000008",
        "unit": "/ шт",
        "shop": "ООО «Ромашка»",
        "today": "2026-11-22",
    },
    "shelf": {
        "name": "Чай чёрный байховый листовой «Утро» высший сорт 100 г",
        "price": "154.90",
        "barcode": "460123456789",
        "article": "Ч-100234",
        "today": "2026-11-22",
    },
    "marking": {
        "code": CODE,
        "name": "Кроссовки мужские беговые",
        "article": "KR-2210-BLK",
        "size": "42",
        "color": "чёрный",
        "gtin": "04601234567893",
        "serial": "5Abc!d7eFgHi",
    },
    "box": {
        "from": "ООО «Ромашка», 127000, г. Москва, ул. Примерная, д. 1",
        "to": "Иванов Иван Иванович, 630000, г. Новосибирск, Красный проспект, д. 100, кв. 25",
        "phone": "+7 900 000-00-00",
        "order": "№ 100234",
        "sscc": "046012345600000016",
        "place": "2",
        "places": "3",
        "weight": "12.5",
        "today": "2026-11-22",
    },
}


def drawn(name: str, dpi: int = 203) -> Bitmap:
    return raster_sheet.draw(label.lay_out(Templates(FOLDER).get(name), FIELDS[name], dpi))


def golden(name: str) -> Path:
    return GOLDEN / f"{name}.png"


def write(names: Iterable[str]) -> None:
    GOLDEN.mkdir(exist_ok=True)
    for name in names:
        golden(name).write_bytes(preview.png(raster_sheet.framed(drawn(name))))


if __name__ == "__main__":
    write(FIELDS)
