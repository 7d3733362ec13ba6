"""What a shop sells, row by row, by dice. Sums are kopecks here and roubles in a request; rates are those of `Tax`."""

import random
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Row = dict[str, Any]  # the `Register` of a row

PLAIN_RATES = (-1, 0, 5, 7, 10, 20, 22)
IN_ADVANCE = (105, 107, 110, 120, 122)  # for what is paid before it is handed over
GTIN = "0104600439931256"
FALSE, STOPPED = f"{GTIN}21FALSE", f"{GTIN}21STOP"  # how codes begin that may not be sold
SCRIPT = [f"{FALSE}=bad-code", f"{STOPPED}=suspended"]
_PIECE, _KILOGRAM, _LITRE = 0, 11, 41
_MARKED = 33
_SUPPLIER = {"PurveyorPhone": "+79990000003", "PurveyorName": "ООО Поставщик", "PurveyorVATIN": "7707083893"}
_AGENTS: dict[int, Row] = {
    0: {
        "PayingAgentOperation": "перевод", "PayingAgentPhone": "+79990000001",
        "MoneyTransferOperatorPhone": "+79990000004", "MoneyTransferOperatorName": "Банк",
        "MoneyTransferOperatorAddress": "г. Москва", "MoneyTransferOperatorVATIN": "7707083893",
    },
    2: {"PayingAgentPhone": "+79990000001", "ReceivePaymentsOperatorPhone": "+79990000002"},
    6: {},
}  # fmt: skip


def roubles(kopecks: int) -> float:
    return kopecks / 100


def kopecks(told: float) -> int:
    """Of an answer or a request."""
    return round(told * 100)


def row(dice: random.Random, name: str) -> Row:
    return dice.choices((piece, weighed, in_advance, by_agent), (6, 3, 1, 1))[0](dice, name)


def piece(dice: random.Random, name: str) -> Row:
    """A few, mostly without a discount."""
    count, price = dice.randint(1, 6), dice.randint(300, 99_999)
    amount = count * price
    if dice.random() < 0.3:
        amount -= dice.randint(1, amount // 5)
    return _row(name, Decimal(count), price, amount, dice.choice(PLAIN_RATES)) | {"MeasureOfQuantity": _PIECE}


def weighed(dice: random.Random, name: str) -> Row:
    """Grams or millilitres; the amount is rounded to a kopeck."""
    weight, price = Decimal(dice.randint(40, 4000)) / 1000, dice.randint(5000, 150_000)
    amount = int((weight * price).quantize(Decimal(1), ROUND_HALF_UP))
    amount -= dice.choice((0, 0, 0, amount // 20))
    measure = dice.choice((_KILOGRAM, _LITRE))
    return _row(name, weight, price, amount, dice.choice(PLAIN_RATES)) | {"MeasureOfQuantity": measure}


def in_advance(dice: random.Random, name: str) -> Row:
    amount = dice.randint(1000, 300_000)
    paid = _row(name, Decimal(1), amount, amount, dice.choice(IN_ADVANCE))
    return paid | {"SignMethodCalculation": dice.choice((1, 2)), "SignCalculationObject": 4}


def by_agent(dice: random.Random, name: str) -> Row:
    agent = dice.choice(sorted(_AGENTS))
    return piece(dice, name) | {"AgentSign": agent, "AgentData": _AGENTS[agent], "PurveyorData": _SUPPLIER}


def marked(dice: random.Random, name: str, begins: str = f"{GTIN}21G", *, insist: bool = False) -> Row:
    """One piece with a code of its own. `insist`: AcceptOnBad."""
    code = f"{begins}{dice.randrange(10**6):06}\u001d93dGVz"
    price = dice.randint(500, 50_000)
    good = {"BarCode": code, "ContainsSerialNumber": True, "AcceptOnBad": insist}
    sold = _row(name, Decimal(1), price, price, dice.choice(PLAIN_RATES))
    return sold | {"SignCalculationObject": _MARKED, "MeasureOfQuantity": _PIECE, "GoodCodeData": good}


def _row(name: str, quantity: Decimal, price: int, amount: int, rate: int) -> Row:
    return {
        "Name": name, "Quantity": float(quantity), "Price": roubles(price), "Amount": roubles(amount),
        "Tax": rate, "Department": 1, "SignMethodCalculation": 4, "SignCalculationObject": 1,
    }  # fmt: skip
