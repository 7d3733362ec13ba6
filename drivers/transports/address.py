"""The `connection` text as it may be shown."""

import re

# Of any kind, also one that is misspelt; those left out have no password, and the sign may stand in their names.
_SIGNED_IN = re.compile(r"\A(?!(?:windows|file|serial)://)((?:[a-z][a-z0-9+.-]*:/*)?).*@", re.IGNORECASE)


def shown(connection: str) -> str:
    """For answers and logs: without the name and password that an address may hold."""
    return _SIGNED_IN.sub(r"\1", connection.strip())
