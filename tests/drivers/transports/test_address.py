"""What may be shown of a connection text."""

import pytest

from drivers.transports.address import shown


@pytest.mark.parametrize(
    ("connection", "seen"),
    [
        ("cups://bob:secret@127.0.0.1:631/printers/Kassa", "cups://127.0.0.1:631/printers/Kassa"),
        (" CUPS://bob:sec@ret@host/Kassa", "CUPS://host/Kassa"),
        ("cups:///Kassa", "cups:///Kassa"),
        ("windows://Касса@склад", "windows://Касса@склад"),
        ("tcp://192.168.1.50:9100", "tcp://192.168.1.50:9100"),
    ],
)
def test_no_password_is_shown(connection: str, seen: str) -> None:
    assert shown(connection) == seen
