"""`kkmserver check-config`: everything that can be said of a settings file without touching a device."""

from pathlib import Path

from kkmserver import building
from kkmserver import config as settings
from kkmserver.config import Config, ConfigError
from kkmserver.web.signin import check_listen


def run(file: Path) -> Config:
    """Raises ConfigError with what is wrong."""
    config = settings.load(file)
    check_listen(config)
    building.check_devices(config)
    return config


def template_faults(config: Config) -> list[ConfigError]:
    """An error for each label template that cannot be used; the server would run without those."""
    return building.check_templates(config)


def report(file: Path) -> str:
    """What the command says, whichever it is."""
    try:
        config = run(file)
    except ConfigError as error:
        return str(error)
    return "\n".join(map(str, template_faults(config))) or said(file, config)


def said(file: Path, config: Config) -> str:
    pools = f", пулов: {len(config.pools)}" if config.pools else ""
    return f"{file}: ошибок нет, устройств: {len(config.devices)}{pools}"
