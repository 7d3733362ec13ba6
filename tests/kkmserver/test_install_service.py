"""The systemd unit: systemd itself accepts it, and its account can work; else nothing is installed."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from kkmserver.commands import systemd
from kkmserver.commands.install_service import ServiceFault
from kkmserver.commands.systemd_unit import STATE, Unit, quoted

ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not here")
needs_root = pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root may ask what others may do")
CONFIG = '[[devices]]\nnumber = 1\nname = "К"\ndriver = "virtual-printer"\n'


@pytest.fixture
def open_path(tmp_path: Path) -> Path:
    """Everybody may go here: pytest's own folders are its user's alone."""
    path = tmp_path
    while path != Path(path.anchor) and path.owner() == pwd.getpwuid(os.getuid()).pw_name and path != Path("/tmp"):
        path.chmod(0o755)
        path = path.parent
    return tmp_path


@pytest.fixture
def config(open_path: Path) -> Path:
    path = open_path / "kkmserver.toml"
    path.write_text(CONFIG, encoding="utf-8")
    path.chmod(0o644)
    return path


def made(**facts: object) -> Unit:
    usual = {"command": (sys.executable, "-m", "kkmserver"), "config": None, "data": STATE, "user": "", "groups": ()}
    return Unit(**{**usual, **facts})  # type: ignore[arg-type]


def values(text: str, key: str) -> list[str]:
    return [line.partition("=")[2] for line in text.splitlines() if line.startswith(f"{key}=")]


def verified(text: str, folder: Path) -> str:
    """What systemd has against it; it reads the file as it would at the start of the machine."""
    assert ANALYZE is not None
    path = folder / "kkmserver.service"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [ANALYZE, "verify", "--man=no", path], capture_output=True, text=True, timeout=60, check=False
    )
    return done.stderr if done.returncode else ""


@needs_systemd
@pytest.mark.parametrize(
    "folder", ["plain", "with blank", "100%", "$HOME ${HOME}", "a'b\"c", "back\\slash", "#;", "магазин"]
)
def test_systemd_accepts_the_unit_wherever_things_lie(folder: str, tmp_path: Path) -> None:
    place = tmp_path / folder
    place.mkdir()
    unit = made(config=place / "k.toml", data=place, user="root", groups=("root",), writable=(place,), low_port=True)
    assert verified(unit.text(), tmp_path) == ""


@needs_systemd
def test_systemd_accepts_a_program_whose_name_has_blanks(tmp_path: Path) -> None:
    program = tmp_path / "my %h $HOME" / "python"
    program.parent.mkdir()
    program.symlink_to(sys.executable)
    assert verified(made(command=(str(program), "-m", "kkmserver")).text(), tmp_path) == ""
    assert "is not executable" in verified(made(command=(f"{program}3", "-m")).text(), tmp_path)


@needs_systemd
def test_little_of_the_machine_is_left_open(tmp_path: Path) -> None:
    path = tmp_path / "kkmserver.service"
    path.write_text(made().text(), encoding="utf-8")
    called = [str(ANALYZE), "security", "--offline=yes", "--threshold=25", str(path)]
    done = subprocess.run(called, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout[-300:]


def test_words_are_quoted_as_systemd_wants_them() -> None:
    assert [quoted(word) for word in ("/a/b", "a b", "50%", 'a"b', "a\\b", "")] == [
        *("/a/b", '"a b"', "50%%", r'"a\"b"', r'"a\\b"', '""'),
    ]
    with pytest.raises(ValueError, match="непечатаемый"):
        quoted("a\nExecStartPost=/bin/sh")
    unit = made(config=Path("/s/$a b.toml")).text()
    assert values(unit, "ExecStart") == [
        f'{sys.executable} -m kkmserver serve --config "/s/$$a b.toml" --data /var/lib/kkmserver'
    ]


def test_the_settings_decide_what_the_unit_says(config: Path) -> None:
    config.write_text(f"[server]\nport = 443\nstop_timeout = 90\n{CONFIG}tape_folder = '/srv/tape'\n", encoding="utf-8")
    text = systemd.text(systemd.unit(config, None, ""))
    assert values(text, "TimeoutStopSec") == ["105"]
    assert values(text, "AmbientCapabilities") == ["CAP_NET_BIND_SERVICE"]
    assert values(text, "ReadWritePaths") == ["/srv/tape"]
    assert values(text, "StateDirectory") == ["kkmserver"]
    assert (values(text, "DynamicUser"), values(text, "RestartPreventExitStatus")) == (["yes"], ["2"])
    own = systemd.text(systemd.unit(config, Path("/srv/kkm data"), "root"))
    assert values(own, "ReadWritePaths") == ['"/srv/kkm data"', "/srv/tape"]
    assert (values(own, "User"), values(own, "DynamicUser"), values(own, "StateDirectory")) == (["root"], [], [])


def test_files_of_the_drivers_count_too(config: Path) -> None:
    """Behind ProtectHome and ProtectSystem the server would not even start without them."""
    Image.new("1", (8, 8)).save(logo := config.parent / "logo.png")
    escpos = '[[devices]]\nnumber = {}\nname = "П"\ndriver = "escpos"\nconnection = "file://{}"\n'
    devices = escpos.format(1, "/srv/my%20paper/out.bin") + 'logo = "logo.png"\n' + escpos.format(2, "/dev/usb/lp0")
    config.write_text(devices, encoding="utf-8")
    unit = systemd.unit(config, None, "")
    assert logo in unit.reads
    assert unit.writable == (Path("/srv/my paper"),)


def test_a_folder_of_ones_own_needs_an_owner(config: Path) -> None:
    with pytest.raises(ServiceFault, match="--user"):
        systemd.unit(config, Path("/srv/kkm"), "")


def test_the_program_cannot_have_any_name() -> None:
    with pytest.raises(ServiceFault, match="кавычки"):
        systemd.text(made(command=("/a'b/python",)))


@needs_root
def test_what_its_account_cannot_read_is_told_before_anything_is_written(config: Path, tmp_path: Path) -> None:
    config.chmod(0o600)
    nobody = systemd.account_of("nobody")
    unit = made(command=("/bin/true",), config=config, reads=(config,), user="nobody")
    assert list(systemd.unreadable(unit, nobody)) == [
        f"Учётная запись службы не прочтёт {config}. Укажите --user ИМЯ (хозяин – root) или дайте ей права."
    ]
    assert list(systemd.unreadable(unit, systemd.account_of("root"))) == []
    config.chmod(0o644)
    assert list(systemd.unreadable(unit, nobody)) == []
    closed = made(command=("/bin/true",), data=tmp_path, user="nobody", writable=(tmp_path / "tape",))
    assert [fault.split(": ")[0].split(". ")[0] for fault in systemd.unreadable(closed, nobody)] == [
        f"Учётная запись службы не сможет писать в папку {tmp_path}",
        f"Учётная запись службы не сможет писать в папку {tmp_path / 'tape'}",
    ]
    config.chmod(0o600)
    with pytest.raises(ServiceFault, match="не прочтёт"):
        systemd.install(unit, tmp_path)
    assert not (tmp_path / "kkmserver.service").exists()


def test_an_unknown_user() -> None:
    with pytest.raises(ServiceFault, match="no-such-user"):
        systemd.account_of("no-such-user")


@needs_root
def test_it_is_written_and_taken_away(open_path: Path, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systemd, "_BOOTED", open_path / "nowhere")
    data = open_path / "data"
    unit = made(command=("/bin/true",), config=config, reads=(config,), data=data, user="nobody")
    said = systemd.install(unit, open_path)
    written = open_path / "kkmserver.service"
    assert written.read_text("utf-8") == unit.text()
    assert written.stat().st_mode & 0o777 == 0o644
    assert said.endswith("\n  systemctl daemon-reload\n  systemctl enable kkmserver\n  systemctl restart kkmserver")
    assert (data.owner(), data.stat().st_mode & 0o777) == ("nobody", 0o700)
    assert [path.name for path in open_path.iterdir() if path.name.startswith(".")] == []
    assert "остались" in systemd.uninstall(open_path)
    assert data.exists()
    with pytest.raises(ServiceFault, match="Службы нет"):
        systemd.uninstall(open_path)


@needs_root
def test_where_systemd_runs_it_is_told_at_once(
    open_path: Path, config: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A systemctl of our own stands in: the real one would change this machine."""
    (program := tmp_path / "bin" / "systemctl").parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\ntest "$1" != enable || test -e {tmp_path}/ok\n')
    program.chmod(0o755)
    monkeypatch.setattr(systemd, "_BOOTED", tmp_path)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    unit = made(command=("/bin/true",), config=config, reads=(config,))
    with pytest.raises(ServiceFault, match="systemctl enable kkmserver"):
        systemd.install(unit, open_path)
    (tmp_path / "ok").touch()
    (tmp_path / "calls").unlink()
    assert "journalctl -u kkmserver" in systemd.install(unit, open_path)
    systemd.uninstall(open_path)
    assert (tmp_path / "calls").read_text().splitlines() == [
        *("daemon-reload", "enable kkmserver", "restart kkmserver", "disable --now kkmserver", "daemon-reload"),
    ]
