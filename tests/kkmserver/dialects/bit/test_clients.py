"""Bytes as the published clients send them. Source: spec/bit-driver.md 2.2, 11."""

import asyncio
import json
from decimal import Decimal
from pathlib import Path

from tests.kkmserver.dialects.bit.counter import RECEIPT, B, T, counter, go, request

PHP = "Host: localhost:44736\r\nAction: command_list\r\nbit_order_id: A-{}\r\nBIT_KKT_TOKEN: " + T + "\r\n"
TEXT = json.dumps([RECEIPT], ensure_ascii=False, indent=4)


def test_file_get_contents(tmp_path: Path) -> None:
    """The stream wrapper names a form over raw JSON, and HTTP/1.0."""

    async def main() -> None:
        async with counter(tmp_path) as shop:
            body = TEXT.encode()
            head = f"POST / HTTP/1.0\r\n{PHP.format(1)}Connection: close\r\nContent-Length: {len(body)}\r\n"
            told = await shop.send(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + body)
            assert told.json[0]["success"]

    go(main())


def test_curl_through_a_proxy(tmp_path: Path) -> None:
    """Escapes and slashes of json_encode; an order named twice over."""

    async def main() -> None:
        async with counter(tmp_path) as shop:
            body = json.dumps([{**RECEIPT, "name": "чек 1/2"}]).replace("/", "\\/").encode()
            head = f"POST http://95.161.41.82:44736/ HTTP/1.1\r\n{PHP.format(2)}Accept: */*\r\n"
            head += "Proxy-Connection: Keep-Alive\r\nOrigin: https://kkmspb.ru\r\n"
            head += f"Content-Length: {len(body)}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n"
            told = await shop.send(head.encode() + body)
            assert told.json[0]["name"] == "чек 1/2"
            assert told.json[0]["success"]

    go(main())


def test_a_socket_that_reads_once(tmp_path: Path) -> None:
    """`fread($socket, 1024)`, once; and it ends no direction of its connection."""

    async def main() -> None:
        async with counter(tmp_path) as shop:
            reader, writer = await asyncio.open_connection("127.0.0.1", shop.port)
            body = TEXT.encode()
            writer.write(
                f"POST / HTTP/1.0\n{PHP.format(3)}Content-Length: {len(TEXT)}\n\n".replace("\r", "").encode() + body
            )
            told = await reader.read(1024)
            assert told.startswith(b"HTTP/1.1 200 OK\r\n")
            assert '"success":"чек пробит"'.encode() in told
            writer.close()

    go(main())


def test_the_woocommerce_plugin(tmp_path: Path) -> None:
    """API 1.2: no price, no payments, a card sum of its own, 1055 = 5, the buyer's text for an order id."""

    async def main() -> None:
        async with counter(tmp_path) as shop:
            line = {
                "productName_1030": "Футболка",
                "qty_1023": 2,
                "sum": "59",
                "tax_1199": 6,
                "paymentFormCode_1214": 4,
            }
            data = {"receiptType_1054": 1, "taxationType_1055": 5, "cashierName_1021": "Иван", "purchases": [line]}
            card = {"name": "Оплата", "type": "bnkCardPayment", "data": {"sum": 12}}
            sale = {"name": "Чек", "type": "kktReceiptFiscalization", "data": data}
            headers = {"Action": "toLocalhost", B: "1", T: "1", "bit_order_id": "undefined"}
            paid, sold = await shop.entries([card, sale], headers)
            assert paid["info"]["sum"] == 12.0
            assert sold["info"]["total_1020"] == 59.0
            (copy,) = await shop.receipts()
            assert copy.payments
            assert copy.payments.electronic == 5900
            assert [(row.name, row.quantity, row.amount) for row in copy.rows] == [("Футболка", Decimal(2), 5900)]

    go(main())


def test_the_stock_receipt_of_the_page_is_refused(tmp_path: Path) -> None:
    """38.70 of goods against 11.00; with a total beside price and quantity that wins."""

    async def main() -> None:
        async with counter(tmp_path) as shop:
            lines = {
                "p1_1059": {"n_1030": "Один", "p_1079": 11, "q_1023": 1, "t_1199": 6},
                "p2_1059": {"n_1030": "Два", "p_1079": 22, "q_1023": 1.234, "a_1043": 27.70, "t_1199": 6},
            }
            data = {**lines, "payments": {"c_1031": 11}, "r_1054": 1, "s_1055": 5}
            raw = [{"name": "чек", "type": "kktReceiptFiscalization", "showMode": "1", "data": data}]
            head = {"Action": "command_list", "BIT_KKT_TOKEN": T, "BIT_ORDER_ID": "122"}
            told = await shop.send(request(json.dumps(raw).encode(), head))
            assert told.json[0]["errorCode"] == 13
            assert "27.70" in told.json[0]["error"]  # what is missing of 38.70

    go(main())
