"""An emulated Пирит register: command and parameters in, error and data out. No I/O; time comes from a Clock."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from drivers.emulation.fiscal.marking import Marking
from drivers.emulation.fiscal.paper import Roll
from drivers.emulation.fiscal.printed import Feed
from drivers.emulation.fiscal.refused import StorageRefused
from drivers.emulation.fiscal.till import NotEnoughCash, Till
from drivers.emulation.troubles import Troubles
from drivers.pirit.emulator.command import Command
from drivers.pirit.emulator.conditions import Conditions
from drivers.pirit.emulator.core import Core
from drivers.pirit.emulator.parameters import Parameters
from drivers.pirit.emulator.quirks import Quirks
from drivers.pirit.emulator.refused import Error, Refused, Why, of_storage, wrong_state
from drivers.pirit.emulator.settings import SettingTable

_STORAGE_BROKEN = 1 << 6


class Register:
    """`commands` by their digits. `troubles` are refusals that a test orders, by command as "31"."""

    def __init__(self, core: Core, commands: Mapping[str, Command], *, seed: int = 0) -> None:
        self.core, self._commands = core, commands
        self.troubles = Troubles(seed)
        self.powered = True

    def execute(self, command: str, data: bytes) -> tuple[int, bytes]:
        """-> error, data of the answer. Checked in this order: command, fatal flags, 10h, printer; then its own."""
        self.core.busy, self.core.upload = 0.0, None
        return self._guarded(lambda: self._done(command, data), asks=self._asks(command))

    def take(self, raw: bytes) -> tuple[int, bytes]:
        """What `execute` wanted."""
        upload, self.core.upload = self.core.upload, None
        if upload is None:
            return Error.STATE, b""
        return self._guarded(lambda: upload.then(self.core, raw), asks=False)

    @property
    def wanted(self) -> int:
        """Bytes that have to come before there is an answer."""
        return self.core.upload.size if self.core.upload else 0

    def feed_line(self) -> None:
        """The byte LF."""
        if not self.core.roll.out:
            self.core.roll.print([Feed(1)])

    def worked(self) -> float:
        return self.core.busy

    def _guarded(self, run: Callable[[], bytes], *, asks: bool) -> tuple[int, bytes]:
        try:
            answer = run()
        except StorageRefused as refusal:
            return self._refusal(of_storage(refusal))
        except NotEnoughCash:
            return self._refusal(Refused(Error.NEGATIVE))
        except Refused as refusal:
            return self._refusal(refusal)
        if not asks:
            self.core.explained = 0
        return 0, answer

    def _refusal(self, refusal: Refused) -> tuple[int, bytes]:
        self.core.explained = refusal.why
        return int(refusal.error), b""

    def _done(self, command: str, data: bytes) -> bytes:
        known = self._commands.get(command)
        if known is None:
            raise Refused(Error.UNKNOWN)
        self._allow(known)
        error = self.troubles.due(command)
        if error is not None:
            raise Refused(error, cause="ordered by the test")
        return known.run(self.core, Parameters(data))

    def _allow(self, known: Command) -> None:
        """Raises Refused 20h, 01, 08, 09. A broken ФН still lets the shift be closed."""
        fatal = self.core.conditions.fatal
        if fatal and not known.asks and not (fatal == _STORAGE_BROKEN and known.closes):
            raise Refused(Error.FATAL)
        if not self.core.started and known.code not in self.core.quirks.before_start:
            raise wrong_state(Why.NOT_STARTED)
        if known.prints:
            self.core.ready()

    def _asks(self, command: str) -> bool:
        known = self._commands.get(command)
        return known is not None and known.asks

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
    def settings(self) -> SettingTable:
        return self.core.settings

    @property
    def marking(self) -> Marking:
        return self.core.till.marking

    @property
    def pulses(self) -> list[int]:
        """Kicks of the drawer, milliseconds."""
        return self.core.pulses

    @property
    def state(self) -> tuple[int, int, int]:
        """As 00h tells it: fatal, current, document."""
        return self.core.state

    @property
    def quirks(self) -> Quirks:
        return self.core.quirks

    @quirks.setter
    def quirks(self, quirks: Quirks) -> None:
        self.core.quirks = quirks

    @property
    def stops_with(self) -> int:
        """Error 08 or 09 that the next recorded document ends with, its paper not begun; 0 = none."""
        return self.core.stops_with

    @stops_with.setter
    def stops_with(self, error: int) -> None:
        self.core.stops_with = error

    def advance(self, by: timedelta) -> None:
        """The device's own clock, not the machine's."""
        self.core.till.advance(by)

    def power_off(self) -> None:
        if self.powered:
            self.powered = False
            self.core.power_off()

    def power_on(self) -> None:
        if not self.powered:
            self.powered = True
            self.core.power_on()
