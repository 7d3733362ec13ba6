"""`GetGoodCodeData`: what a scanned code says; no device is asked. Source: spec/kkmserver.md 3.12."""

from drivers.fiscal.goods_data import GoodsData, describe
from kkmserver.dialects.kkm.encoding import Value
from kkmserver.dialects.kkm.fields import Long
from kkmserver.dialects.kkm.head import HeadIn
from kkmserver.dialects.kkm.reading import Reading


class GoodCodeDataRequestIn(HeadIn):
    bar_code: Long = ""

    def described(self, reading: Reading) -> GoodsData:
        """Raises FaultyFields without a code."""
        if not self.bar_code:
            reading.fault("BarCode", "не указан; передайте код товара, как его прочёл сканер")
        reading.stop_if_faulty()
        return describe(self.bar_code)


def product_code(data: GoodsData) -> dict[str, Value]:
    """`DataProductCode`."""
    return {
        "BarCode": data.code,
        "isParsed": data.parsed,
        "RepresentationBarCode": data.representation,
        "EAN": data.ean,
        "GTIN": data.gtin,
        "SerialNumber": data.serial,
        "ContainsSerialNumber": data.contains_serial,
        "MarkingCodeBase64": data.marking_base64,
        "DataBarCode": dict(data.elements),
        "ProductCodeType": data.kind.value,
        "Errors": data.errors,
    }
