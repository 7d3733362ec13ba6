"""What the table of families says of АТОЛ behind a web server. Source: spec/atol-web.md 0, 1."""

from drivers.registers.about import Family, Link

ABOUT = Family(
    driver="atol-web",
    models="АТОЛ that the maker's driver 10 knows, through its web server or «АТОЛ. Web Requests»",
    links=(Link.HTTP,),
    formats=("1.05", "1.2"),
    evidence="public clients and an emulator of the service",
    page="atol-web.md",
)
