"""Is there a «Сервис Плюс» register at the other end, and in which protocol? Source: spec/service-plus.md B, C.

It is asked by questions alone: ENQ, A5h/0 and A6h of the binary family, under its own password; 2, 58 and 50 in XML,
and that by TCP only: a printer at a serial port would print the text of such a question.
"""

import asyncio
from dataclasses import replace

from drivers.errors import KkmError
from drivers.fiscal.inn import is_inn
from drivers.pirit.line import Line
from drivers.ports import Clock, Transport
from drivers.search.offer import Found, Search, said
from drivers.serviceplus import binary_requests, xml_requests
from drivers.serviceplus.options import ServicePlusOptions
from drivers.serviceplus.xml_line import XmlLine

_TCP_PORTS = (6667,)  # by one public program that speaks XML by TCP; the specification knows the serial line alone
_SPEEDS = (115200, 57600, 9600, 19200, 38400)  # none is known as that of the factory
_NAME = "serviceplus"
_HASTE = ServicePlusOptions(
    connection="", connect_timeout=1.0, answer_timeout=0.4, tries=2, xml_answer_timeout=1.0, xml_silence=0.2
)
_DETAILS = 5.0  # seconds for the numbers of a register that is recognised


async def probe(transport: Transport, connection: str, clock: Clock) -> Found | None:
    """A Probe."""
    options = replace(_HASTE, connection=connection)
    found = await _binary(transport, options, clock)
    if found is None and connection.startswith("tcp:"):
        found = await _xml(transport, options, clock)
    return found


async def _xml(transport: Transport, options: ServicePlusOptions, clock: Clock) -> Found | None:
    line = XmlLine(transport, options, clock)
    try:
        async with asyncio.timeout(_DETAILS):
            await line.ask(xml_requests.status())
            found = Found(driver=_NAME, connection=options.connection, model="Сервис Плюс (XML)")
            return await _with_numbers(line, found)
    except (KkmError, TimeoutError):
        return None
    finally:
        await line.close()


async def _with_numbers(line: XmlLine, found: Found) -> Found:
    """A register that does not tell them is one all the same."""
    try:
        info = await line.ask(xml_requests.info())
        inn = (await line.ask(xml_requests.registration())).inn
    except KkmError:
        return replace(found, note="заводской номер и ИНН не прочитаны")
    return replace(found, serial=said(info.serial), inn=inn if is_inn(inn) else "")


async def _binary(transport: Transport, options: ServicePlusOptions, clock: Clock) -> Found | None:
    line = Line(transport, options, clock)
    try:
        async with asyncio.timeout(_DETAILS):
            await line.open()
            version = await line.ask(binary_requests.version())
            if version.error:
                return None
            model = binary_requests.MODELS.get(binary_requests.version().read(version.data), "")
            serial = await line.ask(binary_requests.serial())
            number = "" if serial.error else binary_requests.serial().read(serial.data)
    except (KkmError, TimeoutError, ValueError):
        return None
    finally:
        await line.close()
    return Found(
        driver=_NAME,
        connection=options.connection,
        model=model or "Сервис Плюс",
        serial=said(number),
        options={"protocol": "binary"},
    )


SEARCH = Search(tcp_ports=_TCP_PORTS, speeds=_SPEEDS, probe=probe)
