"""What the table of families says of АТОЛ by the protocol 3.1. Source: spec/atol.md, scope and 0."""

from drivers.registers.about import Family, Link

ABOUT = Family(
    driver="atol",
    models="АТОЛ up to platform 2.5: FPrint-22ПТК, 11Ф, 15Ф, 20Ф, 25Ф, 30Ф, 50Ф, 52Ф, 55Ф, 60Ф, 77Ф, "
    "90Ф, 91Ф, 92Ф, 150Ф",
    links=(Link.SERIAL, Link.TCP),
    formats=("1.05",),
    evidence="public drivers; of the maker's document the table of contents alone",
    page="atol.md",
)
