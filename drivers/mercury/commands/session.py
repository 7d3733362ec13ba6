"""Sessions: a key for one port. Source: spec/mercury.md 3 and 4."""

from dataclasses import dataclass

from drivers.errors import FrameError
from drivers.http_service.fields import Fields
from drivers.mercury.request import Patience, Request, nothing


@dataclass(frozen=True, slots=True)
class DriverInfo:
    version: str
    protocol: str


def driver_info() -> Request[DriverInfo]:
    """Of the service; no register is asked."""
    return Request(name="GetDriverInfo", read=_driver_info, keyless=True)


def open_session(port_name: str, baud_rate: int, model: str) -> Request[str]:
    """-> the key. It goes with `"sessionKey": null`."""
    return Request(
        name="OpenSession",
        content={"portName": port_name, "baudRate": baud_rate, "model": model},
        read=_key,
        patience=Patience.DOCUMENT,
    )


def close_session() -> Request[None]:
    return Request(name="CloseSession", read=nothing)


def close_ports() -> Request[None]:
    """Frees the ports of dead sessions."""
    return Request(name="ClosePorts", read=nothing, keyless=True)


def _key(answer: Fields) -> str:
    key = answer.text("sessionKey")
    if not key:
        raise FrameError("не читается поле sessionKey")
    return key


def _driver_info(answer: Fields) -> DriverInfo:
    return DriverInfo(version=answer.text("driverVer"), protocol=answer.text("protocolVer"))
