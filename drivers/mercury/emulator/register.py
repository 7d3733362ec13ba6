"""The service and the register behind it: a question as text in, the answer as text out. Time comes from a Clock.

Source: spec/mercury.md 2, 3, 5, 6.
"""

import json
from collections.abc import Mapping
from datetime import timedelta

from drivers.emulation.fiscal.marking import Marking
from drivers.emulation.fiscal.paper import Roll
from drivers.emulation.fiscal.till import STORAGE_NUMBER, Till
from drivers.mercury.emulator.check import Check
from drivers.mercury.emulator.command import Answer, Command
from drivers.mercury.emulator.command_set import COMMANDS
from drivers.mercury.emulator.conditions import Conditions
from drivers.mercury.emulator.core import MODELS, Core
from drivers.mercury.emulator.fields import Fields
from drivers.mercury.emulator.quirks import Quirks
from drivers.mercury.emulator.results import Refused, Result
from drivers.ports import Clock

_ENVELOPE = ("sessionKey", "command")


class Register:
    """`ffd` "1.05" or "1.2". `model`: as OpenSession names it. `registered` off: a new ФН.

    `register_port`: the serial port it is at, as OpenSession names it; "" = any is right. Raises ValueError.
    """

    def __init__(
        self,
        *,
        ffd: str = "1.2",
        inn: str = "7707083893",
        serial: str = "0149060006000651",
        storage_number: str = STORAGE_NUMBER,
        model: str = "185F",
        register_port: str = "",
        tax_systems: int = 0b111111,
        registered: bool = True,
        quirks: Quirks | None = None,
        clock: Clock | None = None,
    ) -> None:
        if ffd not in ("1.05", "1.2") or model not in MODELS:
            raise ValueError(f"there is no {model} with ФФД {ffd}")
        conditions = Conditions()
        till = Till(
            ffd=ffd,
            inn=inn,
            serial=serial,
            storage_number=storage_number,
            clock=clock,
            registered=registered,
            tax_systems=tax_systems,
            conditions=conditions,
        )
        roll = Roll(till.clock, conditions)
        self.core = Core(till, roll, conditions, quirks or Quirks(), model, register_port)

    def execute(self, question: bytes) -> bytes:
        """-> the answer."""
        try:
            return _written({"result": int(Result.DONE), "description": "Ошибок нет", **self._done(read(question))})
        except Refused as error:
            return refusal(error)

    def _done(self, asked: Mapping[str, object]) -> Answer:
        """Checked in this order: command, session, cable, fields; then the command's own checks. Raises Refused."""
        name = named(asked)
        if not name:
            raise Refused(Result.MISSING_FIELD, "Нет поля: command")
        command = COMMANDS.get(name)
        if command is None:
            raise Refused(Result.UNKNOWN_COMMAND, f"Неизвестная команда: {name}")
        self._in_session(command, asked)
        fields = Fields(asked)
        if not self.core.quirks.unknown_fields:
            fields.only(*_ENVELOPE, *command.fields)
        return command.run(self.core, fields)

    def _in_session(self, command: Command, asked: Mapping[str, object]) -> None:
        if command.keyed:
            self.core.sessions.check(asked.get("sessionKey"))
            if self.core.conditions.register_gone and command.name != "CloseSession":
                raise Refused(Result.NO_REGISTER, "Нет связи с ККТ")
        elif command.name == "OpenSession" and ("sessionKey" not in asked or asked["sessionKey"] is not None):
            raise Refused(Result.MISSING_FIELD, "OpenSession: sessionKey должен быть null")

    # what tests and the emulator around it look at and switch

    @property
    def conditions(self) -> Conditions:
        return self.core.conditions

    @property
    def till(self) -> Till:
        return self.core.till

    @property
    def roll(self) -> Roll:
        return self.core.roll

    @property
    def marking(self) -> Marking:
        return self.core.till.marking

    @property
    def check(self) -> Check | None:
        """The one that is open."""
        return self.core.check

    @property
    def pulses(self) -> int:
        """How often the drawer was opened."""
        return self.core.pulses

    @property
    def quirks(self) -> Quirks:
        return self.core.quirks

    @quirks.setter
    def quirks(self, quirks: Quirks) -> None:
        self.core.quirks = quirks

    @property
    def check_polls(self) -> int:
        """So many times GetMarkingCodeCheckResult is not completed."""
        return self.core.check_polls

    @check_polls.setter
    def check_polls(self, polls: int) -> None:
        self.core.check_polls = polls

    def advance(self, by: timedelta) -> None:
        """The device's own clock, not the machine's."""
        self.core.till.advance(by)

    def leave_check_open(self, type_: int = 0, tax_system: int = 0) -> None:
        """As if a program had opened one and gone."""
        till = self.core.till
        self.core.check = Check(type_, tax_system, till.receipt_number + 1, till.now(), prints=True, requisites=())

    def restart(self) -> None:
        """The service alone: no session is known any more."""
        self.core.restart()

    def power_off(self) -> None:
        """The service and the register: what was not printed is lost, codes that were checked too."""
        self.core.restart()
        self.core.roll.drop()
        self.core.till.marking.clear()
        if not self.core.quirks.check_survives_power:
            self.core.check = None


def read(question: bytes) -> Mapping[str, object]:
    """Raises Refused."""
    try:
        asked = json.loads(question)
    except (ValueError, RecursionError) as error:
        raise Refused(Result.NOT_JSON, "Запрос не является JSON") from error
    if not isinstance(asked, dict):
        raise Refused(Result.NOT_JSON, "Запрос не является объектом JSON")
    return asked


def named(asked: Mapping[str, object]) -> str:
    """The command, "" where there is none."""
    name = asked.get("command")
    return name if isinstance(name, str) else ""


def command_of(question: bytes) -> str:
    """ "" where there is none, or the question cannot be read."""
    try:
        return named(read(question))
    except Refused:
        return ""


def refusal(error: Refused) -> bytes:
    return _written({"result": int(error.result), "description": error.text})


def _written(told: Answer) -> bytes:
    """Absent values are omitted."""
    return json.dumps(_without_none(told), ensure_ascii=False).encode("utf-8")


def _without_none(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _without_none(each) for name, each in value.items() if each is not None}
    return [_without_none(each) for each in value] if isinstance(value, list) else value
