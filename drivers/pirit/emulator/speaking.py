"""One connection to a register that answers enquiries while it works."""

from drivers.emulation import speaking
from drivers.emulation.line import CHUNK
from drivers.pirit.emulator.talk import Talk


class Speaking(speaking.Speaking[Talk]):
    async def _work(self, seconds: float) -> bool:
        """Whole commands wait for their turn."""
        end = self._clock.monotonic() + seconds
        while (left := end - self._clock.monotonic()) > 0:
            data = await self._heard(CHUNK, left)
            if data:
                await self._answer(self._line, self._talk.meanwhile(data))
            elif data is not None:
                return False
        return True
