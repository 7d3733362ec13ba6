"""The `connection` text of a device that is a program listening on HTTP: http://127.0.0.1:16732."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from drivers.errors import RequestRefused

_WHERE = "Подключение (ключ connection): "
_PORT = 80


@dataclass(frozen=True, slots=True)
class ServiceAddress:
    """`path`: what stands before the paths of questions, without a slash at its end."""

    host: str
    port: int
    path: str = ""

    def __str__(self) -> str:
        return f"http://{self.place}{self.path}"

    @property
    def place(self) -> str:
        """Host and port, as the header Host and a tcp connection spell them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def connection(self) -> str:
        """For `DeviceContext.open_transport`."""
        return f"tcp://{self.place}"


def address_of(connection: str) -> ServiceAddress:
    """Raises RequestRefused; the text does not repeat what may hold a password."""
    try:
        parts = urlsplit(connection.strip())
        port = _PORT if parts.port is None else parts.port
    except ValueError as error:
        raise RequestRefused(f"{_WHERE}адрес записан неправильно.") from error
    if parts.scheme == "https":
        raise RequestRefused(f"{_WHERE}программа рядом с кассой отвечает без шифрования, нужен адрес http://…")
    if parts.scheme != "http" or not parts.hostname or not port:
        raise RequestRefused(f"{_WHERE}нужен адрес вида http://127.0.0.1:16732.")
    if "@" in parts.netloc:
        raise RequestRefused(f"{_WHERE}имя и пароль в адресе не указывают, для них есть ключи login и password.")
    if parts.query or parts.fragment or not parts.path.isascii() or not parts.path.isprintable() or " " in parts.path:
        raise RequestRefused(f"{_WHERE}в адресе лишнее: после адреса и порта может стоять только путь.")
    return ServiceAddress(parts.hostname, port, parts.path.rstrip("/"))
