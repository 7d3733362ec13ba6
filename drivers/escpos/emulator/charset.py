"""ESC R: the twelve places of ASCII that change with the country. Source: Epson's reference, ESC R."""

from collections.abc import Mapping

_PLACES = "#$@[\\]^`{|}~"
_SETS = (
    _PLACES,  # 0 USA
    "#$à°ç§^`éùè¨",
    "#$§ÄÖÜ^`äöüß",
    "£$@[\\]^`{|}~",
    "#$@ÆØÅ^`æøå~",
    "#¤ÉÄÖÅÜéäöåü",
    "#$@°\\é^ùàòèì",
    "₧$@¡Ñ¿^`¨ñ}~",
    "#$@[¥]^`{|}~",
    "#¤ÉÆØÅÜéæøåü",
    "#$ÉÆØÅÜéæøåü",
    "#$á¡Ñ¿é`íñóú",
    "#$á¡Ñ¿éüíñóú",
    "#$@[₩]^`{|}~",
    "#$ŽŠĐĆČžšđćč",
    "#¥@[\\]^`{|}~",  # 15 China
)
COUNTRIES: tuple[Mapping[str, str], ...] = tuple(
    {usual: its for usual, its in zip(_PLACES, characters, strict=True) if usual != its} for characters in _SETS
)
