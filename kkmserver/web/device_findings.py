"""What a look at the devices shows. No I/O."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from drivers.model.state import DeviceState
from kkmserver.config import DeviceConfig
from kkmserver.dispatch.order import DeviceView
from kkmserver.web.findings import Finding, Mood

_UNSENT_FOR = timedelta(days=5)  # of the 30 after which a ФН takes no more receipts
_STORAGE_LEFT = timedelta(days=30)
_CLOCK_LIMIT = 5  # minutes, of devices that have no limit of their own
_ADVICE = {
    "tcp": "Проверьте питание устройства, сетевой кабель и адрес в настройках.",
    "serial": "Проверьте питание и кабель; порт может быть занят другой программой.",
    "usb": "Проверьте питание и кабель USB; устройство может быть занято другой программой.",
    "http": "Проверьте, запущена ли программа, через которую идёт обмен, и её адрес.",
    "https": "Проверьте, запущена ли программа, через которую идёт обмен, её адрес и сертификат.",
}
_ANY_ADVICE = "Проверьте питание, кабель и подключение в настройках."


def of_device(device: DeviceConfig, view: DeviceView, now: datetime) -> Iterator[Finding]:
    """`now`: aware, in the shop's zone, which is that of moments without one."""
    who = f"«{view.name}» (№ {view.number})"
    if view.blocked:
        yield Finding(Mood.BAD, f"{who} отставлено", view.blocked, "Устраните причину и включите его на карточке.")
    elif not view.active:
        yield Finding(Mood.WARN, f"{who} выключено", "Команды ему не отдаются.", "Включите его на карточке.")
    elif not view.online:
        yield _offline(who, device, view)
    if view.online and view.state:
        yield from _of_state(who, device, view.state, now)


def _offline(who: str, device: DeviceConfig, view: DeviceView) -> Finding:
    since = f" с {view.offline_since.astimezone():%d.%m.%Y %H:%M}" if view.offline_since else ""
    connection = view.connection or str(getattr(device.options, "url", ""))
    where = f" Подключение: {connection}." if connection else ""
    return Finding(
        Mood.BAD,
        f"{who} не на связи",
        f"Не отвечает{since}.{where}",
        _ADVICE.get(connection.partition(":")[0].lower(), _ANY_ADVICE),
    )


def _of_state(who: str, device: DeviceConfig, state: DeviceState, now: datetime) -> Iterator[Finding]:
    if state.fault:
        yield Finding(Mood.BAD, f"{who}: неисправность", state.fault)
    if state.paper_out:
        yield Finding(Mood.BAD, f"{who}: нет бумаги", "Печатать не на чем.", "Вставьте новый рулон.")
    if state.cover_open:
        yield Finding(Mood.BAD, f"{who}: открыта крышка", "Печать стоит.", "Закройте крышку.")
    yield from _of_storage(who, state, now)
    yield from _of_clock(who, device, state, now)


def _of_storage(who: str, state: DeviceState, now: datetime) -> Iterator[Finding]:
    since, until = _aware(state.unsent_since, now), _aware(state.storage_until, now)
    if state.unsent and since and now - since > _UNSENT_FOR:
        yield Finding(
            Mood.BAD,
            f"{who}: чеки не уходят в ОФД",
            f"Не передано документов: {state.unsent}, самый старый – от {since:%d.%m.%Y}. "
            "Через 30 дней касса перестанет пробивать чеки.",
            "Проверьте интернет у кассы и оплату ОФД.",
        )
    if state.storage_full:
        yield Finding(Mood.BAD, f"{who}: ФН заполнен", "Чеки пробить нельзя.", "Замените фискальный накопитель.")
    if until and until <= now:
        text = f"Срок истёк {until:%d.%m.%Y}."
        yield Finding(Mood.BAD, f"{who}: срок ФН истёк", text, "Замените фискальный накопитель.")
    elif until and until - now < _STORAGE_LEFT:
        text = f"Срок – до {until:%d.%m.%Y}."
        yield Finding(Mood.WARN, f"{who}: ФН скоро кончится", text, "Закажите новый фискальный накопитель.")


def _of_clock(who: str, device: DeviceConfig, state: DeviceState, now: datetime) -> Iterator[Finding]:
    """The state may be as old as the pause between two questions."""
    limit: int = getattr(device.options, "clock_limit", _CLOCK_LIMIT)
    shown = _aware(state.time, now)
    if not limit or shown is None or abs(now - shown) <= timedelta(minutes=limit, seconds=device.poll):
        return
    text = f"На её часах {shown.astimezone(now.tzinfo):%d.%m.%Y %H:%M}, у сервера {now:%d.%m.%Y %H:%M}."
    advice = "Поправьте часы кассы между сменами или часы этого компьютера."
    yield Finding(Mood.WARN, f"{who}: часы расходятся", text, advice)


def _aware(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
