"""An error of a register of the binary family. Source: spec/service-plus.md B.

Its numbers mean what they mean in the Pirit family as far as they coincide (inferred). No evidence tells a reason
beside them, or whether a document may have been made in spite of one.
"""

from drivers.errors import DeviceFaulty, KkmError, WrongState
from drivers.pirit import codes
from drivers.pirit.request import Effect

NO_HEADER, DISPLAY_NOT_READY = 0x0D, 0x0F
_OWN: dict[int, tuple[type[KkmError], str, str]] = {
    NO_HEADER: (WrongState, "Нет заголовка документа", "Заполните заголовок чека в настройках кассы."),
    DISPLAY_NOT_READY: (DeviceFaulty, "Дисплей покупателя не готов", "Проверьте кабель дисплея и повторите."),
}


def error_of(code: int, request: str, *, effect: Effect = Effect.MONEY) -> KkmError:
    """0Fh is the display here, not a shift that has to be closed (the spec calls it a conflict)."""
    if code not in _OWN:
        return codes.error_of(code, request, effect=effect)
    kind, text, advice = _OWN[code]
    command = request.partition(" ")[0]
    return kind(f"{text} (ошибка {code}, {code:02X}h, команда {command}). {advice}", native=code, nothing_sent=True)
