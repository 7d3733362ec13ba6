"""What people are told about scales; with each text whose fault it is."""

from drivers.errors import DeviceFaulty, DeviceOffline, FrameError, KkmError, NotSupported, OperatorNeeded, WrongState
from drivers.scales.reading import Reading


def not_weighed(reading: Reading) -> KkmError:
    """Why a reading is no weight of goods. Nothing is changed by weighing, so it may always be repeated."""
    if reading.overload:
        return operator("Весы перегружены. Снимите часть груза и повторите.")
    if reading.underload:
        return operator("Весы недогружены: платформа снята или приподнята. Поправьте её и повторите.")
    if not reading.stable:
        return WrongState("Груз нестабилен. Дождитесь, пока показания весов остановятся, и повторите.")
    if reading.weight < 0:
        return operator(
            f"Весы показывают меньше нуля ({reading.weight} кг). Уберите всё с платформы, обнулите весы и повторите."
        )
    return operator("На весах пусто. Положите товар и повторите.")


def silent(address: str) -> DeviceOffline:
    return DeviceOffline(
        f"Весы не отвечают ({address}). Проверьте их питание и кабель, в настройках – порт и его скорость."
    )


def nonsense(address: str) -> FrameError:
    return FrameError(
        f"Весы отвечают непонятно ({address}). Проверьте в настройках модель весов и скорость порта.",
        nothing_sent=True,
    )


def malformed() -> FrameError:
    return FrameError("Ответ весов не разобрать. Проверьте модель весов в настройках.", nothing_sent=True)


def operator(text: str, native: int | None = None) -> OperatorNeeded:
    return OperatorNeeded(text, native=native, nothing_sent=True)


def faulty(text: str, native: int | None = None) -> DeviceFaulty:
    return DeviceFaulty(text, native=native, nothing_sent=True)


def not_supported() -> NotSupported:
    return NotSupported("Весы только взвешивают и запоминают тару. Выберите для этой команды другое устройство.")
