"""The command line as people call it: in a process of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from kkmserver import __version__
from kkmserver.__main__ import default_data, main
from kkmserver.config import load
from kkmserver.web.passwords import matches

ROOT = Path(__file__).parents[2]
CONFIG = '[auth]\nuser_login = "Кассир"  # имя\n[[devices]]\nnumber = 1\nname = "К"\ndriver = "virtual-printer"\n'


def run(*arguments: str | Path, given: bytes = b"", **environment: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "kkmserver", *map(str, arguments)],
        input=given,
        capture_output=True,
        timeout=60,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "kkmserver.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


def test_version() -> None:
    assert run("version") == (0, f"kkmserver {__version__}\n", "")


def test_help_names_the_commands_and_imports_nothing_heavy() -> None:
    heavy = {"pydantic", "starlette", "cryptography", "tomlkit"}
    code = f"import sys, kkmserver.__main__; print({heavy} & set(sys.modules) or 'nothing')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=True, cwd=ROOT)
    assert done.stdout.strip() == b"nothing"
    text = CliRunner().invoke(main, ["--help"]).output
    names = ("serve", "check-config", "make-cert", "set-password", "print-test", "emulate", "version")
    assert all(name in text for name in (*names, "support-bundle", "install-service", "uninstall-service", "find"))
    assert not re.search(r"\w\.\.\.$", text + CliRunner().invoke(main, ["emulate", "--help"]).output, re.MULTILINE)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp866"])
def test_an_output_without_russian_letters_stops_nothing(config: Path, encoding: str) -> None:
    code, out, err = run("check-config", config, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (code, out, err) == (0, f"{config}: ошибок нет, устройств: 1\n", "")
    code, _, err = run("check-config", config.with_name("нет.toml"), PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert code == 2
    assert "не удалось прочитать файл" in err


def test_check_config(config: Path) -> None:
    code, out, err = run("check-config", config)
    assert (code, out, err) == (0, f"{config}: ошибок нет, устройств: 1\n", "")
    assert run("check-config", ROOT / "config" / "kkmserver.example.toml")[0] == 0


def test_check_config_looks_at_the_label_templates(config: Path) -> None:
    folder = config.parent / "templates"
    folder.mkdir()
    (folder / "price.toml").write_text("width = 58\nheigth = 40\n", encoding="utf-8")
    code, out, err = run("check-config", config)
    assert (code, out) == (2, "")
    assert f"{folder / 'price.toml'}: строка 2: heigth: такого ключа нет; может быть, height?" in err


@pytest.mark.parametrize("number", [2, 3])
def test_print_test(tmp_path: Path, number: int) -> None:
    code, out, err = run("print-test", str(number), "--data", tmp_path)
    assert (code, out.strip(), err) == (0, f"Устройство № {number}: пробная страница напечатана.", "")
    picture = tmp_path / "page.png"
    code, out, err = run("print-test", str(number), "--data", tmp_path, "--png", picture)
    assert (code, err) == (0, "")
    assert str(picture) in out
    with Image.open(picture) as page:
        assert page.width > 300


def test_print_test_of_what_is_not_there(config: Path) -> None:
    code, out, err = run("print-test", "9", "--config", config)
    assert (code, out, err) == (2, "", "Устройства № 9 в настройках нет. Есть: 1 «К».\n")
    code, out, err = run("print-test", "1", "--config", config, "--png", config.parent / "none" / "x.png")
    assert (code, out) == (2, "")
    assert "не записан" in err


def test_print_test_on_a_printer_that_is_away(config: Path) -> None:
    device = '[[devices]]\nnumber = 1\nname = "К"\ndriver = "escpos"\nconnection = "tcp://127.0.0.1:9"\n'
    config.write_text(device, encoding="utf-8")
    code, out, err = run("print-test", "1", "--config", config)
    assert (code, out) == (1, "")
    assert err.startswith("Пробная страница не напечатана. ")
    assert "Traceback" not in err


def test_a_bad_config_names_file_line_key_and_what_is_allowed(config: Path) -> None:
    config.write_text(CONFIG + "[server]\nport = 99999\nhots = 1\n", encoding="utf-8")
    for code, out, err in (run("check-config", config), run("serve", "--config", config)):
        assert (code, out) == (2, "")
        assert f"{config}: строка 8: server.port: нужно не больше 65535, а задано 99999" in err
        assert f"{config}: строка 9: server.hots: такого ключа нет; может быть, host?" in err
        assert "Traceback" not in err


@pytest.mark.parametrize("arguments", [["--host", "0.0.0.0"], ["--host", "192.168.1.2", "--port", "0"]])
def test_serving_the_network_without_a_password_is_refused(arguments: list[str], tmp_path: Path) -> None:
    code, _, err = run("serve", "--data", tmp_path / "data", *arguments)
    assert code == 2
    assert "set-password" in err
    assert not (tmp_path / "data").exists()


def test_check_config_refuses_an_open_address_without_a_password(config: Path) -> None:
    config.write_text('[server]\nhost = "0.0.0.0"\n' + CONFIG, encoding="utf-8")
    code, _, err = run("check-config", config)
    assert code == 2
    assert "server.host" in err


@pytest.mark.parametrize("account", ["admin", "user"])
def test_set_password_from_stdin(config: Path, account: str) -> None:
    code, out, err = run("set-password", account, "--config", config, "--password-stdin", given="тайна\r\n".encode())
    assert (code, err) == (0, "")
    assert ("Admin" if account == "admin" else "Кассир") in out
    assert "тайна" not in config.read_text(encoding="utf-8") + out
    assert "# имя" in config.read_text(encoding="utf-8")
    assert matches("тайна", getattr(load(config).auth, f"{account}_password_hash"))


def test_set_password_asks_twice(config: Path) -> None:
    done = CliRunner().invoke(main, ["set-password", "user", "--config", str(config)], input="a\nb\nсекрет\nсекрет\n")
    assert done.exit_code == 0
    assert "секрет" not in done.output
    assert matches("секрет", load(config).auth.user_password_hash)


@pytest.mark.parametrize("given", [b"\n", b"", b"a\tb\n"])
def test_impossible_passwords(config: Path, given: bytes) -> None:
    code, _, err = run("set-password", "user", "--config", config, "--password-stdin", given=given)
    assert code == 2
    assert "Парол" in err or "парол" in err
    assert config.read_text(encoding="utf-8") == CONFIG


def test_set_password_leaves_a_broken_file_alone(config: Path) -> None:
    config.write_text("[auth\n", encoding="utf-8")
    code, _, err = run("set-password", "user", "--config", config, "--password-stdin", given=b"x\n")
    assert code == 2
    assert "строка 1" in err
    assert config.read_text(encoding="utf-8") == "[auth\n"


def test_make_cert_beside_the_config_and_use_it(config: Path) -> None:
    code, out, err = run("make-cert", "--config", config)
    assert (code, err) == (0, "")
    certificate, key = config.parent / "certs" / "kkmserver.crt", config.parent / "certs" / "kkmserver.key"
    assert certificate.exists()
    for part in ("certutil -addstore Root", "update-ca-certificates", "Chrome", "Firefox"):
        assert part in out
    keys = [line.strip() for line in out.splitlines() if line.strip().startswith("tls_")]
    assert keys == [f"tls_certificate = '{certificate}'", f"tls_key = '{key}'"]
    config.write_text("[server]\n" + "\n".join(keys) + "\n" + CONFIG, encoding="utf-8")
    assert load(config).server.tls


def test_make_cert_says_where_it_could_not(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, _, err = run("make-cert", "--folder", tmp_path / "file" / "certs")
    assert code == 2
    assert "сертификат не сделан" in err
    assert "Traceback" not in err


def test_where_data_goes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert default_data() == tmp_path / "kkmserver"


def here(*arguments: str | Path) -> tuple[int, str]:
    """As `run`, in this process, which is quicker."""
    result = CliRunner().invoke(main, [*map(str, arguments)])
    return result.exit_code, result.output


def test_support_bundle(config: Path, tmp_path: Path) -> None:
    out = tmp_path / "support.zip"
    code, said = here("support-bundle", "--config", config, "--data", tmp_path, "--out", out)
    assert (code, out.is_file()) == (0, True)
    assert said.startswith(f"{out}: README.txt, versions.txt, settings.toml")
    code, said = here("support-bundle", "--data", tmp_path, "--out", tmp_path / "no" / "support.zip")
    assert code == 2
    assert "не записан: такого файла или устройства нет." in said


@pytest.mark.skipif(os.name == "nt", reason="a unit is systemd's")
def test_install_service_shows_what_it_would_write(config: Path) -> None:
    code, said = here("install-service", "--print", "--config", config)
    assert code == 0
    assert f"ExecStart={sys.executable} -m kkmserver serve --config {config} --data /var/lib/kkmserver\n" in said
    code, said = here("install-service", "--print", "--config", config, "--data", config.parent)
    assert code == 2
    assert "укажите --user" in said
    code, said = here("install-service", "--print", "--config", config.with_name("нет.toml"))
    assert code == 2
    assert "не удалось прочитать файл" in said


@pytest.mark.skipif(os.name == "nt" or Path("/etc/systemd/system/kkmserver.service").exists(), reason="it is there")
def test_uninstall_service_says_that_there_is_none() -> None:
    code, said = here("uninstall-service")
    assert code == 2
    assert "Службы нет" in said
