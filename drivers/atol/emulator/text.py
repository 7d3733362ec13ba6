"""The register's code page: 866 with seven signs of its own. Source: spec/atol.md 4."""

_OWN = {"$": "№", "№": "$", "'": "’", "Є": "€", "·": "‑"}  # what stands in 866 at the byte -> what the register prints
_TO_OWN, _FROM_OWN = str.maketrans(_OWN), str.maketrans({own: plain for plain, own in _OWN.items()})


def decoded(raw: bytes) -> str:
    return raw.decode("cp866").translate(_TO_OWN)


def encoded(text: str) -> bytes:
    """Anything else becomes "?"."""
    return text.translate(_FROM_OWN).encode("cp866", "replace")


def plain(raw: bytes) -> bytes:
    """The same text in 866, as the ФН keeps it; what 866 has not becomes "?"."""
    return decoded(raw).encode("cp866", "replace")
