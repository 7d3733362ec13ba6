"""A task the service knows: its name, who does it, and what has to be there before."""

from collections.abc import Callable
from dataclasses import dataclass

from drivers.atol_web.emulator.fields import Fields
from drivers.atol_web.emulator.json_text import Json
from drivers.atol_web.emulator.register import Register


@dataclass(frozen=True, slots=True)
class Task:
    """`run` raises Refused, StorageRefused or NotEnoughCash, and then nothing is recorded.

    `prints`: paper is needed, unless the task is `electronically`. `fiscal`: makes a document of the ФН or moves cash;
    where the link breaks in it the outcome is unknown.
    """

    type: str
    run: Callable[[Register, Fields], Json]
    prints: bool = False
    fiscal: bool = False
