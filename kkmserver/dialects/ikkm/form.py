"""A request taken apart: path and parameters, wherever they stand. Source: spec/ikkm.md 1."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from kkmserver.dialects.door import Knock
from kkmserver.dialects.ikkm.codes import Code, Refused

KEY = "key"
_MOST = 100  # parameters
_LONGEST = 2**20  # bytes of a body; it is read before its key is known, while all other clients wait
_BOUNDARY = re.compile(r"""boundary="?([^\s";,]{1,70})""", re.IGNORECASE)
_NAME = re.compile(rb"""[;\s]name="([^"]*)\"""", re.IGNORECASE)
_ONLY_BY_POST = {"print", "itemdata"}
_CACHE_BUSTER = "_"  # jQuery adds it to what must not come from a cache


@dataclass(frozen=True, slots=True)
class Form:
    parameters: dict[str, str]
    posted: bool

    @property
    def key(self) -> str:
        return self.parameters.get(KEY, "")

    @property
    def given(self) -> dict[str, str]:
        """All but the key, which is no part of what is asked."""
        return {name: value for name, value in self.parameters.items() if name not in (KEY, _CACHE_BUSTER)}

    def only(self, *names: str) -> dict[str, str]:
        """Raises Refused for a parameter that is none of these, or that may not stand in an address."""
        given = self.given
        if given.keys() - set(names) or (not self.posted and given.keys() & _ONLY_BY_POST):
            raise Refused(Code.BAD_REQUEST)
        return given

    def the(self, name: str) -> dict[str, str]:
        """The only parameter, which has to be there. Raises Refused."""
        if name not in (given := self.only(name)):
            raise Refused(Code.BAD_REQUEST)
        return given


def path_of(knock: Knock) -> str:
    """What is asked for, as far as the parameters, without a slash at the end; letter case as it came."""
    head, _, last = knock.path.rpartition("/")
    return unquote(head if "=" in last else knock.path).rstrip("/")


def read(knock: Knock) -> Form:
    """Raises Refused. A parameter of the body wins over one of the address."""
    _, _, last = knock.path.rpartition("/")
    try:
        pairs = [*(_pairs(last) if "=" in last else ()), *_pairs(knock.query)]
        if knock.method == "POST":
            pairs += _body(knock)
    except ValueError:  # not UTF-8, or far too much
        raise Refused(Code.BAD_REQUEST) from None
    return Form(dict(pairs), knock.method == "POST")


def _body(knock: Knock) -> list[tuple[str, str]]:
    """Raises ValueError."""
    if len(knock.body) > _LONGEST:
        raise ValueError(len(knock.body))
    kind = knock.header("content-type")
    if not kind.lower().startswith("multipart/form-data"):
        return _pairs(knock.body.decode("utf-8").strip("\r\n"))
    if (boundary := _BOUNDARY.search(kind)) is None:
        raise ValueError(kind)
    return _parts(knock.body, b"\r\n--" + boundary[1].encode("latin-1"))


def _parts(body: bytes, mark: bytes) -> list[tuple[str, str]]:
    """Raises ValueError. Not by the standard library: it takes seconds for a body of many small parts."""
    _, *parts = (b"\r\n" + body).split(mark, _MOST + 2)
    if len(parts) > _MOST + 1:
        raise ValueError(len(parts))
    return [_part(one) for one in parts if not one.startswith(b"--")]


def _part(text: bytes) -> tuple[str, str]:
    head, _, value = text.partition(b"\r\n\r\n")
    if (name := _NAME.search(head)) is None:
        raise ValueError(head)
    return name[1].decode("utf-8"), value.decode("utf-8")


def _pairs(text: str) -> list[tuple[str, str]]:
    return parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=_MOST)
