"""Cheques as spec/ffd.md 12 has them, written by hand."""

MARK = "22N00000XOPN13MM66T0HVF311210140007544WHFEH8QVHTKXAJXRQJZ8K9YVSSSSSSS"[:68]
OTHER = "A" * 150

LEGACY = f"""<?xml version="1.0" encoding="UTF-8"?>
<Cheque inn="7705123456" kpp="770501001" address="Москва" name="ООО Лавка" kassa="00106700000001" shift="12" number="5"
 datetime="1511261530"><Bottle barcode="{MARK}" ean="4601234567893" price="450.00" volume="0.5000"/></Cheque>"""

BEER = LEGACY[: LEGACY.index("<Bottle")] + (
    '<nopdf code="520" bname="Пиво светлое" volume="0.5000" alc="4.7" price="80.00" ean="46012345" count="3"/></Cheque>'
)

V3 = f"""<?xml version="1.0" encoding="UTF-8"?>
<ns:Documents Version="1.0" xmlns:ns="http://fsrar.ru/WEGAIS/WB_DOC_SINGLE_01"
 xmlns:ck="http://fsrar.ru/WEGAIS/ChequeV3" xmlns:pref="http://fsrar.ru/WEGAIS/ProductRef_v2">
 <ns:Owner><ns:FSRAR_ID>030000000001</ns:FSRAR_ID></ns:Owner>
 <ns:Document><ns:ChequeV3><ck:Identity>7</ck:Identity>
  <ck:Header><ck:Date>2026-11-15T15:30:00</ck:Date><ck:Kassa>00106700000001</ck:Kassa><ck:Shift>12</ck:Shift>
   <ck:Number>6</ck:Number><ck:Type>Продажа</ck:Type></ck:Header>
  <ck:Content><ck:Bottle><ck:Barcode>{OTHER}</ck:Barcode><ck:EAN>4601234567893</ck:EAN><ck:Price>1.00</ck:Price>
  </ck:Bottle></ck:Content></ns:ChequeV3></ns:Document></ns:Documents>"""


def returned(cheque: str) -> str:
    """The same goods back."""
    return cheque.replace('price="', 'price="-').replace("Продажа", "Возврат")
