"""All register drivers."""

from tests.contract import atol, atol_web, mercury, pirit, serviceplus, shtrih, virtual

FAMILIES = (
    virtual.FAMILY,
    shtrih.TCP,
    shtrih.SERIAL,
    mercury.HTTP,
    serviceplus.TCP,
    serviceplus.SERIAL,
    mercury.BLIND,
    atol_web.V2,
    atol_web.V1,
    atol.TCP,
    atol.SERIAL_2,
    atol.SERIAL_3,
    pirit.TCP,
    pirit.SERIAL,
)
