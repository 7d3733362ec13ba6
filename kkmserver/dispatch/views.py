"""Devices and pools as lists show them."""

from collections.abc import Sequence
from datetime import datetime

from kkmserver.dispatch.order import DeviceView
from kkmserver.dispatch.pooled import Pooled
from kkmserver.dispatch.selection import commands_of
from kkmserver.dispatch.worker import Worker


def device_view(worker: Worker) -> DeviceView:
    traits, device = worker.traits, worker.device
    return DeviceView(
        number=worker.number,
        name=device.name,
        driver=device.driver_name,
        kind=traits.kind,
        type_id=traits.type_id,
        model=traits.model,
        row=worker.row,
        online=worker.online,
        active=worker.active,
        waiting=worker.queued,
        state=worker.state,
        blocked=worker.blocked,
        busy=worker.busy,
        wire_log=device.wire.kept if device.wire else None,
        connection=device.connection,
        commands=commands_of(traits),
        taxes=traits.taxes,
        offline_since=worker.offline_since,
        blocked_since=worker.blocked_since,
    )


def pool_view(pool: Pooled) -> DeviceView:
    members, plan, traits = pool.members, pool.pool.plan, pool.traits
    seen = next((one.state for one in members if one.online and one.state), None)
    return DeviceView(
        number=pool.number,
        name=plan.name,
        driver="pool",
        kind=traits.kind,
        type_id=traits.type_id,
        model=traits.model,
        row=pool.row,
        online=any(one.online for one in members),
        active=pool.active and any(one.active for one in members),
        waiting=sum(job.entry.device == pool.number for one in members for job in one.jobs()),
        state=seen or next((one.state for one in members if one.state), None),
        members=plan.members,
        busy=any(one.busy for one in members),
        commands=commands_of(traits),
        taxes=traits.taxes,
        offline_since=_last_left(members),
        turn=pool.pool.last,
    )


def _last_left(members: Sequence[Worker]) -> datetime | None:
    """When nobody was left; None while somebody is there."""
    left = [one.offline_since for one in members]
    return max(filter(None, left), default=None) if all(left) else None
