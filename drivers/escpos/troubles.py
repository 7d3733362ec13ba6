"""What a printer's condition means for the cashier, and for the command that met it."""

from dataclasses import replace

from drivers.errors import DeviceFaulty, DeviceOffline, KkmError, OperatorNeeded, OutcomeUnknown
from drivers.escpos.status import Condition

AGAIN = "Посмотрите, вышел ли документ целиком; если нет, отправьте его ещё раз с новым номером команды."
OPENED = "Посмотрите, открылся ли ящик; если нет, повторите команду с новым номером."
LAST_LABEL = (
    "Посмотрите на последнюю вышедшую этикетку и продолжите со следующей: пошлите задание с новым номером команды "
    "и номером этой этикетки в First."
)
REST = "Сначала выключите и включите принтер: в нём мог остаться обрывок."


def words(condition: Condition) -> str:
    """What is wrong, most important first; "" = nothing that stops it."""
    found = [
        (condition.cover_open, "открыта крышка"),
        (condition.paper_out, "кончилась бумага"),
        (condition.cutter, "заклинило нож"),
        (condition.broken, "неисправность, которую снимает только выключение"),
        (condition.pausing and not condition.cover_open, "перегрелась головка"),
    ]
    return ", ".join(text for wrong, text in found if wrong) or ("не готов к печати" if condition.offline else "")


def not_ready(condition: Condition, device: str) -> KkmError:
    """For a printer that says before the first byte that it cannot print."""
    text = f"Принтер «{device}»: {words(condition)}. {_remedy(condition)} Ничего не напечатано."
    kind = DeviceFaulty if condition.broken else OperatorNeeded
    return kind(text, device=device, nothing_sent=True)


def _remedy(condition: Condition) -> str:
    if condition.broken:
        return "Выключите и включите принтер; если не поможет, вызовите мастера."
    if condition.paper_out:
        return "Вставьте новый рулон и закройте крышку."
    if condition.cover_open:
        return "Закройте её."
    if condition.cutter:
        return "Откройте крышку, уберите застрявшую бумагу и закройте."
    return "Подождите, пока она остынет." if condition.pausing else "Проверьте бумагу, крышку и индикаторы принтера."


def silent(device: str) -> DeviceOffline:
    return DeviceOffline(
        f"Принтер «{device}» {SILENT}. Проверьте, что он включён и свободен; "
        'если он вовсе не умеет отвечать, задайте status = "off". Ничего не напечатано.',
        device=device,
    )


def busy(device: str) -> DeviceOffline:
    return DeviceOffline(
        f"Принтер «{device}» ещё занят прошлым документом, который оборвался. Проверьте бумагу и крышку, дождитесь "
        "конца печати или выключите и включите принтер. Ничего нового не напечатано.",
        device=device,
    )


def never_confirms(device: str) -> DeviceFaulty:
    return DeviceFaulty(
        f"Принтер «{device}» не подтверждает печать так, как задано в confirm. Если он не занят другим документом, "
        'задайте confirm = "auto". Ничего не напечатано.',
        device=device,
        nothing_sent=True,
    )


def broke_off(device: str, progress: str, reason: str, condition: Condition | None, advice: str) -> OutcomeUnknown:
    """`progress`: what was sent and confirmed, as a clause. Of the condition only what the printer has said itself."""
    said = f" Принтер сообщил: {words(condition)}." if condition and condition.stopped else ""
    text = f"Принтер «{device}»: печать оборвалась, {progress}. {reason}{said} {advice}"
    return OutcomeUnknown(text.rstrip(), device=device)


def stalled(condition: Condition | None) -> str:
    if condition is None:
        return "Принтер перестал принимать данные: проверьте бумагу и крышку."
    return "Принтер перестал принимать данные."


def fault(condition: Condition) -> str:
    """What DeviceState has no field of its own for."""
    return words(replace(condition, cover_open=False, paper_out=False)) if _other(condition) else ""


def _other(condition: Condition) -> bool:
    explained = condition.cover_open or condition.paper_out
    passing = condition.offline or condition.pausing
    return condition.cutter or condition.broken or (passing and not explained)


def unproved(count: int) -> str:
    return f"Принтер не сообщает, что напечатал: ему переданы все этикетки ({count}). Посмотрите, все ли вышли."


def called_off_unproved(sent: int, total: int) -> str:
    return (
        f"Печать этикеток остановлена: принтеру передано {sent} из {total}. Сколько из них напечатано, он не "
        f"сообщает. {LAST_LABEL}"
    )


SILENT = "не отвечает на вопрос о состоянии"
UNCONFIRMED = "Принтер не подтвердил, что напечатал их."
