"""After what cannot be undone: whether it is on paper too."""

from drivers.errors import KkmError
from drivers.shtrih.session import Session


async def later(session: Session, text: str) -> str:
    """ "" once all is on paper, else a message: the register prints the rest by itself, or with the next command.

    `text` takes `why`.
    """
    try:
        await session.printed()
    except KkmError as error:
        return text.format(why=error.text)
    return ""
