"""What an УТМ says: `<A><url/><sign/><ver/></A>`, or an `error` in the same envelope. Source: spec/ffd.md 12.

The name of the error element is inferred there, so upper and lower case and a namespace prefix do not matter.
"""

import re

from drivers.errors import EgaisRefused, FrameError, OutcomeUnknown
from drivers.model.excise import EgaisSlip
from drivers.notation.xml_tree import parse

MOST_BYTES = 256 * 1024  # of an answer; a real one has some hundreds
_SHOWN = 500  # characters of an УТМ's own words
_BROKEN = frozenset({502, 504})  # somebody in between has lost the УТМ's answer
_NOT_TOLD = (
    "УТМ ответил, но не так, как положено ({why}): принят ли чек, неизвестно. "
    "Посмотрите на странице УТМ, есть ли он там."
)


def slip_of(status: int, content: bytes, address: str) -> EgaisSlip:
    """The slip of a cheque that was taken.

    Raises EgaisRefused where the УТМ says no, with an error element or by a status other than 200 (that nothing is
    recorded then is inferred); OutcomeUnknown where it says neither.
    """
    if status in _BROKEN:
        raise OutcomeUnknown(_NOT_TOLD.format(why=f"HTTP {status}"))
    try:
        texts = _texts(content)
    except FrameError as error:
        if status != 200:
            raise _refused(_plain(content) or "причина не названа", status, address) from error
        raise OutcomeUnknown(_NOT_TOLD.format(why=error.text)) from error
    url, sign = texts.get("url", "").strip(), texts.get("sign", "").strip()
    complaint = _clean(texts.get("error", ""))
    if status != 200 or (complaint and not (url and sign)):
        raise _refused(complaint or _plain(content) or "причина не названа", status, address)
    if complaint or not _is_line(url) or not _is_line(sign):
        raise OutcomeUnknown(_NOT_TOLD.format(why=complaint or "нет ссылки или подписи"))
    return EgaisSlip(url=url, sign=sign)


def _texts(content: bytes) -> dict[str, str]:
    """Of the elements directly within the root, by their names in lower case. Raises FrameError."""
    texts: dict[str, str] = {}
    for element in parse(content):
        name = element.tag.rpartition(":")[2].lower()
        texts[name] = texts.get(name, "") + "".join(element.itertext())
    return texts


def _refused(why: str, status: int, address: str) -> EgaisRefused:
    code = "" if status == 200 else f" (HTTP {status})"
    return EgaisRefused(
        f"УТМ {address} не принял чек{code}: {why} Чек не записан в ЕГАИС. Проверьте марку бутылки и состояние УТМ "
        "на его странице, затем повторите.",
        native=None if status == 200 else status,
    )


def _plain(content: bytes) -> str:
    """Words of a page of any kind, without its tags."""
    text = content[:MOST_BYTES].decode("utf-8", "replace")
    return _clean(re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>", " ", text, flags=re.DOTALL | re.IGNORECASE))


def _clean(text: str) -> str:
    """On one line, no longer than can be shown, ended like a sentence; "" stays so."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    line = line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
    return line if not line or line[-1] in ".!?…" else f"{line}."


def _is_line(text: str) -> bool:
    """It can be printed: something, on one line."""
    return 0 < len(text) <= 2000 and text.isprintable()
