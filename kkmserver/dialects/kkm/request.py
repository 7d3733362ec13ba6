"""A JSON object -> a device command. Source: spec/kkmserver.md 3."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import PydanticCustomError, to_json

from drivers.model import command
from kkmserver.dialects.kkm.catalogue import COMMANDS, DEVICE
from kkmserver.dialects.kkm.fields import integer, shown
from kkmserver.dialects.kkm.head import ID_LIMIT, HeadIn
from kkmserver.dialects.kkm.lenient import Members, parse
from kkmserver.dialects.kkm.names import OUTGOING, SERVER
from kkmserver.dialects.kkm.reading import Reading
from kkmserver.dialects.kkm.refusal import NotReadable, Refused, UnknownCommand, WrongWay
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


def name_of(members: Members) -> str:
    """The command's name. Raises NotReadable without one, UnknownCommand and WrongWay as the tables of names say."""
    name = members.get("command")
    if name is None:
        raise NotReadable("В запросе нет поля Command; укажите в нём имя команды, например RegisterCheck.")
    if not isinstance(name, str):
        raise NotReadable(f"В поле Command {shown(name)}, а нужна строка с именем команды.")
    if name in OUTGOING:
        raise WrongWay(f"Команду {name} этот сервер отправляет сам, когда опрашивает сайт; принимать её он не может.")
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
    return _built(name, validated(COMMANDS[name][0], members, reading), reading)


def usual_request(body: bytes, reading: Reading) -> DeviceRequest | None:
    """A device command in its usual form; None where it takes leniency to read it, or something is wrong with it.

    `reading` is to be used for nothing else.
    """
    members = members_of(body)
    name = members.pop("Command", None) if members else None
    if members is None or not isinstance(name, str) or name not in DEVICE:
        return None
    head = read(COMMANDS[name][0], members)
    try:
        return _built(name, head, reading) if head is not None else None
    except Refused:
        return None


def _built(name: str, head: HeadIn, reading: Reading) -> DeviceRequest:
    built = COMMANDS[name][1](head, reading)
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
        raise WrongWay(f"Команда {name} выполняется самим сервером, а не устройством.")
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
