"""What the table of families says of ШТРИХ-М. Source: spec/shtrih-m.md."""

from drivers.registers.about import Family, Link

ABOUT = Family(
    driver="shtrih",
    models="ШТРИХ-М with a ФН, whose firmware knows FF45 and FF46",
    links=(Link.SERIAL, Link.TCP),
    formats=("1.05", "1.1", "1.2"),
    evidence="the maker's published protocols and guides, logs of real ones, third-party drivers",
    page="shtrih.md",
)
