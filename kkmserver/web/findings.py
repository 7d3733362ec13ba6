"""What a look at the server shows: plain sentences, each with what to do. No I/O."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kkmserver.config import Config
from kkmserver.door_words import DOORS
from kkmserver.gates import gates, where
from kkmserver.web.loopback import is_loopback

_SOON = timedelta(days=30)  # for a certificate
_MIB = 2**20
_LITTLE = 500 * _MIB  # bytes of disk
_TOO_LITTLE = 100 * _MIB


class Mood(StrEnum):
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    mood: Mood
    title: str
    text: str
    advice: str = ""


def of_access(config: Config) -> Iterator[Finding]:
    auth = config.auth
    missing = [
        name
        for name, stored in (("администратора", auth.admin_password_hash), ("пользователя", auth.user_password_hash))
        if not stored
    ]
    if not missing:
        yield Finding(Mood.GOOD, "Пароли заданы", "Войти можно только по имени и паролю.")
        return
    yield Finding(
        Mood.WARN,
        f"Нет пароля {' и '.join(missing)}",
        "Пока не заданы оба пароля, сервер отвечает только программам этого компьютера.",
        "Задайте оба пароля в настройках; без них его нельзя открыть для сети магазина.",
    )


def of_origins(config: Config) -> Iterator[Finding]:
    if "*" in config.auth.allowed_origins:
        yield Finding(
            Mood.WARN,
            "Любому сайту можно печатать",
            "Среди сайтов без пароля стоит «*»: любая открытая в браузере страница может послать команду кассе.",
            "Назовите свои сайты поимённо, например https://shop.example.",
        )


def of_gates(config: Config) -> Iterator[Finding]:
    """Of the further APIs as `config` opens them."""
    found = {gate.dialect: gate for gate in gates(config) if not gate.settings.tls}
    for name, gate in found.items():
        if not is_loopback(where(gate, config)[0].strip("[]")):
            yield Finding(
                Mood.WARN,
                f"{DOORS[f'dialects.{name}'][0].ru} отвечает сети без HTTPS",
                "Его ключи и чеки идут по сети открыто: кто их прочтёт, сможет печатать чеки на вашей кассе.",
                f"Если программы умеют HTTPS, включите его в настройках этого API ([dialects.{name}] tls). "
                'Если нет, держите кассу и программы в отдельной сети или на одном компьютере: host = "127.0.0.1".',
            )


def of_certificate(config: Config, until: datetime | None, now: datetime) -> Iterator[Finding]:
    """`until`: where there is a certificate that can be read."""
    if not config.server.tls:
        return
    if until is None:
        yield Finding(
            Mood.BAD, "Сертификат не читается", f"Файл {config.server.tls_certificate}.", "Сделайте его заново."
        )
    elif until <= now:
        text = f"С {until:%d.%m.%Y} браузеры не открывают страницы сервера."
        yield Finding(Mood.BAD, "Сертификат просрочен", text, "Сделайте новый в настройках и перезапустите сервер.")
    elif until - now < _SOON:
        text = f"Он действует до {until:%d.%m.%Y}."
        yield Finding(Mood.WARN, "Сертификат скоро кончится", text, "Сделайте новый и перезапустите сервер.")
    else:
        yield Finding(Mood.GOOD, "Сертификат в порядке", f"Он действует до {until:%d.%m.%Y}.")


def of_disk(free: int, folder: str) -> Iterator[Finding]:
    """`free`: bytes."""
    if free >= _LITTLE:
        yield Finding(Mood.GOOD, "Место на диске есть", f"Свободно {free // _MIB} МиБ.")
        return
    mood = Mood.BAD if free < _TOO_LITTLE else Mood.WARN
    text = f"Там, где журнал ({folder}), свободно {free // _MIB} МиБ. Без места сервер перестанет принимать команды."
    yield Finding(mood, "Кончается место на диске", text, "Удалите лишние файлы или перенесите папку данных.")


def of_journal(trouble: str, doubts: int) -> Iterator[Finding]:
    """`doubts`: commands whose outcome is unknown."""
    if trouble:
        advice = "Проверьте диск сервера: место, права, исправность."
        yield Finding(Mood.BAD, "Команды не принимаются", trouble, advice)
    if doubts:
        yield Finding(
            Mood.BAD,
            f"Команд с неизвестным результатом: {doubts}",
            "Ответ устройства потерялся, и спросить его не вышло: документ мог напечататься, а мог и нет.",
            "Посмотрите на бумагу и решите каждую в журнале.",
        )
    if not trouble and not doubts:
        yield Finding(Mood.GOOD, "Журнал в порядке", "Команды принимаются, сомнительных нет.")


def of_shared_places(names: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """`names`: of the devices at each connection."""
    for connection, owners in names.items():
        if len(owners) > 1:
            yield Finding(
                Mood.WARN,
                "Два устройства на одном подключении",
                f"{', '.join(owners)}: {connection}. Они мешают друг другу.",
                "Оставьте одно или исправьте подключение.",
            )


def of_restart(waiting: Sequence[str]) -> Iterator[Finding]:
    if waiting:
        text = f"Ждут перезапуска: {', '.join(waiting)}."
        yield Finding(Mood.WARN, "Часть настроек ещё не действует", text, "Перезапустите сервер в настройках.")
