"""What people read beside a setting, in Russian and in English."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from drivers.model.state import DeviceKind


@dataclass(frozen=True, slots=True)
class Said:
    """One text in both languages."""

    ru: str
    en: str


@dataclass(frozen=True, slots=True)
class Words:
    """Of one key: a title of two or three words, and what its values do."""

    title: Said
    hint: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverWords:
    """Of one driver. `main`: the keys that an owner has to look at, in that order; all others may stay as they are.

    `connections`: schemes of `connection` that make sense, the usual one first; empty where it has none.
    """

    title: Said
    about: Said
    kind: DeviceKind
    main: tuple[str, ...] = ()
    connections: tuple[str, ...] = ()
    virtual: bool = False


Table: TypeAlias = Mapping[str, Words]  # key -> words


def words(ru: str, en: str, hint_ru: str, hint_en: str) -> Words:
    return Words(Said(ru, en), Said(hint_ru, hint_en))
