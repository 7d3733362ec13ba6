"""HTTP statuses other than 200, as errors. Source: spec/kkmserver.md 1.8."""

from drivers.errors import FrameError, KkmError, NotSupported, OutcomeUnknown, RequestRefused, WrongState
from drivers.notation.json_text import decode
from drivers.notation.members import Members

_LOOP = 508  # ours: the command has come through that server already
_NOT_ACCEPTED = (400, 413, 414, 415, 431, _LOOP)
_NO_KKMSERVER = (404, 405, 410)


def refusal_of(status: int, body: bytes, server: str) -> KkmError:
    """`nothing_sent` for those that say that the request was not carried out; all others leave it open."""
    if status in (401, 403, 407):
        return WrongState(f"Сервер {server} не принял логин или пароль. Проверьте ключи login и password в настройках.")
    if status in _NO_KKMSERVER or 300 <= status < 400:
        return WrongState(f"По адресу {server} отвечает не KkmServer (HTTP {status}). Проверьте ключ url.")
    said = _error(body)
    if status == 501:
        return NotSupported(said or f"Сервер {server} такой команды не знает.")
    if status in _NOT_ACCEPTED:
        return RequestRefused(said or f"Сервер {server} не принял команду (HTTP {status}).")
    return OutcomeUnknown(f"Сервер {server} ответил ошибкой HTTP {status}. {said}".rstrip())


def _error(body: bytes) -> str:
    try:
        return Members(decode(body)).words("Error")
    except FrameError:
        return ""
