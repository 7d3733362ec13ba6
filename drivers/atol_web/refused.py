"""What it means when the web server does not take a task. Nothing is queued then. Source: spec/atol-web.md 1."""

from drivers.atol_web.reply import Refusal
from drivers.errors import DeviceFaulty, KkmError, NotSupported, RequestRefused, WrongState

_BY_STATUS: dict[int, tuple[type[KkmError], str]] = {
    404: (WrongState, "Проверьте номер кассы в драйвере АТОЛ (ключ device_id) и версию веб-сервера (ключ api)."),
    409: (WrongState, "Касса там занята или не активна: посмотрите её в настройках веб-сервера АТОЛ и повторите."),
    413: (RequestRefused, "Задание слишком большое: разделите чек или уберите из него картинки."),
    501: (NotSupported, "Эта версия веб-сервера АТОЛ такого не умеет: обновите её."),
}
_FAULT = (DeviceFaulty, "Подождите и повторите; если не поможет, перезапустите веб-сервер АТОЛ.")
_WRONG = (RequestRefused, "Проверьте данные команды.")


def refused(service: str, told: Refusal) -> KkmError:
    """`service`: how texts name it."""
    kind, advice = _BY_STATUS.get(told.status, _FAULT if told.status >= 500 else _WRONG)
    why = f": {told.description.rstrip('. ')}" if told.description else ""
    text = f"{service} не принял задание (HTTP {told.status}){why}. {advice}"
    return kind(text, native=told.code or told.status, nothing_sent=True)
