"""Registers of an organisation, as GET /cre/items tells them. Source: spec/itkassa.md 11."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from drivers.model.state import DeviceState, Registration
from kkmserver.config_doors import Organization
from kkmserver.dialects.itkassa import codes
from kkmserver.dialects.itkassa.results import OFFLINE, SESSION_STATES
from kkmserver.dispatch.order import DeviceView

_NO_LICENCE = "2099-12-31"  # its end; none is needed here
_WORDS = {system: word for word, system in codes.TAX_SYSTEMS.items()}


def listed(organization: Organization, views: Sequence[DeviceView], now: datetime) -> dict[str, Any]:
    """The whole answer. In the order of the settings."""
    node = str(uuid5(NAMESPACE_OID, f"node:{organization.id}"))
    known = {view.number: view for view in views}
    mine = [known[number] for number in organization.devices if number in known]
    told = {
        "id": node,
        "name": f"Узел {node[:8]}",
        "status": "ready",
        "lastExchangeAt": _moment(now),
        "createdAt": _moment(min((view.row.added_at for view in mine), default=now)),
        "updatedAt": _moment(now),
        "organizationId": organization.id,
    }
    return {"code": 0, "list": [_item(view, node, now) for view in mine], "related": {"node": {node: told}}}


def _item(view: DeviceView, node: str, now: datetime) -> dict[str, Any]:
    state = view.state or DeviceState(online=False)
    registration = state.registration or Registration()
    systems = registration.tax_systems
    return {
        "id": view.row.guid,
        "title": f"{view.model or view.name} SN:{state.serial} ИНН:{registration.inn}",
        "productNumber": state.serial,
        "location": registration.address or None,
        "fiscalizationNumber": registration.number or None,
        "fsNumber": state.storage,
        "defaultPpr": codes.SUBJECT,
        "defaultPsr": codes.METHOD,
        "defaultSno": _WORDS[systems[0]] if len(systems) == 1 else None,
        "defaultTax": codes.RATE,
        "noCashier": registration.automatic,
        "state": _state(view, state, now),
        "nodeStatus": "ready",
        "status": "active" if view.active else "inactive",
        "isFiscalized": state.fiscalized,
        "isPrintable": True,
        "licenseExpireAtDate": _NO_LICENCE,
        "fsExpireAt": state.storage_until.date().isoformat() if state.storage_until else "",
        "createdAt": _moment(view.row.added_at),
        "updatedAt": _moment(now),
        "nodeId": node,
        "cashier": None,
    }


def _state(view: DeviceView, state: DeviceState, now: datetime) -> dict[str, Any]:
    """Its numbers are of mixed kinds, and clients compare them so."""
    trouble = _trouble(view, state)
    since = state.unsent_since
    return {
        "id": str(uuid5(NAMESPACE_OID, f"state:{view.row.guid}")),
        "isOnline": int(view.online),
        "lastErrorId": str(OFFLINE) if trouble else "0",
        "lastErrorText": trouble or "Ошибок нет",
        "sessionNumber": str(state.shift_number),
        "sessionState": SESSION_STATES[state.shift],
        "ofdUnsentNumber": state.unsent,
        "ofdFirstUnsentNumber": "",
        "ofdFirstUnsentDate": since.replace(tzinfo=None).isoformat(timespec="milliseconds") if since else "",
        "lastExchangeAt": _moment(now if view.online else view.offline_since or view.row.added_at),
        "createdAt": _moment(view.row.added_at),
        "updatedAt": _moment(now),
        "creItemId": view.row.guid,
    }


def _trouble(view: DeviceView, state: DeviceState) -> str:
    if not view.online:
        return "Нет связи с ККТ"
    return view.blocked or state.fault


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
