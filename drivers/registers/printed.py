"""After what cannot be undone: whether it is on paper too."""

from drivers.errors import KkmError
from drivers.registers.register import Register


async def later(register: Register, text: str) -> str:
    """ "" once all is on paper, else a message: the register prints the rest by itself, or with the next command.

    `text` takes `why`.
    """
    try:
        await register.printed()
    except KkmError as error:
        return text.format(why=error.text)
    return ""
