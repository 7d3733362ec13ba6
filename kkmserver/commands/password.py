"""`kkmserver set-password`: hash a password and write it into the settings file."""

from pathlib import Path

from kkmserver import config, config_file
from kkmserver.web.passwords import make_hash


def check_file(path: Path) -> None:
    """Before anything is asked: a broken file is not touched. Raises ConfigError."""
    config.load(path)


def fault(password: str) -> str:
    """Why this cannot be a password; "" when it can."""
    if not password:
        return "Пароль пуст; введите хотя бы один знак"
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in password):
        return "В пароле есть непечатаемые знаки; наберите его заново"
    return ""


def store(path: Path, account: str, password: str) -> str:
    """Write the hash of `account` ("admin" or "user"); returns what to say. Raises ConfigError."""
    config_file.set_value(path, "auth", f"{account}_password_hash", make_hash(password))
    auth = config.load(path).auth
    login = auth.admin_login if account == "admin" else auth.user_login
    return (
        f"Пароль для имени {login} записан в {path}. "
        "Он начнёт действовать, когда сервер перечитает настройки (сигнал HUP) или перезапустится."
    )
