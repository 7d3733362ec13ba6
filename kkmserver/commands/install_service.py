"""`kkmserver install-service` and `uninstall-service`: the server as a service of systemd or of Windows."""

import os
from pathlib import Path


class ServiceFault(Exception):
    """The service cannot be installed so. The text says why and what to do."""


def show(file: Path | None, data: Path | None, user: str) -> str:
    """The unit that `install` would write. Raises ConfigError, ServiceFault."""
    if os.name == "nt":
        raise ServiceFault("В Windows у службы нет файла, который можно показать.")
    from kkmserver.commands import systemd

    return systemd.text(systemd.unit(file, data, user))


def install(file: Path | None, data: Path | None, user: str) -> str:
    """Write and start it; what to say. Raises ConfigError, ServiceFault."""
    if os.name == "nt":
        if user:
            raise ServiceFault("--user в Windows не действует: выберите учётную запись службы в services.msc.")
        from kkmserver.commands import windows_service

        return windows_service.install(file, data)
    from kkmserver.commands import systemd

    return systemd.install(systemd.unit(file, data, user))


def uninstall() -> str:
    """Stop it and take it away; the data stay; what to say. Raises ServiceFault."""
    if os.name == "nt":
        from kkmserver.commands import windows_service

        return windows_service.uninstall()
    from kkmserver.commands import systemd

    return systemd.uninstall()
