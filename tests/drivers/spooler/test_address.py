import pytest

from drivers.errors import RequestRefused
from drivers.spooler.address import CupsAddress, cups_address, open_queue
from drivers.spooler.transport import open_spooler


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cups:///Zebra", CupsAddress("/printers/Zebra")),
        ("cups:///printers/Zebra", CupsAddress("/printers/Zebra")),
        ("cups://10.0.0.5/printers/Zebra", CupsAddress("/printers/Zebra", "10.0.0.5", 631)),
        ("cups://print:8631/classes/Kassa", CupsAddress("/classes/Kassa", "print", 8631)),
        ("cups://[::1]:631/printers/a", CupsAddress("/printers/a", "::1", 631)),
        ("cups://ann:p%40ss@print/printers/a", CupsAddress("/printers/a", "print", 631, "ann", "p@ss")),
        ("cups:///a?socket=/tmp/cups.sock", CupsAddress("/printers/a", socket="/tmp/cups.sock")),
    ],
)
def test_cups(text: str, expected: CupsAddress) -> None:
    assert cups_address(text) == expected


def test_the_password_is_shown_to_nobody() -> None:
    text = "cups://ann:secret@print:8631/printers/%D0%90"
    assert str(cups_address(text)) == "cups://print:8631/printers/А"
    with pytest.raises(RequestRefused) as refused:
        open_spooler("cups://ann:secret@print:port/printers/a")
    assert "secret" not in refused.value.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cups",
        "cups://",
        "cups:///",
        "cups://host",
        "cups://host:0631x/printers/a",
        "cups://host:99999/printers/a",
        "cups://host/a/b/c",
        "cups:///a?socket",
        "cups:///a?colour=1",
        "cups:///a#b",
        "cups://host/printers/a?socket=/x",
        "cups://[::1/printers/a",
        "windows://",
        "windows:// ",
        "lp://a",
    ],
)
def test_bad_ones_are_refused_with_the_forms(text: str) -> None:
    with pytest.raises(RequestRefused, match="cups:///ПРИНТЕР"):
        open_spooler(text)


@pytest.mark.parametrize("name", ["Zebra ZD220", r"\\server\Касса 1", "HP 100%"])
def test_windows_names_are_taken_as_they_are(name: str) -> None:
    assert str(open_queue(f"windows://{name}", "raw")) == f"windows://{name}"
