"""A command: its number, the name of the data it needs, what it does."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from drivers.serviceplus.emulator.xml_core import Core
from drivers.serviceplus.emulator.xml_fields import Fields
from drivers.serviceplus.emulator.xml_tree import Pa

Run = Callable[[Core, Fields], Iterable[Pa]]
NOTHING: tuple[Pa, ...] = ()
ANY = "*"  # a root, or a name, that nobody has told


@dataclass(frozen=True, slots=True)
class Command:
    """`root`: `n` of the data in both directions; of an answer to a request without one it is made up.

    `known`: names in the data of the request; () = it comes without data.
    """

    number: int
    run: Run
    root: str = ANY
    known: tuple[int | str, ...] = ()

    @property
    def answer_root(self) -> str:
        return "200002" if self.root == ANY else self.root
