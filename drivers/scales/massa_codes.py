"""Error codes of Massa-K, answer 28h.

Source: public implementations of "Protocol 100, revision 5" that agree with each other; spec/scales-displays.md knows
of code 8 alone. What only network settings can cause is shown as a number.
"""

from drivers.errors import KkmError, WrongState
from drivers.scales import texts

NOT_SUPPORTED = 0x07
OVERLOAD = 0x08

_OPERATOR = {
    0x08: "Весы перегружены. Снимите часть груза и повторите.",
    0x15: "Весы не могут установить ноль. Уберите всё с платформы и повторите.",
    0x18: "При включении весов на платформе был груз. Уберите его, выключите и включите весы.",
}
_FAULTY = {
    0x0A: "Весы не приняли данные команды.",
    0x0B: "Весы не смогли сохранить данные. Обратитесь в сервис.",
    0x17: "У весов нет связи со взвешивающим модулем. Проверьте его кабель или обратитесь в сервис.",
    0x19: "Весы неисправны. Обратитесь в сервис.",
}


def error(code: int) -> KkmError:
    if code in _OPERATOR:
        return texts.operator(_OPERATOR[code], code)
    if code == 0x09:
        return WrongState("Весы не в режиме взвешивания. Переведите их в него и повторите.", native=code)
    known = _FAULTY.get(code, f"Весы сообщают об ошибке {code:02X}h. Посмотрите её в инструкции к весам.")
    return texts.faulty(known, code)
