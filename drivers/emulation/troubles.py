"""Refusals that a test orders: once, so many times, always, or by chance."""

from dataclasses import dataclass
from random import Random


@dataclass(slots=True)
class Trouble:
    """`command`: upper-case hex as "FF45", "" = any. `times` None = always. `tag`: only requisites with this number."""

    error: int
    command: str = ""
    times: int | None = 1
    chance: float = 1.0
    skip: int = 0  # so many commands that it fits pass first
    tag: int | None = None

    def fits(self, command: str, tags: tuple[int, ...]) -> bool:
        return self.command in ("", command) and (self.tag is None or self.tag in tags)


class Troubles:
    """Each is tried in the order it was added; the same seed refuses the same commands."""

    def __init__(self, seed: int = 0) -> None:
        self._all: list[Trouble] = []
        self._chances = Random(seed)  # noqa: S311  # repeatable on purpose

    def refuse(
        self,
        error: int,
        command: str = "",
        *,
        times: int | None = 1,
        chance: float = 1.0,
        skip: int = 0,
        tag: int | None = None,
    ) -> Trouble:
        """The command is refused with `error` and not executed. -> the trouble, for `forget`."""
        trouble = Trouble(error, command.upper(), times, chance, skip, tag)
        self._all.append(trouble)
        return trouble

    def forget(self, trouble: Trouble | None = None) -> None:
        """None = all of them."""
        self._all = [each for each in self._all if trouble is not None and each is not trouble]

    def due(self, command: str, tags: tuple[int, ...] = ()) -> int | None:
        """The error to answer with, if any."""
        for trouble in self._all:
            if trouble.fits(command, tags) and self._strikes(trouble):
                return trouble.error
        return None

    def _strikes(self, trouble: Trouble) -> bool:
        if trouble.skip:
            trouble.skip -= 1
            return False
        if trouble.times == 0 or (trouble.chance < 1 and self._chances.random() >= trouble.chance):
            return False
        if trouble.times is not None:
            trouble.times -= 1
        return True
