"""Tokens: each opens one device. In a header of its own, or, with API 1.2, as the name of one."""

import hashlib
import hmac
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kkmserver.config_doors import BitToken
from kkmserver.dialects.door import Knock

KKT, BANK = "bit_kkt_token", "bit_bnk_trm_token"


@dataclass(frozen=True, slots=True)
class Key:
    """A known token: the number of its device, and a hash that tells it from others."""

    device: int
    mark: bytes


class Tokens:
    """Letter case does not matter: names of headers have none."""

    def __init__(self, tokens: Iterable[BitToken]) -> None:
        self._keys = [
            (one.token.lower().encode(), Key(one.device, hashlib.sha256(one.token.lower().encode()).digest()))
            for one in tokens
        ]

    def key(self, given: str) -> Key | None:
        """In the same time whatever was given."""
        wanted, found = given.strip().lower().encode("utf-8", "replace"), None
        for token, key in self._keys:
            if hmac.compare_digest(token, wanted):
                found = key
        return found

    def shown(self, knock: Knock, banks: Collection[int]) -> "Shown":
        """`banks`: numbers of card terminals."""
        named = [key for name, _ in knock.headers if (key := self.key(name))]
        register = self._one(knock.header(KKT).strip(), [key for key in named if key.device not in banks])
        terminal = self._one(knock.header(BANK).strip(), [key for key in named if key.device in banks])
        return Shown(register, terminal, tuple(name for name in (KKT, BANK) if knock.header(name).strip()))

    def _one(self, given: str, named: list[Key]) -> Key | None:
        return self.key(given) if given else next(iter(named), None)


@dataclass(frozen=True, slots=True)
class Shown:
    """What came with a request; `given`: the headers for tokens that hold something."""

    register: Key | None
    terminal: Key | None
    given: tuple[str, ...]
