"""What the table of families says of Сервис Плюс. Source: spec/service-plus.md 0, B, C."""

from drivers.registers.about import Family, Link

ABOUT = Family(
    driver="serviceplus",
    models="Сервис Плюс: СП402-Ф, СП802-Ф (XML); СП101ФР-К, СП402ФР-К, СП412ФР-К, СП601-К, older "
    "СП101-Ф, СП402-Ф (binary)",
    links=(Link.SERIAL, Link.TCP),
    formats=("1.05",),
    evidence="one public driver for each of the two protocols; one public program speaks XML by TCP (port 6667)",
    page="serviceplus.md",
)
