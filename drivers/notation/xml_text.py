"""What a text may hold in XML."""

import re

_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production Char


def clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _FORBIDDEN.sub(" ", text)
