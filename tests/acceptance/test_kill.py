"""The server is killed between accept and print, again and again; clients repeat what they sent, as clients do."""

import json
import random
import threading
import time
from pathlib import Path
from typing import Any

import httpx

from tests.live import LiveServer

CONFIG = """
[[devices]]
number = 1
name = "Касса 1"
driver = "virtual-kkt"
delay = 0.01
"""
RECEIPTS = 120


def receipt(number: int) -> dict[str, Any]:
    return {
        "Command": "RegisterCheck",
        "IdCommand": f"order-{number}",
        "NumDevice": 1,
        "IsFiscalCheck": True,
        "TypeCheck": 0,
        "CashierName": "Петрова",
        "CheckStrings": [{"Register": {"Name": f"Товар {number}", "Quantity": 1, "Price": number, "Amount": number}}],
        "Cash": number,
        "Timeout": random.Random(number).choice([0, 1]),
    }


def insist(client: httpx.Client, number: int, answers: dict[int, dict[str, Any]]) -> None:
    """Send until there is a final answer, whatever happens to the connection."""
    while number not in answers:
        try:
            answer = client.post("/Execute", content=json.dumps(receipt(number))).json()
        except httpx.TransportError:
            time.sleep(0.02)
            continue
        if answer["Status"] == 1:
            time.sleep(0.05)
        else:
            answers[number] = answer


def test_nothing_forgotten_nothing_twice(tmp_path: Path) -> None:
    answers: dict[int, dict[str, Any]] = {}
    numbers = list(range(1, RECEIPTS + 1))
    chance = random.Random(54)

    with LiveServer(tmp_path, CONFIG) as server:

        def client(first: int) -> None:
            with httpx.Client(base_url=server.url, timeout=20, trust_env=False) as connection:
                for number in numbers[first::8]:
                    insist(connection, number, answers)

        clients = [threading.Thread(target=client, args=(first,), daemon=True) for first in range(8)]
        for thread in clients:
            thread.start()
        kills = 0
        while any(thread.is_alive() for thread in clients) and kills < 8:
            time.sleep(chance.uniform(0.1, 0.5))
            server.kill()
            kills += 1
            server.start()
        for thread in clients:
            thread.join(60)
        assert not any(thread.is_alive() for thread in clients), server.log()

        assert {answer["Status"] for answer in answers.values()} == {0}, answers
        documents = {number: answer["CheckNumber"] for number, answer in answers.items()}
        assert sorted(documents) == numbers
        assert len(set(documents.values())) == RECEIPTS
        registered = archive(server)
        assert kills > 0

    assert sorted(registered.values()) == sorted(float(number) for number in numbers)
    assert {documents[number]: float(number) for number in numbers} == registered


def archive(server: LiveServer) -> dict[int, float]:
    """What the ФН says: document number -> total of every receipt."""
    last = server.post({"Command": "GetDataKKT", "NumDevice": 1})["CheckNumber"]
    copies = [server.post({"Command": "GetDataCheck", "NumDevice": 1, "FiscalNumber": n}) for n in range(1, last + 1)]
    read = [copy["RegisterCheck"] for copy in copies]
    return {int(copy["FiscalNumber"]): copy["AllSumm"] for copy in read if copy["CheckType"] == "Приход"}
