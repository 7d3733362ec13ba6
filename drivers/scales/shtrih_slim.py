"""Shtrih-Slim scales. Source: spec/scales-displays.md 2; what of it is from elsewhere, shtrih_codec says."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from annotated_types import Ge, Le

from drivers.errors import NotSupported, RequestRefused
from drivers.ports import DeviceContext
from drivers.registry import DriverSpec
from drivers.scales import shtrih_codec as codec
from drivers.scales import shtrih_codes as codes
from drivers.scales import texts
from drivers.scales.driver import Scales, traits
from drivers.scales.exchange import Line
from drivers.scales.options import ScalesOptions
from drivers.scales.reading import GRAM, Reading

_MISSING = {codes.UNKNOWN_COMMAND, codes.BAD_LENGTH, codes.NOT_HERE}


@dataclass(frozen=True, slots=True)
class ShtrihSlimOptions(ScalesOptions):
    password: Annotated[int, Ge(0), Le(9999)] = 30  # the administrator's, as the scales leave the factory
    unit: Annotated[float, Ge(0), Le(1000)] = 0.0  # grams that 1 of their numbers is; 0 = they are asked


class ShtrihSlim:
    """See Scale."""

    def __init__(self, line: Line, options: ShtrihSlimOptions) -> None:
        self._line, self._password = line, options.password
        self._set_unit = Decimal(str(options.unit)) * GRAM
        self._unit = self._set_unit  # kg; 0 = not known since the connection was opened

    async def open(self) -> None:
        self._unit = self._set_unit
        await self._line.open()

    async def close(self) -> None:
        await self._line.close()

    async def read(self) -> Reading:
        self._unit = self._unit or await self._asked_unit()
        return await self.glance()

    async def glance(self) -> Reading:
        unit = self._unit or GRAM
        state = codec.channel_state(await self._done(codec.with_password(codec.STATE, self._password)))
        for bit, text in codes.FAULTS.items():
            if state.has(bit):
                raise texts.faulty(text)
        if not state.has(codes.CHANNEL_ON):
            raise texts.faulty("Весовой канал выключен. Выключите и включите весы.")
        return Reading(
            weight=state.weight * unit,
            stable=state.has(codes.STABLE),
            net=state.has(codes.TARE),
            tare=state.tare * unit,
            unit=unit,
            overload=state.has(codes.OVERLOAD),
            underload=state.has(codes.UNDERLOAD),
        )

    async def set_tare(self, weight: Decimal, now: Reading) -> None:
        request = codec.with_password(codec.TAKE_TARE, self._password)
        if weight:
            request = codec.with_password(codec.SET_TARE, self._password, _units(weight, now.unit))
        body = await self._line.ask(codec.Question(request))
        if codec.error_code(body) in _MISSING:
            raise NotSupported("Эти весы не принимают тару от кассы. Установите её кнопкой на весах.")
        _check(body)

    async def _asked_unit(self) -> Decimal:
        """1 g where they cannot tell (general)."""
        body = await self._line.ask(codec.Question(bytes([codec.CHANNEL_NUMBER])))
        if codec.error_code(body) in _MISSING:
            return GRAM
        number = codec.channel_number(_check(body))
        body = await self._line.ask(codec.Question(bytes([codec.CHANNEL_SETTINGS, number])))
        return GRAM if codec.error_code(body) in _MISSING else codec.channel_unit(_check(body))

    async def _done(self, request: bytes) -> bytes:
        return _check(await self._line.ask(codec.Question(request)))


def _check(body: bytes) -> bytes:
    if code := codec.error_code(body):
        raise codes.error(code)
    return body


def _units(weight: Decimal, unit: Decimal) -> bytes:
    """Raises RequestRefused for what the scales cannot be told."""
    count = weight / unit
    try:
        if count != int(count):
            raise ValueError(f"not whole: {count}")
        return codec.tare(int(count))
    except ValueError as error:
        raise RequestRefused(f"Тару {weight} кг на этих весах не задать: нужна кратная {unit} кг.") from error


def _build(context: DeviceContext, options: ShtrihSlimOptions) -> Scales:
    line = Line(context.open_transport(options.connection), options)
    scale = ShtrihSlim(line, options)
    return Scales(context, scale, traits("ShtrihSlim", "Весы Штрих-Слим"), wait=options.wait, address=line.address)


SPEC = DriverSpec(ShtrihSlimOptions, _build)
