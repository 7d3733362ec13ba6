"""How the register and its ФН stand before a fiscal document, and what is put in order."""

from drivers.errors import KkmError, WrongState
from drivers.registers import texts
from drivers.registers.known import Standing
from drivers.registers.register import Register


async def ready(register: Register) -> Standing:
    """See `Register.ready`; all it raises says that nothing of the command was sent."""
    try:
        now = await register.ready()
    except KkmError as error:
        error.nothing_sent = True
        raise
    register.receipt_is_ours = False  # none is open by now: the next one may be anybody's
    return now


async def standing(register: Register) -> Standing:
    """Ready to print. Of the ФН that is in the register now; what was known of another one is forgotten."""
    now = await ready(register)
    if now.silence is None and now.storage != register.known.storage:
        register.forget()
        try:
            await register.begin()
        except KkmError as error:
            error.nothing_sent = True
            raise
    return now


async def answering(register: Register) -> Standing:
    """The same of a ФН that answers. Raises what the register says of one that does not."""
    now = await standing(register)
    if now.silence is not None:
        now.silence.nothing_sent = True
        raise now.silence
    return now


async def fiscal(register: Register) -> Standing:
    """The same of a ФН that takes documents. Raises WrongState for one that does not."""
    now = await answering(register)
    if now.storage_closed:
        raise WrongState(texts.STORAGE_CLOSED)
    if not now.fiscalized:
        raise WrongState(texts.NOT_FISCALIZED)
    return now
