"""What the virtual register of Kazakhstan says of itself."""

from drivers.model.state import DeviceState, Registration
from drivers.virtual import kazakh_texts as texts
from drivers.virtual.kazakh_desk import KazakhDesk

MODEL = "ККМ Эмулятор (Казахстан)"
_VERSION = "1.0"


def state(desk: KazakhDesk) -> DeviceState:
    """`registration.inn` is the БИН or ИИН."""
    counters, of = desk.storage.counters(), desk.passport
    since = counters.offline_since
    return DeviceState(
        online=True,
        model=MODEL,
        firmware=_VERSION,
        serial=of.serial,
        line_length=desk.paper.columns(),
        time=desk.clock(),
        fault=desk.fault(counters),
        registration=Registration(
            organization=of.organization,
            inn=of.tax_number,
            address=of.address,
            number=of.registration_number,
            ofd_name=of.operator,
            ofd_site=of.operator_site,
        ),
        fiscalized=True,
        shift=counters.shift_state(desk.clock()),
        shift_number=counters.shift,
        shift_since=counters.opened_at,
        last_document=counters.last_document,
        cash=counters.drawer,
        unsent=counters.unsent,
        unsent_since=counters.unsent_since,
        ofd_error=texts.link_lost(counters.unsent, since) if since else "",
    )
