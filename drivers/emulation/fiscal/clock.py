"""The register's own clock, which survives a power cut."""

from datetime import datetime, timedelta

from drivers.ports import Clock


class DeviceClock:
    """The shop's time with an offset, and a rate: `rate` 60 lets an hour pass in a minute."""

    def __init__(self, base: Clock) -> None:
        self._base = base
        self._rate = 1.0
        self._shown, self._since = self._local(), base.monotonic()

    @property
    def rate(self) -> float:
        return self._rate

    @rate.setter
    def rate(self, rate: float) -> None:
        self.put(self._exact())
        self._rate = rate

    def now(self) -> datetime:
        """Without a zone, whole seconds."""
        return self._exact().replace(microsecond=0)

    def put(self, moment: datetime) -> None:
        """Set it; `moment` has no zone."""
        self._shown, self._since = moment, self._base.monotonic()

    def advance(self, by: timedelta) -> None:
        self.put(self._exact() + by)

    def monotonic(self) -> float:
        """Seconds for the mechanics, which no rate hurries."""
        return self._base.monotonic()

    def _exact(self) -> datetime:
        return self._shown + timedelta(seconds=(self._base.monotonic() - self._since) * self._rate)

    def _local(self) -> datetime:
        return self._base.local().replace(tzinfo=None)
