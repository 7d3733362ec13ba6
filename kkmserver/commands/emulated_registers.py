"""The registers that `kkmserver emulate` knows, and how each is made and broken."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from kkmserver.commands import emulated_register as choices
from kkmserver.commands.emulated_fault import Order, named
from kkmserver.commands.emulated_kind import Address, Kind

if TYPE_CHECKING:
    from drivers.atol_web.emulator.service import AtolWebEmulator
    from drivers.emulation.frame_faults import Fault
    from drivers.emulation.troubles import Troubles
    from drivers.mercury.emulator.service import MercuryEmulator
    from drivers.serviceplus.emulator.xml import XmlEmulator
    from kkmserver.web.emulator import Emulator


class _Framed(Protocol):
    """A register at a wire whose frames may go wrong one by one."""

    @property
    def machine(self) -> "_Refusing": ...
    def inject(self, *faults: "Fault") -> None: ...


class _Refusing(Protocol):
    @property
    def troubles(self) -> "Troubles": ...


def _shtrih(listen: Address, options: Mapping[str, Any]) -> "Emulator":
    from drivers.shtrih.emulator.model import MODELS
    from drivers.shtrih.emulator.tcp import ShtrihEmulator

    register = ShtrihEmulator(
        ffd=options["ffd"],
        inn=options["inn"],
        serial=options["number"],
        model=MODELS[options["model"]],
        print_time=options["print_time"],
        v2=options["v2"],
        extra_byte=not options["wired"],
        host=listen.host,
        port=listen.port,
    )
    _break_frames(register, options["fault"])
    return register


def _atol(listen: Address, options: Mapping[str, Any]) -> "Emulator":
    from drivers.atol.emulator.faults import Packet
    from drivers.atol.emulator.tcp import AtolEmulator
    from drivers.atol.emulator.work import Pace
    from drivers.emulation.frame_faults import Fault, Link, Power

    register = AtolEmulator(
        inn=options["inn"],
        serial=options["number"],
        levels=options["link"],
        pace=Pace(task=options["command_time"]),
        host=listen.host,
        port=listen.port,
    )
    for order in options["fault"]:
        if order.error:
            register.machine.troubles.refuse(order.error, order.command, times=order.times)
        else:
            what: Link | Power | Packet = named(order.name, (*Link, *Power, *Packet))
            register.inject(Fault(what=what, command=order.command, times=order.times, seconds=order.seconds))
    return register


def _pirit(listen: Address, options: Mapping[str, Any]) -> "Emulator":
    from drivers.emulation.pace import Pace
    from drivers.pirit.emulator.tcp import PiritEmulator

    register = PiritEmulator(
        ffd=options["ffd"],
        inn=options["inn"],
        serial=options["number"],
        pace=Pace(answer=options["command_time"]),
        host=listen.host,
        port=listen.port,
    )
    _break_frames(register, options["fault"])
    return register


def _serviceplus(listen: Address, options: Mapping[str, Any]) -> "Emulator":
    if options["protocol"] == "xml":
        from drivers.serviceplus.emulator.xml import XmlEmulator

        talking = XmlEmulator(inn=options["inn"], host=listen.host, port=listen.port)
        _break_answers(talking, options["fault"])
        return talking
    from drivers.serviceplus.emulator.binary import BinaryEmulator

    register = BinaryEmulator(inn=options["inn"], version=options["firmware"], host=listen.host, port=listen.port)
    _break_frames(register, options["fault"])
    return register


def _atol_web(listen: Address, options: Mapping[str, Any]) -> "Emulator":
    from drivers.atol_web.emulator.pace import Pace
    from drivers.atol_web.emulator.service import AtolWebEmulator

    service = AtolWebEmulator(
        ffd=options["ffd"],
        inn=options["inn"],
        serial=options["number"],
        api=options["api"],
        login=options["login"],
        password=options["password"],
        pace=Pace(run=options["command_time"]),
        host=listen.host,
        port=listen.port,
    )
    _break_tasks(service, options["fault"])
    return service


def _mercury(listen: Address, options: Mapping[str, Any]) -> "Emulator":
    from drivers.mercury.emulator.service import MercuryEmulator

    service = MercuryEmulator(
        ffd=options["ffd"],
        inn=options["inn"],
        serial=options["number"],
        model=options["model"],
        register_port=options["register_port"],
        host=listen.host,
        port=listen.port,
    )
    _break_answers(service, options["fault"])
    return service


def _break_frames(register: _Framed, orders: Iterable[Order]) -> None:
    """Raises ValueError."""
    from drivers.emulation.frame_faults import Fault, Link, Power

    for order in orders:
        if order.error:
            register.machine.troubles.refuse(order.error, order.command, times=order.times)
        else:
            what: Link | Power = named(order.name, (*Link, *Power))
            register.inject(Fault(what=what, command=order.command, times=order.times, seconds=order.seconds))


def _break_answers(device: "MercuryEmulator | XmlEmulator", orders: Iterable[Order]) -> None:
    from drivers.emulation.answer_faults import Fault, What

    for order in orders:
        what = named(order.name, What) if order.name else What.REFUSED
        device.inject(
            Fault(what=what, command=order.command, times=order.times, seconds=order.seconds, result=order.error or 1)
        )


def _break_tasks(service: "AtolWebEmulator", orders: Iterable[Order]) -> None:
    from drivers.atol_web.emulator.faults import Fault, Wire, Work

    for order in orders:
        what: Wire | Work = named(order.name, (*Wire, *Work)) if order.name else Work.ERROR
        service.inject(
            Fault(what=what, command=order.command, times=order.times, seconds=order.seconds, code=order.error)
        )


REGISTERS: dict[str, Kind] = {
    "shtrih": Kind(
        "Касса ШТРИХ-М",
        "Касса ШТРИХ-М со своим ФН в памяти: пробивает чеки, отвечает по протоколу ШТРИХ-М, ломается по заказу.",
        7778,  # table 21 field 4
        choices.SHTRIH,
        _shtrih,
    ),
    "atol": Kind(
        "Касса АТОЛ",
        "Касса АТОЛ (ФФД 1.05) со своим ФН в памяти: пробивает чеки, отвечает по протоколу АТОЛ, ломается по заказу.",
        5555,  # source: spec/atol.md 1
        choices.ATOL,
        _atol,
    ),
    "pirit": Kind(
        "Касса Пирит",
        "Касса Пирит (Вики Принт) со своим ФН в памяти: пробивает чеки, отвечает по протоколу Пирит, ломается по "
        "заказу.",
        50003,  # of the maker's service in its own test tool
        choices.PIRIT,
        _pirit,
    ),
    "serviceplus": Kind(
        "Касса Сервис Плюс",
        "Касса Сервис Плюс (ФФД 1.05) со своим ФН в памяти: отвечает на XML или двоичные команды, ломается по заказу.",
        6667,  # of a program that passes the XML on; real ones are known at serial ports alone
        choices.SERVICEPLUS,
        _serviceplus,
    ),
    "atol-web": Kind(
        "Веб-сервер АТОЛ с кассой",
        "Веб-сервер АТОЛ (JSON по HTTP) с кассой и её ФН в памяти: пробивает чеки, ломается по заказу.",
        16732,  # source: spec/atol-web.md 1
        choices.ATOL_WEB,
        _atol_web,
        has_serial=False,
    ),
    "mercury": Kind(
        "Служба INECRMAN с кассой Меркурий",
        "Служба INECRMAN с кассой Меркурий и её ФН в памяти: пробивает чеки, ломается по заказу.",
        50010,  # source: spec/mercury.md 1.1
        choices.MERCURY,
        _mercury,
        has_serial=False,
    ),
}
