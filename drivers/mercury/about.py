"""What the table of families says of Меркурий. Source: spec/mercury.md 0, 1."""

from drivers.registers.about import Family, Link

ABOUT = Family(
    driver="mercury",
    models="Меркурий 115Ф, 119Ф, 130Ф, 180Ф, 185Ф, through the service INECRMAN",
    links=(Link.HTTP,),
    formats=("1.05", "1.2"),
    evidence="two public clients of the service",
    page="mercury.md",
)
