"""What a day leaves in a shop: receipts, reports, labels, a refusal, and one document that nobody knows about."""

from tests.browser.shop import Shop

CASHIER = {"CashierName": "Петрова А.И."}
TEA = {"Name": "Чай чёрный, 100 г", "Quantity": 2, "Price": 154.9, "Amount": 309.8, "Tax": 10}
CUP = {"Name": "Кружка «Лес», 350 мл", "Quantity": 1, "Price": 590, "Amount": 590, "Tax": 22}
PRICES = [{"name": "Чай чёрный", "price": 154.9, "barcode": "4600000000008"}, {"name": "Кофе молотый", "price": 399}]


def receipt(shop: Shop, number: int, device: int, *goods: dict[str, object]) -> None:
    total = sum(float(str(one["Amount"])) for one in goods)
    rows = [
        {"Register": {"Department": 0, "SignMethodCalculation": 4, "SignCalculationObject": 1, **one}} for one in goods
    ]
    keys = {"IsFiscalCheck": True, "TypeCheck": 0, "CheckStrings": rows, "Cash": total, **CASHIER}
    shop.run("RegisterCheck", NumDevice=device, IdCommand=f"Заказ {number}", **keys)


def opened(shop: Shop) -> None:
    for register in (1, 2):
        shop.run("OpenShift", NumDevice=register, IdCommand=f"open-{register}", **CASHIER)


def registered(shop: Shop) -> None:
    """A table of receipts that waits for somebody to begin it."""
    table = "Номер документа;Наименование;Цена;Количество;НДС\nА-1;Подписка на журнал;450;1;10%\nА-2;Кружка;590;2;22%\n"
    where = {"organization": "11111111-2222-4333-8444-555555555555", "name": "Ноябрь.csv"}
    kind = {"Content-Type": "application/octet-stream"}
    answer = shop.client.post("/itkassa/registry", params=where, content=table.encode(), headers=kind)
    assert answer.is_success, answer.text


def traded(shop: Shop) -> None:
    opened(shop)
    registered(shop)
    shop.run("DepositingCash", NumDevice=1, Amount=3000, IdCommand="change", **CASHIER)
    for number, goods in enumerate([(TEA,), (TEA, CUP), (CUP,), (TEA,), (CUP, TEA), (CUP,)], 1001):
        receipt(shop, number, 10, *goods)
    shop.run("PrintDocument", NumDevice=4, IdCommand="labels", Template="price", Copies=1, Fields=PRICES)
    shop.run("PrintDocument", NumDevice=3, IdCommand="kitchen", CheckStrings=[{"PrintText": {"Text": "Борщ, стол 4"}}])
    shop.run("GetWeight", NumDevice=6, IdCommand="weight")
    shop.run("XReport", NumDevice=1, IdCommand="x-report", **CASHIER)
    refused = {"Command": "PaymentCash", "NumDevice": 1, "Amount": 900_000, "IdCommand": "too-much", **CASHIER}
    assert shop.post(refused)["Status"] == 2
    shop.lose("kitchen-2")
