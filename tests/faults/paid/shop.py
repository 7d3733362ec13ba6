"""The shop whose server is killed while it sells by card: a register, a terminal, an УТМ. Each sale has a sum and a
bottle of its own, so that bank, УТМ and ФН tell which sale is meant."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

TERMINAL = 2
ADMIN = ("Admin", "")  # who may read the journal; there is no password
STOPPED = "010460043993125621STOP"  # how a marking code begins that may not be sold


_ID = "paid-"


class Kind(StrEnum):
    """What becomes of a sale that nobody disturbs."""

    CARD = "paid by card"
    BOTTLE = "a bottle, paid by card"
    LOST = "the money is taken, and the terminal's answer is lost"
    DECLINED = "a bottle, the bank says no"
    STOPPED = "a bottle that the register refuses"
    CALLED_OFF = "a bottle, called off while it is paid by card"


KINDS = tuple(Kind)
REFUSED = {
    Kind.DECLINED: "Банк отказал",
    Kind.STOPPED: "оборот товара приостановлен",
    Kind.CALLED_OFF: "отменена",  # where it was not done before
}
_KOPECKS = {Kind.DECLINED: 1, Kind.LOST: 4, Kind.CALLED_OFF: 6}  # the script of the virtual terminal; others are paid


@dataclass(frozen=True, slots=True)
class Sale:
    """`number` from 1."""

    number: int

    @property
    def kind(self) -> Kind:
        return KINDS[self.number % len(KINDS)]

    @property
    def id(self) -> str:
        return f"{_ID}{self.number:05}"

    @classmethod
    def of(cls, id: str) -> Self:  # noqa: A002
        return cls(int(id.removeprefix(_ID)))

    @property
    def name(self) -> str:
        """Of its goods."""
        return f"Товар {self.id}"

    @property
    def amount(self) -> int:
        """Kopecks."""
        return 100 * self.number + _KOPECKS.get(self.kind, 50)

    @property
    def mark(self) -> str:
        """Of its bottle; "" where it has none."""
        return "" if self.kind in (Kind.CARD, Kind.LOST) else f"{self.number:068}"

    def request(self) -> dict[str, object]:
        price = self.amount / 100
        goods: dict[str, object] = {"Name": self.name, "Quantity": 1, "Price": price, "Amount": price, "Tax": 22}
        if self.mark:
            goods["EGAIS"] = {"Barcode": self.mark, "Ean": "4600000000008", "Volume": 0.5}
        if self.kind is Kind.STOPPED:
            goods |= {"SignCalculationObject": 33, "GoodCodeData": {"BarCode": f"{STOPPED}\u001d93dGVz"}}
        return {
            "Command": "RegisterCheck", "NumDevice": 1, "IdCommand": self.id, "IsFiscalCheck": True, "TypeCheck": 0,
            "CashierName": "Петрова", "PayByProcessing": True, "ElectronicPayment": price, "Timeout": 20,
            "CheckStrings": [{"Register": goods}],
        }  # fmt: skip


def settings_file(folder: Path) -> Path:
    return folder / "kkmserver.toml"


def data_folder(folder: Path) -> Path:
    return folder / "data"


def settings(port: int, utm: str, *, memory: bool) -> str:
    """`memory`: whether the terminal can be asked what became of an operation."""
    return f"""
[server]
port = {port}
[journal]
reserve = 0
[[devices]]
number = 1
name = "Касса"
driver = "virtual-kkt"
delay = 0.02
marking_script = ["{STOPPED}=suspended"]
[[devices]]
number = {TERMINAL}
name = "Терминал"
driver = "virtual-terminal"
script = "kopecks"
delay = 0.02
slow = 0.1
memory = {str(memory).lower()}
[[devices]]
number = 3
name = "УТМ"
driver = "utm"
url = "{utm}"
kpp = "770001001"
"""
