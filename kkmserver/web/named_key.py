"""Which key of a form a driver's complaint is about."""

import re
from collections.abc import Mapping

_WORD = re.compile(r"[a-z][a-z0-9_]*")


def named_key(text: str, titles: Mapping[str, str]) -> tuple[str, ...]:
    """The key whose title the text begins with, or the one that it names; () where it names none or several.

    «Подключение «x»: …», «Исправьте dots (576 или 384)».
    """
    begun = [key for key, title in titles.items() if text.startswith(title)]
    named = begun or [word for word in dict.fromkeys(_WORD.findall(text)) if word in titles]
    return (named[0],) if len(named) == 1 else ()
