"""Requests that the server answers by itself. Source: spec/kkmserver.md 3.1-3.4."""

from datetime import tzinfo

from pydantic import Field

from kkmserver.dialects.kkm.encoding import Value
from kkmserver.dialects.kkm.fields import Flag, Moment, Short
from kkmserver.dialects.kkm.head import HeadIn
from kkmserver.dialects.kkm.info import unit
from kkmserver.dispatch.order import DeviceView


class ListIn(HeadIn):
    """Filters; None does not filter."""

    ip: Short = Field("", title="IP")
    active: Flag | None = None
    on_off: Flag | None = None
    on_of: Flag | None = None
    ofd_error: Flag | None = Field(None, alias="ofd_error", title="OFD_Error")
    ofd_date_error_doc: Moment = Field(None, alias="ofd_dateerrordoc", title="OFD_DateErrorDoc")
    fn_date_end: Moment = Field(None, alias="fn_dateend", title="FN_DateEnd")
    fn_mem_overflowl: Flag | None = Field(None, alias="fn_memoverflowl", title="FN_MemOverflowl")
    fn_is_fiscal: Flag | None = Field(None, alias="fn_isfiscal", title="FN_IsFiscal")

    def fits(self, shown: dict[str, Value]) -> bool:
        """Whether an element of ListUnit passes every filter."""
        wanted = (
            (self.num_device or None, "NumDevice"),
            (self.inn_kkm or None, "INN"),
            (self.ip or None, "IP"),
            (self.active, "Active"),
            (self.on_off if self.on_off is not None else self.on_of, "OnOff"),
            (self.fn_mem_overflowl, "FN_MemOverflowl"),
            (self.fn_is_fiscal, "FN_IsFiscal"),
        )
        if any(value is not None and shown[name] != value for value, name in wanted):
            return False
        if self.ofd_error is not None and bool(shown["OFD_Error"]) != self.ofd_error:
            return False
        return self._earlier(shown)

    def _earlier(self, shown: dict[str, Value]) -> bool:
        """Dates must lie before those asked for; their text sorts as they do."""
        limits = ((self.ofd_date_error_doc, "OFD_DateErrorDoc"), (self.fn_date_end, "FN_DateEnd"))
        return all(limit is None or str(shown[name]) < limit.isoformat() for limit, name in limits)


class OnOffUnutIn(HeadIn):
    active: Flag


class GetRezultIn(HeadIn):
    """A `Timeout` over 1 asks to hold the answer until the command is final; otherwise it comes at once."""

    def hold(self) -> float:
        """Seconds."""
        return self.wait() if self.timeout and self.timeout > 0 else 0.0


def list_of(request: ListIn, views: list[DeviceView], zone: tzinfo | None) -> list[Value]:
    """`ListUnit`."""
    units = (unit(view, zone) for view in views)
    return [shown for shown in units if request.fits(shown)]
