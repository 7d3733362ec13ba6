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
        ("file:///spool/a@b.bin", "file:///spool/a@b.bin"),
        ("ipp://bob:secret@host/printers/Kassa", "ipp://host/printers/Kassa"),
        ("cups:/bob:sec ret@host/Kassa", "cups:/host/Kassa"),
        ("bob:secret@host", "bob:host"),
        ("tcp://192.168.1.50:9100", "tcp://192.168.1.50:9100"),
    ],
)
def test_no_password_is_shown(connection: str, seen: str) -> None:
    assert shown(connection) == seen
