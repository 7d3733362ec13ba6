"""What a public client's own integration suite asks of three virtual registers (spec/kkmserver.md, source S2).

Number 1 is not fiscalised, 2 speaks FFD 1.0, 3 speaks FFD 1.05; accounts Admin/admin and User/user.
"""

import base64
import itertools
import subprocess
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.live import LiveServer
from tests.pictures import LOGO_PNG

CONFIG = """
[server]
port = 5893

[[devices]]
number = 1
name = "foo"
driver = "virtual-kkt"
fiscalized = false

[[devices]]
number = 2
name = "bar"
driver = "virtual-kkt"
ffd = "1.0"

[[devices]]
number = 3
name = "baz"
driver = "virtual-kkt"
ffd = "1.05"
"""

CASHIER = {"CashierName": "Швейк Йозеф", "CashierVATIN": "987654321098"}
EAN = "8595248136472"
TAX_SYSTEMS = [None, "0", "1", "2", "3", "4", "5"]
TYPES = [0, 1, 11, 10]
TAXES = [-1, 0, 10, 18, 110, 118]
DEPARTMENTS = range(5)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    folder = tmp_path_factory.mktemp("public")
    running = LiveServer(folder, CONFIG, auth=("User", "user"))
    for account in ("admin", "user"):
        command = [sys.executable, "-m", "kkmserver", "set-password", account, "--password-stdin"]
        command += ["--config", str(folder / "kkmserver.toml")]
        subprocess.run(command, input=account.encode(), check=True, capture_output=True)
    with running:
        yield running


def ask(server: LiveServer, command: str, **members: Any) -> dict[str, Any]:
    """An answer with its echoes checked."""
    id_command = str(uuid.uuid4())
    answer = server.post({"Command": command, "IdCommand": id_command, **members}, "/Execute/sync")
    assert (answer["Command"], answer["IdCommand"]) == (command, id_command)
    return answer


def done(server: LiveServer, command: str, **members: Any) -> dict[str, Any]:
    answer = ask(server, command, **members)
    assert (answer["Status"], answer["Error"]) == (0, ""), answer
    if "NumDevice" in members and command != "OnOffUnut":
        assert answer["NumDevice"] == members["NumDevice"]
    return answer


def check(device: int, tax_system: str | None, type_: int, fiscal: bool, tax: int, department: int) -> dict[str, Any]:
    """The suite's receipt: text, picture, a discounted row, a barcode; 19 000 in cash, 500 by card."""
    old = device == 2
    row = {"Name": "Планшет PRESTIGIO MultiPad 3147 3g, 1GB, 8GB, 3G, Android 6.0", "EAN13": EAN, "Quantity": 5.00}
    row |= {"Price": 4000.00, "Amount": 19500.00, "Tax": tax, "Department": department}
    row |= {} if old else {"SignMethodCalculation": 4, "SignCalculationObject": 1}
    body = {
        "NumDevice": device,
        "IsFiscalCheck": fiscal,
        "TypeCheck": type_,
        "TaxVariant": tax_system,
        "CancelOpenedCheck": True,
        "CashierName": CASHIER["CashierName"],
        "KPP": "",
        "AdditionalProps": [
            {"Print": True, "PrintInHeader": True, "NameProp": "Название1", "Prop": "Значение1"},
            {"Print": True, "PrintInHeader": False, "NameProp": "Название2", "Prop": "Значение2"},
        ],
        "CheckStrings": [
            {"PrintText": {"Text": "Donec pretium est ac ante tincidunt blandit"}},
            {"PrintImage": {"Image": base64.b64encode(LOGO_PNG).decode()}},
            {"Register": row},
            {"BarCode": {"BarcodeType": "EAN13", "Barcode": EAN}},
        ],
        "Cash": 19000.00,
    }
    if old:
        return body | {"CashLessType1": 500.00, "CashLessType2": 0, "CashLessType3": 0}
    return body | {"ElectronicPayment": 500.00, "SenderEmail": "none@inter.net", **CASHIER}


def test_the_four_error_texts(server: LiveServer) -> None:
    unknown = ask(server, "GetDataKKT", NumDevice=9)
    assert unknown["Error"].startswith("Устройство (с параметрами NumDevice=9) не найдено: не настроено или отключено.")
    assert unknown["Status"] == 3
    assert "Info" not in unknown

    foreign = server.client.post("/Execute/sync", json={"Command": "foobarbaz"})
    assert (foreign.status_code, foreign.reason_phrase) == (501, "Not Implemented")
    assert foreign.json()["Error"].startswith(
        "Ошибка разбора (парсинга) команды: Message: Неопознанная команда foobarbaz"
    )

    done(server, "OnOffUnut", NumDevice=1, Active=False)
    off = ask(server, "GetDataKKT", NumDevice=1)
    assert off["Error"].startswith("Устройство (с параметрами NumDevice=1) не найдено: не настроено или отключено.")
    done(server, "OnOffUnut", NumDevice=1, Active=True)

    for device in (2, 3):
        missing = ask(server, "GetDataCheck", NumDevice=device, FiscalNumber=-1, NumberCopies=1)
        assert missing["Error"].startswith("Не удалось получить данные чека")
        assert "Slip" not in missing


def test_server_and_list(server: LiveServer) -> None:
    data = done(server, "GetServerData")["ServerData"]
    assert isinstance(data["LicenseCount"], int)
    assert isinstance(data["PCNumberOfCores"], str)
    assert len(done(server, "List")["ListUnit"]) == 3


def test_number_one_is_not_fiscalised(server: LiveServer) -> None:
    assert done(server, "GetDataKKT", NumDevice=1)["Info"]["FN_IsFiscal"] is False
    refused = ask(server, "RegisterCheck", **check(1, None, 0, True, -1, 0))
    assert refused["Status"] == 2
    assert "CheckNumber" not in refused
    done(server, "RegisterCheck", **check(1, None, 0, False, -1, 0))


@pytest.mark.parametrize("device", [2, 3])
def test_a_day_at_the_register(server: LiveServer, device: int) -> None:
    info = done(server, "GetDataKKT", NumDevice=device)["Info"]
    assert info["FFDVersion"] == {2: "1.0", 3: "1.05"}[device]
    done(server, "OfdReport", NumDevice=device, **CASHIER)
    done(server, "OpenShift", NumDevice=device, **CASHIER)
    done(server, "OpenCashDrawer", NumDevice=device, **CASHIER)
    done(server, "DepositingCash", NumDevice=device, Amount=1.00, **CASHIER)
    done(server, "PaymentCash", NumDevice=device, Amount=1.00, **CASHIER)

    kinds = list(itertools.product(TAX_SYSTEMS, TYPES, [True, False], TAXES, DEPARTMENTS))
    with ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(lambda kind: done(server, "RegisterCheck", **check(device, *kind)), kinds))
    numbers = [answer["CheckNumber"] for answer in answers if "CheckNumber" in answer]
    assert len(numbers) == len(set(numbers)) == len(kinds) // 2

    last = done(server, "GetDataCheck", NumDevice=device, FiscalNumber=0, NumberCopies=1)
    assert last["RegisterCheck"]["FiscalNumber"] == str(max(numbers))
    assert last["Slip"].endswith("\r\n")
    done(server, "XReport", NumDevice=device)
    done(server, "CloseShift", NumDevice=device, **CASHIER)
    done(server, "OpenShift", NumDevice=device, **CASHIER)
    closed = done(server, "ZReport", NumDevice=device, **CASHIER)
    result = server.post({"Command": "GetRezult", "IdCommand": closed["IdCommand"]})
    assert (result["Status"], result["Error"], result["IdCommand"]) == (0, "", "")
    assert result["Rezult"] == closed
