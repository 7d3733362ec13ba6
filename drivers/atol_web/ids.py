"""The uuid of a task: the key by which the web server knows a repeat. Source: spec/atol-web.md 1, "Idempotence"."""

import uuid

_OURS = uuid.UUID("6f0a3c1e-9d0b-5e57-8a44-51c7f6b2d3a0")  # a name space of our own, which never changes


def task_id(command: str, attempt: int, part: str = "") -> str:
    """The same for the same command, attempt and part of it: a repeat is the same task, whoever asks for it.

    `command`: its id; `attempt`: counted from 1, one more only where the one before is proven to have done nothing.
    """
    if not command or attempt < 1:
        raise ValueError("a task belongs to an attempt of a command")
    return str(uuid.uuid5(_OURS, f"{command}\n{attempt}\n{part}"))


def question_id() -> str:
    """Of a task that changes nothing: nobody will ask for it again."""
    return str(uuid.uuid4())
