"""Massa-K scales, protocol 100. Source: spec/scales-displays.md 1.

Serial 8N1 at 19200 or 57600 bits a second by model, or TCP, mostly port 5001.
"""

from decimal import Decimal

from drivers.errors import NotSupported, RequestRefused, WrongState
from drivers.ports import DeviceContext
from drivers.registry import DriverSpec
from drivers.scales import massa_codec as codec
from drivers.scales import massa_codes as codes
from drivers.scales import texts
from drivers.scales.driver import Scales, traits
from drivers.scales.exchange import Line
from drivers.scales.options import ScalesOptions
from drivers.scales.reading import Reading


class MassaK:
    """See Scale. Firmware that does not know 23h is asked with A0h until the connection is closed."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._old = False

    async def open(self) -> None:
        self._old = False
        await self._line.open()

    async def close(self) -> None:
        await self._line.close()

    async def read(self) -> Reading:
        body = b"" if self._old else await self._ask(codec.frame(codec.GET_WEIGHT), codec.WEIGHT)
        if not body or _is_unknown(body):
            self._old = True
            body = await self._ask(codec.frame(codec.GET_WEIGHT_OLD), codec.WEIGHT_OLD)
        if body[0] == codec.ERROR and codec.error_code(body) == codes.OVERLOAD:
            return Reading(stable=False, overload=True)
        if _is_unknown(body):
            raise texts.faulty("Весы не понимают запроса веса: это не протокол 100. Проверьте модель в настройках.")
        if body[0] == codec.ERROR:
            raise codes.error(codec.error_code(body))
        return codec.reading(body)

    async def glance(self) -> Reading:
        return await self.read()

    async def set_tare(self, weight: Decimal, now: Reading) -> None:
        """What lies there is set as a number too: whether A3h with 0 takes it or clears the tare is not known."""
        if not weight and now.net and now.tare is None:
            raise WrongState("На весах уже учтена тара. Снимите груз, сбросьте тару кнопкой на весах и повторите.")
        request = codec.set_tare(_divisions(weight or now.gross, now.unit))
        body = await self._ask(request, codec.TARE_SET, codec.TARE_REFUSED)
        if _is_unknown(body):
            raise NotSupported("Эти весы не принимают тару от кассы. Установите её кнопкой на весах.")
        if body[0] == codec.TARE_REFUSED:
            raise WrongState("Весы не могут установить эту тару: она больше допустимой или груз ещё нестабилен.")
        if body[0] == codec.ERROR:
            raise codes.error(codec.error_code(body))

    async def _ask(self, request: bytes, *wanted: int) -> bytes:
        return await self._line.ask(codec.Question(request, wanted))


def _is_unknown(body: bytes) -> bool:
    if body[0] == codec.ERROR:
        return codec.error_code(body) == codes.NOT_SUPPORTED
    return body[0] == codec.UNKNOWN_COMMAND


def _divisions(weight: Decimal, unit: Decimal) -> int:
    """Raises RequestRefused for what the scales cannot be told."""
    count = weight / unit
    if count != int(count) or not 0 <= count < 1 << 31:
        raise RequestRefused(f"Тару {weight} кг на этих весах не задать: нужна кратная {unit} кг и не меньше нуля.")
    return int(count)


def _build(context: DeviceContext, options: ScalesOptions) -> Scales:
    line = Line(context.open_transport(options.connection), options)
    return Scales(context, MassaK(line), traits("MassaK", "Весы Масса-К"), wait=options.wait, address=line.address)


SPEC = DriverSpec(ScalesOptions, _build)
