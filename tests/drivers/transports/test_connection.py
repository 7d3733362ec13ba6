"""The connection text of the settings."""

import sys
from pathlib import Path

import pytest

from drivers.errors import RequestRefused
from drivers.transports.connection import FORMS, open_transport
from drivers.transports.file import FileTransport
from drivers.transports.serial_port import SerialSettings, SerialTransport
from drivers.transports.tcp import TcpTransport
from drivers.transports.usb import UsbTransport


@pytest.mark.parametrize(
    ("text", "kind", "address"),
    [
        ("tcp://192.168.1.50:9100", TcpTransport, "192.168.1.50:9100"),
        ("TCP://printer.shop:1", TcpTransport, "printer.shop:1"),
        ("tcp://[::1]:9100", TcpTransport, "::1:9100"),
        ("tcp://192.168.1.50:9100/", TcpTransport, "192.168.1.50:9100"),
        ("serial:///dev/ttyUSB0?baud=115200", SerialTransport, "/dev/ttyUSB0"),
        ("serial://COM3", SerialTransport, "COM3"),
        ("usb://04b8:0202", UsbTransport, "USB 04b8:0202"),
        ("file:///dev/usb/lp0", FileTransport, "/dev/usb/lp0"),
        ("  file:///tmp/a%20b.bin ", FileTransport, "/tmp/a b.bin"),
        ("lpt://LPT1", FileTransport, r"\\.\LPT1"),
        ("lpt://lpt9/", FileTransport, r"\\.\LPT9"),
        ("lpt:///dev/lp0", FileTransport, "/dev/lp0"),
        ("file:///C:/spool/out.bin", FileTransport, str(Path("C:/spool/out.bin"))),
    ],
)
def test_allowed_forms(text: str, kind: type, address: str) -> None:
    transport = open_transport(text)
    assert type(transport) is kind
    assert str(transport) == address


def test_every_form_we_advertise_is_taken() -> None:
    assert [str(open_transport(form)) for form in FORMS]


@pytest.mark.parametrize("text", ["cups://192.168.1.10/printers/Kassa", "windows://Имя принтера"])
def test_queues_of_a_spooler_say_nothing_back(text: str) -> None:
    transport = open_transport(text)
    assert not transport.answers
    assert text.split("/")[-1] in str(transport)


def test_serial_settings() -> None:
    transport = open_transport("serial://COM3?baud=38400&bits=7&parity=even&stop=2&flow=rtscts")
    assert isinstance(transport, SerialTransport)
    assert transport.answers
    assert transport.settings == SerialSettings(
        port="COM3", baud=38400, bits=7, parity="even", stop_bits=2, flow="rtscts"
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "неизвестный вид"),
        ("192.168.1.50:9100", "неизвестный вид"),
        ("http://192.168.1.50:9100", "неизвестный вид"),
        ("tcp://192.168.1.50", "номер порта"),
        ("tcp://:9100", "номер порта"),
        ("tcp://host:0", "номер порта"),
        ("tcp://host:70000", "неправильно"),
        ("tcp://user@host:9100", "номер порта"),
        ("tcp://host:9100?timeout=3", "лишнее: timeout"),
        ("tcp://[::1:9100", "неправильно"),
        ("serial://", "не указан порт"),
        ("serial:///", "не указан порт"),
        ("serial://COM3?baud=fast", "baud"),
        ("serial://COM3?baud=٣٠٠٠", "baud"),
        ("serial://COM3?parity=maybe", "parity может быть: none, even"),
        ("serial://COM3?speed=9600", "лишнее: speed"),
        ("usb://04b8", "шестнадцатеричных"),
        ("usb://4b8:202", "шестнадцатеричных"),
        ("file://server/share", "полный путь"),
        ("file:///", "полный путь"),
        ("file:///spool/", "полный путь"),
        ("lpt://", "имя порта"),
        ("lpt://LPT0", "имя порта"),
        ("lpt://LPT10", "имя порта"),
        ("lpt:///tmp/lp0", "имя порта"),
        ("lpt://server/LPT1", "имя порта"),
        ("lpt://LPT1?baud=9600", "лишнее: baud"),
    ],
)
def test_a_bad_text_is_refused_with_the_allowed_forms(text: str, complaint: str) -> None:
    with pytest.raises(RequestRefused) as caught:
        open_transport(text)
    assert complaint in caught.value.text
    assert all(form in caught.value.text for form in FORMS)


@pytest.mark.parametrize("kind", ["tcp", "ipp", "cups", "usb", "lpt", "cup"])
def test_no_refusal_repeats_a_password(kind: str) -> None:
    """It is told on the screen, in the log of a reload, in the support bundle."""
    with pytest.raises(RequestRefused) as caught:
        open_transport(f"{kind}://bob:s3cret@host/printers/a/b")
    assert "s3cret" not in caught.value.text


def test_taking_the_text_apart_loads_no_device_library() -> None:
    import subprocess

    code = (
        "import sys; from drivers.transports.connection import open_transport as o;"
        "o('serial://COM3'); o('usb://04b8:0202');"
        "sys.exit(any(name in sys.modules for name in ('serial', 'usb', 'usb.core')))"
    )
    root = Path(__file__).parents[3]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
