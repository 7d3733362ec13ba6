"""A client in a real PHP that does what the published library does: HTTPS with a certificate that nobody vouches for,
one command a job, then asking for it. Source: spec/itkassa.md 15, 16."""

import json
import ssl
from datetime import UTC, datetime
from pathlib import Path

from drivers.model.document import Payments
from kkmserver.web.tls import make_certificates
from tests.kkmserver.dialects.itkassa.shop import JOBS, K, go, shop
from tests.php import needed, php

pytestmark = needed

# Arguments: address of the jobs, key, register, type. Tells all the states of the job, or why there is none.
LIBRARY = r"""
[, $jobs, $key, $register, $type] = $argv;
function ask($url, $key, $body) {
    $curl = curl_init($url);
    curl_setopt($curl, CURLOPT_TIMEOUT, 15);
    curl_setopt($curl, CURLOPT_SSL_VERIFYHOST, 0);
    curl_setopt($curl, CURLOPT_SSL_VERIFYPEER, 0);
    curl_setopt($curl, CURLOPT_HTTPHEADER, ['Content-Type: application/json;charset=UTF-8', "X-Api-Key: $key"]);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, true);
    curl_setopt($curl, CURLOPT_FOLLOWLOCATION, true);
    curl_setopt($curl, CURLOPT_CUSTOMREQUEST, $body ? 'POST' : 'GET');
    if ($body) curl_setopt($curl, CURLOPT_POSTFIELDS, $body);
    return json_decode(curl_exec($curl), true);
}
$line = fn($title, $price, $quantity, $tax) => ['title' => $title, 'price' => $price, 'quantity' => $quantity,
    'total' => $price * $quantity, 'tax' => $tax, 'ppr' => 'goods', 'psr' => 'full_settle'];
$command = ['type' => $type, 'isPrintable' => true, 'tagCashierName' => 'Петрова'];
if ($type == 'sale') $command += ['tagClientContact' => 'buyer@example.org', 'amountCash' => 500.0,
    'lines' => [$line('Чай "Утро"', '12.34', '2.0', 'vat_20'), $line('Доставка', '50.01', '2', 'vat_0')]];
$job = ['creItemId' => $register, 'commands' => [$command]];
$told[] = ask($jobs, $key, json_encode($job, JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE));
$id = $told[0]['code'] ? '' : $told[0]['object']['id'];
$until = microtime(true) + 10;
do {
    $told[] = $last = ask("$jobs/$id", $key, '');
    usleep(5000);
} while ($last['code'] == 0 && $last['object']['queueItem'] && microtime(true) < $until);
echo json_encode($told);
"""


def test_a_day_of_the_library(tmp_path: Path) -> None:
    async def main() -> None:
        async with shop(tmp_path, tls=certified(tmp_path)) as one:
            jobs = f"https://127.0.0.1:{one.port}{JOBS}"
            for command in ("openSession", "sale", "feed", "closeSession"):
                first, *_, last = json.loads(await php(LIBRARY, jobs, K, one.register(), command))
                assert first["object"]["resultItem"] is None
                assert last["object"]["queueItem"] is None
                assert last["object"]["resultItem"]["result"] == "success"
            (receipt,) = await one.receipts()
            assert receipt.payments == Payments(cash=12470)
            assert [row.amount for row in receipt.rows] == [2468, 10002]

    go(main())


def test_a_refused_job_has_no_id_to_ask_for(tmp_path: Path) -> None:
    """The library then asks for the job "" and shows nothing but the answer to that."""

    async def main() -> None:
        async with shop(tmp_path, tls=certified(tmp_path)) as one:
            jobs = f"https://127.0.0.1:{one.port}{JOBS}"
            refused, nothing = json.loads(await php(LIBRARY, jobs, K, "xxxxxxxx-xxxx", "feed"))
            assert refused["code"] == 1
            assert nothing["code"] == 404
            assert "POST" in nothing["message"]

    go(main())


def certified(folder: Path) -> ssl.SSLContext:
    made = make_certificates(folder / "certs", ["localhost"], datetime.now(UTC))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(made.certificate, made.key)
    return tls
