"""All register drivers."""

from tests.contract import shtrih, virtual

FAMILIES = (virtual.FAMILY, shtrih.TCP, shtrih.SERIAL)
