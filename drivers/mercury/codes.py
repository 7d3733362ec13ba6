"""An error of INECRMAN as one of ours: by the state of the register, for no list of its codes was found.

Source: spec/mercury.md 5. That the command was not carried out is not evidenced for any code, so nothing is promised of
a command with an effect: the ФН, the check and the drawer are asked.
"""

from drivers.errors import DeviceFaulty, KkmError, OperatorNeeded, RequestRefused, WrongState
from drivers.mercury.commands.status import Status, StoragePhase
from drivers.model.ffd import ShiftState
from drivers.registers.request import Effect

_SILENT = "причина не названа"


def error_of(result: int, description: str, name: str, state: Status, effect: Effect) -> KkmError:
    """`description`: the service's words, "" where it has none; `name`: of the command; `state`: after the error."""
    kind, advice = _meaning(state)
    return kind(_text(result, description, name, advice), native=result, nothing_sent=effect is Effect.NONE)


def no_session(result: int, description: str) -> KkmError:
    """OpenSession was refused: nothing of the command has reached the register."""
    advice = (
        "Проверьте питание и кабель кассы, в настройках — port_name и model, "
        "и что с кассой не работает другая программа."
    )
    return OperatorNeeded(_text(result, description, "OpenSession", advice), native=result, nothing_sent=True)


def without_state(result: int, description: str, name: str, effect: Effect) -> KkmError:
    """A command was refused, and the register says nothing of its state."""
    advice = "Посмотрите, что с кассой, и её последний документ, прежде чем повторять."
    return DeviceFaulty(_text(result, description, name, advice), native=result, nothing_sent=effect is Effect.NONE)


def _meaning(state: Status) -> tuple[type[KkmError], str]:
    """The first that fits, in the order of the spec's table."""
    if not state.paper:
        return OperatorNeeded, "Вставьте бумагу, закройте крышку и повторите."
    if state.shift is ShiftState.EXPIRED:
        return WrongState, "Закройте смену (Z-отчёт) и повторите: касса откроет новую."
    if state.check_open:
        return RequestRefused, "Проверьте данные чека: касса их не принимает."
    if state.phase is not StoragePhase.FISCAL:
        return DeviceFaulty, "ФН не в фискальном режиме: обратитесь в сервисный центр."
    return OperatorNeeded, "Проверьте кассу и данные команды и повторите."


def _text(result: int, description: str, name: str, advice: str) -> str:
    says = description.rstrip(". ") or _SILENT
    return f"{says} (ошибка {result} службы INECRMAN, команда {name}). {advice}"
