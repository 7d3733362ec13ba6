"""The `connection` text of a device's settings -> a transport that is not open yet."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar, get_args
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from drivers.errors import RequestRefused
from drivers.ports import Transport
from drivers.transports.address import shown
from drivers.transports.file import FileTransport
from drivers.transports.serial_port import Flow, Parity, SerialSettings, SerialTransport
from drivers.transports.tcp import TcpTransport
from drivers.transports.usb import UsbTransport

T = TypeVar("T")

FORMS = (
    "tcp://192.168.1.50:9100",
    "serial:///dev/ttyUSB0?baud=115200",
    "serial://COM3",
    "usb://04b8:0202",
    "file:///dev/usb/lp0",
    "lpt://LPT1",
    "cups://192.168.1.10/printers/Kassa",
    "windows://Имя принтера",
)
_PARITIES: Mapping[str, Parity] = {name: name for name in get_args(Parity)}
_FLOWS: Mapping[str, Flow] = {name: name for name in get_args(Flow)}
_STOP_BITS: Mapping[str, float] = {"1": 1, "1.5": 1.5, "2": 2}
_BITS: Mapping[str, int] = {str(bits): bits for bits in (5, 6, 7, 8)}


class _Bad(ValueError):
    """What is wrong with the text; becomes part of the message."""


def open_transport(connection: str) -> Transport:
    """Take the text apart; nothing is opened and no library imported before `open()`.

    serial takes `baud`, `bits`, `parity` (none, even, odd, mark, space), `stop` (1, 1.5, 2) and `flow` (none, rtscts,
    dsrdtr, xonxoff) after the question mark; usb takes `serial`. cups and windows are queues of a spooler. Raises
    RequestRefused with the allowed forms.
    """
    try:
        return _parse(connection.strip())
    except ValueError as error:
        reason = str(error) if isinstance(error, _Bad) else "адрес записан неправильно"
        raise RequestRefused(
            f"Подключение «{shown(connection)}»: {reason}. Допустимые формы: {', '.join(FORMS)}."
        ) from error


def _parse(connection: str) -> Transport:
    if re.match(r"(cups|windows)://", connection, re.IGNORECASE):
        from drivers.spooler.transport import open_spooler

        return open_spooler(connection)
    address = urlsplit(connection)
    query = dict(parse_qsl(address.query, keep_blank_values=True, strict_parsing=bool(address.query)))
    makers = {"tcp": _tcp, "serial": _serial, "usb": _usb, "file": _file, "lpt": _lpt}
    if address.scheme not in makers:
        raise _Bad("неизвестный вид подключения")
    transport = makers[address.scheme](address, query)
    if query or address.fragment:
        raise _Bad(f"лишнее: {', '.join([*query, address.fragment]).strip(', ')}")
    return transport


def _tcp(address: SplitResult, _query: dict[str, str]) -> Transport:
    if not address.hostname or not address.port or address.path.strip("/") or "@" in address.netloc:
        raise _Bad("нужны адрес и номер порта от 1 до 65535")
    return TcpTransport(address.hostname, address.port)


def _serial(address: SplitResult, query: dict[str, str]) -> Transport:
    port = unquote(address.netloc + address.path)
    if not port.strip("/"):
        raise _Bad("не указан порт")
    baud = query.pop("baud", "9600")
    if not re.fullmatch(r"[1-9]\d{1,6}", baud, re.ASCII):
        raise _Bad("baud — это скорость порта, например 9600 или 115200")
    return SerialTransport(
        SerialSettings(
            port=port,
            baud=int(baud),
            bits=_choice(query, "bits", "8", _BITS),
            parity=_choice(query, "parity", "none", _PARITIES),
            stop_bits=_choice(query, "stop", "1", _STOP_BITS),
            flow=_choice(query, "flow", "none", _FLOWS),
        )
    )


def _usb(address: SplitResult, query: dict[str, str]) -> Transport:
    numbers = re.fullmatch(r"([0-9a-fA-F]{4}):([0-9a-fA-F]{4})", address.netloc)
    if numbers is None or address.path.strip("/"):
        raise _Bad("нужны четыре шестнадцатеричных цифры изготовителя и четыре — модели через двоеточие")
    return UsbTransport(int(numbers[1], 16), int(numbers[2], 16), query.pop("serial", ""))


def _file(address: SplitResult, _query: dict[str, str]) -> Transport:
    """file:///C:/spool/out.bin is C:/spool/out.bin."""
    path = unquote(address.path)
    if address.netloc or len(path) < 2 or path.endswith("/") or "\0" in path:
        raise _Bad("нужен полный путь к файлу или устройству после трёх косых черт")
    return FileTransport(Path(path[1:] if re.match(r"/[A-Za-z]:/", path) else path))


def _lpt(address: SplitResult, _query: dict[str, str]) -> Transport:
    """lpt://LPT1 is the device \\\\.\\LPT1 of Windows, lpt:///dev/lp0 that of Linux."""
    if re.fullmatch(r"LPT[1-9]", address.netloc, re.IGNORECASE) and not address.path.strip("/"):
        return FileTransport(rf"\\.\{address.netloc.upper()}", device=True)
    if not address.netloc and re.fullmatch(r"/dev/\S+[^/]", address.path):
        return FileTransport(address.path, device=True)
    raise _Bad("нужно имя порта от LPT1 до LPT9 или путь к устройству, например lpt:///dev/lp0")


def _choice(query: dict[str, str], key: str, default: str, allowed: Mapping[str, T]) -> T:
    value = query.pop(key, default)
    if value not in allowed:
        raise _Bad(f"{key} может быть: {', '.join(allowed)}")
    return allowed[value]
