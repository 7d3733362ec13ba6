"""A change of the settings file over HTTP: what may go wrong with it, as an answer."""

from collections.abc import Callable, Sequence

from starlette.exceptions import HTTPException

from kkmserver.config import ConfigError
from kkmserver.keeper import Changed, Keeper, NotTaken, Written
from kkmserver.web.faults import Faulty

Place = tuple[str | int, ...]
_CHANGED = "Настройки изменились с тех пор, как вы их открыли. Обновите страницу и повторите"


async def change(
    keeper: Keeper, tag: str, edit: Callable[[Written], str], relative: Callable[[Place, str], Place | None]
) -> None:
    """`relative`: where the client finds the path of a fault; None of what it has not sent. Raises HTTPException."""
    try:
        await keeper.change(tag, edit)
    except Changed as error:
        raise HTTPException(409, _CHANGED) from error
    except NotTaken as error:
        raise HTTPException(503, str(error)) from error
    except ConfigError as error:
        raise Faulty([_fault(one.path, one.key, one.text, relative) for one in error.faults]) from error


def _fault(
    path: Place, key: str, text: str, relative: Callable[[Place, str], Place | None]
) -> tuple[Sequence[str | int], str]:
    """One that the client has not sent is told with its place in the file."""
    path = path or tuple(part for part in key.split(".") if part)
    own = relative(path, text)
    return (path, f"{key}: {text}" if key else text) if own is None else (own, text)
