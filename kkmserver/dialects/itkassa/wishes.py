"""POST /organization/settings: where results are told. Source: spec/itkassa.md 10.1."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from kkmserver.config_doors import MAIL
from kkmserver.dialects.itkassa.members import Faults, Members, Wrong
from kkmserver.dialects.itkassa.store import Wishes

_KEY = re.compile(r"[A-Za-z0-9]{0,36}")
_LONGEST = 2000


def changed(before: Wishes, given: Mapping[str, Any]) -> Wishes:
    """What is not there stays as it was; "" takes it away. Raises Wrong."""
    faults: Faults = {}
    members = Members(given, "", faults)
    present = {str(name).casefold(): value for name, value in given.items() if value is not None}
    found = {field: members.text(name).strip() for name, field in FIELDS.items() if name.casefold() in present}
    after = replace(before, **found)
    faults |= {name: why for name, field in FIELDS.items() if (why := _fault(field, getattr(after, field)))}
    if faults:
        raise Wrong({where.lstrip("."): why for where, why in faults.items()})
    return after


def told(wishes: Wishes) -> dict[str, str]:
    return {name: getattr(wishes, field) for name, field in FIELDS.items()}


FIELDS = {
    "callbackApiKey": "callback_key",
    "errorEmail": "error_email",
    "testUrl": "test_url",
    "printResultUrl": "result_url",
}


def _fault(field: str, value: str) -> str:
    """ "" of one that is well."""
    if field == "callback_key":
        return "" if _KEY.fullmatch(value) else "нужны латинские буквы и цифры, не больше 36"
    if not value or len(value) > _LONGEST:
        return f"длиннее {_LONGEST} знаков" if value else ""
    if field == "error_email":
        return "" if MAIL.fullmatch(value) else "это не адрес почты; он пишется так: kassa@shop.example"
    return "" if _is_address(value) else "нужен адрес сайта, например https://shop.example/result"


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0 and value.isprintable()
        )
    except ValueError:
        return False
