"""The `connection` text as it may be shown."""

import re

_SIGNED_IN = re.compile(r"(cups://).*@", re.IGNORECASE)


def shown(connection: str) -> str:
    """For answers and logs: without the name and password that the address of a queue may hold."""
    return _SIGNED_IN.sub(r"\1", connection.strip())
