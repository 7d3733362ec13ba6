"""`kkmserver set-password`: hash a password and write it into the settings file."""

from pathlib import Path

from kkmserver import config, config_file
from kkmserver.web.passwords import make_hash


def check_file(path: Path) -> None:
    """Before anything is asked: a broken file is not touched. Raises ConfigError."""
    config.load(path)


def store(path: Path, account: str, password: str) -> str:
    """Write the hash of `account` ("admin" or "user"); returns what to say. Raises ConfigError."""
    config_file.set_value(path, "auth", f"{account}_password_hash", make_hash(password))
    auth = config.load(path).auth
    login = auth.admin_login if account == "admin" else auth.user_login
    return (
        f"Пароль для имени {login} записан в {path}. "
        "Он начнёт действовать, когда сервер перечитает настройки (сигнал HUP) или перезапустится."
    )
