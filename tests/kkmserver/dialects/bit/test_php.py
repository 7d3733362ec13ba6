"""Clients in a real PHP, each with the peculiarities of one of the published ones. Source: spec/bit-driver.md 2, 11."""

import json
from pathlib import Path

from tests.kkmserver.dialects.bit.counter import RECEIPT, T, counter, go
from tests.php import needed, php

pytestmark = needed

# Arguments: port, token, commands.
STREAM = r"""
[, $port, $token, $text] = $argv;
$body = json_encode(json_decode($text));
$header = 'Content-Length: ' . strlen($body) . "\r\nAction: command_list\r\nBIT_ENCODE_TYPE: PHP\r\n"
    . "BIT_ORDER_ID: A-1\r\nBIT_KKT_TOKEN: $token\r\n";
$context = stream_context_create(['http' => ['method' => 'POST', 'header' => $header, 'content' => $body]]);
foreach ([1, 2] as $time) {
    $told[] = @file_get_contents("http://127.0.0.1:$port", false, $context);
    $heads[] = in_array('X-Bit-Duplicate: 1', $http_response_header);
}
echo json_encode([$told, $heads]);
"""
CURL = r"""
[, $port, $token, $text] = $argv;
$curl = curl_init('http://203.0.113.5:44736');
curl_setopt($curl, CURLOPT_PROXY, "http://127.0.0.1:$port");
curl_setopt($curl, CURLOPT_POST, 1);
curl_setopt($curl, CURLOPT_POSTFIELDS, json_encode(json_decode($text), JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE));
curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
curl_setopt($curl, CURLOPT_EXPECT_100_TIMEOUT_MS, 20000);
curl_setopt($curl, CURLOPT_TIMEOUT, 10);
curl_setopt($curl, CURLOPT_HTTPHEADER, ['Content-Type: application/json', 'Expect: 100-continue',
    'Action: command_list', 'BIT_ORDER_ID: 122', "BIT_KKT_TOKEN: $token", 'BIT_BNK_TRM_TOKEN:',
    'Origin: https://shop.example']);
echo curl_exec($curl);
"""
SOCKET = r"""
[, $port, $token, $text, $end] = $argv;
$body = json_encode(json_decode($text), JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE);
$head = ['POST / HTTP/1.0', 'Host: 203.0.113.5:44736', 'Content-Type: application/json; charset=UTF-8',
    'Content-Length: ' . iconv_strlen($body, 'UTF-8'), 'Action: command_list', "BIT_KKT_TOKEN: $token", '', ''];
$socket = fsockopen('127.0.0.1', (int) $port);
fwrite($socket, implode($end, $head) . $body);
echo fread($socket, 1024);
"""
SHOP = json.dumps([{**RECEIPT, "name": "Чек 1/2 «хлеб»"}])
LONG = json.dumps([{**RECEIPT, "name": "Чек", "note": "щ" * 2000}])


def test_file_get_contents_twice(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            told, repeated = json.loads(await php(STREAM, f"{shop.port}", T, SHOP))
            assert told[0] == told[1]
            assert repeated == [False, True]
            assert json.loads(told[0])[0]["name"] == "Чек 1/2 «хлеб»"
            assert json.loads(told[0])[0]["success"] == "чек пробит"
            assert len(await shop.receipts()) == 1

    go(main())


def test_curl_that_asks_before_it_sends_and_takes_us_for_a_proxy(tmp_path: Path) -> None:
    """Without 100 Continue it would give up. 122 is no order: each time is a new one."""

    async def main() -> None:
        async with counter(tmp_path) as shop:
            for _ in range(2):
                (entry,) = json.loads(await php(CURL, f"{shop.port}", T, LONG))
                assert entry["success"] == "чек пробит"
            assert len(await shop.receipts()) == 2

    go(main())


def test_a_socket_that_counts_characters_and_reads_once(tmp_path: Path) -> None:
    async def main() -> None:
        async with counter(tmp_path) as shop:
            for end in ("\r\n", "\n"):
                start, _, body = (await php(SOCKET, f"{shop.port}", T, SHOP, end)).partition("\r\n\r\n")
                assert start.startswith("HTTP/1.1 200 OK\r\n")
                assert json.loads(body)[0]["success"] == "чек пробит"
            assert len(await shop.receipts()) == 2

    go(main())
