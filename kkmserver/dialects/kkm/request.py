"""A JSON object -> a device command. Source: spec/kkmserver.md 3."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import ValidationError
from pydantic_core import PydanticCustomError, to_json

from drivers.model import command
from kkmserver.dialects.kkm.fields import Copies, Flag, Roubles, between, integer, shown
from kkmserver.dialects.kkm.head import ID_LIMIT, HeadIn
from kkmserver.dialects.kkm.labels import PrintDocumentIn
from kkmserver.dialects.kkm.lenient import Members, parse
from kkmserver.dialects.kkm.names import LATER, SERVER
from kkmserver.dialects.kkm.reading import Reading
from kkmserver.dialects.kkm.receipt import RegisterCheckIn
from kkmserver.dialects.kkm.refusal import NotReadable, NotYet, Refused, UnknownCommand
from kkmserver.dialects.kkm.usual import members_of, read

# What may differ between a command and its repeat.
_VOLATILE = frozenset(("id_command", "timeout"))
_NAME_LIMIT = 100
_Model = TypeVar("_Model", bound=HeadIn)


@dataclass(frozen=True, slots=True)
class DeviceRequest:
    """A request that a device may be given."""

    name: str
    head: HeadIn
    command: command.Command
    warnings: tuple[str, ...]

    def fingerprint(self) -> bytes:
        """Equal for equal content, whatever the order of members, their letter case, blanks and comments.

        Content is what was given and has a meaning: fields of later versions change nothing for those who send none.
        """
        given = self.head.model_fields_set - _VOLATILE
        content = {name: value for name, value in self.head.__dict__.items() if name in given}
        canonical = to_json({self.name: content}, bytes_mode="base64")
        return hashlib.blake2b(canonical, digest_size=16).digest()


class ShiftIn(HeadIn):
    not_print: Flag = False


class CashIn(HeadIn):
    amount: Roubles

    def checked(self, reading: Reading) -> int:
        if not self.amount:
            reading.fault("Amount", "сумма 0; укажите сумму больше нуля")
        return self.amount


class GetDataCheckIn(HeadIn):
    """Any number may be asked for; the register knows which ones exist."""

    fiscal_number: Annotated[int, between(-(2**31), 2**32 - 1)] = 0
    number_copies: Copies = 0


# Name -> its model, and how that becomes a command. The model of an entry is the only argument its function gets.
_Build = Callable[[Any, Reading], command.Command]
_COMMANDS: dict[str, tuple[type[HeadIn], _Build]] = {
    "RegisterCheck": (RegisterCheckIn, lambda m, reading: m.to_command(reading)),
    "PrintDocument": (PrintDocumentIn, lambda m, reading: m.to_command(reading)),
    "OpenShift": (ShiftIn, lambda m, _: command.OpenShift(m.cashier(), not m.not_print)),
    "CloseShift": (ShiftIn, lambda m, _: command.CloseShift(m.cashier(), not m.not_print)),
    "ZReport": (ShiftIn, lambda m, _: command.CloseShift(m.cashier(), not m.not_print)),
    "XReport": (HeadIn, lambda m, _: command.XReport(m.cashier())),
    "OfdReport": (HeadIn, lambda m, _: command.OfdReport(m.cashier())),
    "DepositingCash": (CashIn, lambda m, reading: command.CashIn(m.checked(reading), m.cashier())),
    "PaymentCash": (CashIn, lambda m, reading: command.CashOut(m.checked(reading), m.cashier())),
    "OpenCashDrawer": (HeadIn, lambda m, _: command.OpenDrawer(m.cashier())),
    "PrintOpenCashDrawer": (HeadIn, lambda m, _: command.OpenDrawer(m.cashier())),
    "GetDataKKT": (HeadIn, lambda _, __: command.ReadState()),
    "GetLineLength": (HeadIn, lambda _, __: command.ReadLineLength()),
    "PrintLineLength": (HeadIn, lambda _, __: command.PrintRuler()),
    "GetDataCheck": (GetDataCheckIn, lambda m, _: command.ReadDocument(m.fiscal_number, m.number_copies)),
}
DEVICE = frozenset(_COMMANDS)


def name_of(members: Members) -> str:
    """The command's name. Raises NotReadable without one, UnknownCommand and NotYet as the table of names says."""
    name = members.get("command")
    if name is None:
        raise NotReadable("В запросе нет поля Command; укажите в нём имя команды, например RegisterCheck.")
    if not isinstance(name, str):
        raise NotReadable(f"В поле Command {shown(name)}, а нужна строка с именем команды.")
    if name in LATER:
        raise NotYet(f"Команду {name} эта версия сервера ещё не выполняет. Ничего не напечатано и не записано.")
    if name not in DEVICE and name not in SERVER:
        raise UnknownCommand(f"Ошибка разбора (парсинга) команды: Message: Неопознанная команда {name[:_NAME_LIMIT]}")
    return name


def validated(model: type[_Model], members: Members, reading: Reading) -> _Model:
    """Raises FaultyFields with every fault."""
    try:
        return model.model_validate(members)
    except ValidationError as error:
        raise reading.refused(error) from None


def device_request(name: str, members: Members, reading: Reading) -> DeviceRequest:
    """`name` is one of DEVICE. Raises Refused."""
    return _built(name, validated(_COMMANDS[name][0], members, reading), reading)


def usual_request(body: bytes, reading: Reading) -> DeviceRequest | None:
    """A device command in its usual form; None where it takes leniency to read it, or something is wrong with it.

    `reading` is to be used for nothing else.
    """
    members = members_of(body)
    name = members.pop("Command", None) if members else None
    if members is None or not isinstance(name, str) or name not in DEVICE:
        return None
    head = read(_COMMANDS[name][0], members)
    try:
        return _built(name, head, reading) if head is not None else None
    except Refused:
        return None


def _built(name: str, head: HeadIn, reading: Reading) -> DeviceRequest:
    built = _COMMANDS[name][1](head, reading)
    reading.stop_if_faulty()
    return DeviceRequest(name, head, built, tuple(reading.warnings))


def decode(body: bytes, reading: Reading) -> DeviceRequest:
    """A device command out of the bytes of its request. Raises Refused."""
    usual = usual_request(body, reading.afresh())
    if usual is not None:
        return usual
    members = parse(body)
    name = name_of(members)
    if name not in DEVICE:
        raise NotYet(f"Команда {name} выполняется самим сервером, а не устройством.")
    return device_request(name, members, reading)


def echo_id(members: Members) -> str:
    """The client's IdCommand as an answer may repeat it, also out of a faulty request."""
    value = members.get("idcommand")
    return str(value)[:ID_LIMIT] if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else ""


def echo_number(members: Members) -> int:
    """The client's NumDevice, 0 where it cannot be one."""
    try:
        return min(max(integer(members.get("numdevice")), 0), 2**31 - 1)
    except PydanticCustomError:
        return 0
