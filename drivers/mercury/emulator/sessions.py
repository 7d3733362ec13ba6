"""Who has opened the register's port. Source: spec/mercury.md 3, 5. The form of a key is made up."""

from itertools import count

from drivers.mercury.emulator.results import Refused, Result


class Sessions:
    """One session has a port at a time. They are forgotten when the service restarts."""

    def __init__(self) -> None:
        self._ports: dict[str, str] = {}  # by key
        self._numbers = count(1)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._ports)

    def open(self, port: str) -> str:
        """-> the key. Raises Refused."""
        if port in self._ports.values():
            raise Refused(Result.PORT_BUSY, f"Порт {port} занят другой сессией")
        key = f"K{next(self._numbers):07d}"
        self._ports[key] = port
        return key

    def check(self, key: object) -> None:
        """Raises Refused."""
        if key not in self._ports:
            raise Refused(Result.BAD_KEY, "Неизвестный ключ сессии")

    def close(self, key: str) -> None:
        self._ports.pop(key, None)

    def forget(self) -> None:
        """Keys that were given out are not given again."""
        self._ports.clear()
