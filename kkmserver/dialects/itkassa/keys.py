"""X-Api-Key: which organisation asks."""

import hmac
from collections.abc import Iterable

from kkmserver.config_doors import Organization


class Keys:
    def __init__(self, organizations: Iterable[Organization]) -> None:
        self._keys = [(key.encode(), one) for one in organizations for key in one.api_keys]

    def organization(self, given: str) -> Organization | None:
        """In the same time whatever was given."""
        wanted, found = given.strip().encode("utf-8", "replace"), None
        for key, one in self._keys:
            if hmac.compare_digest(key, wanted):
                found = one
        return found
