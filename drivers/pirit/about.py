"""What the table of families says of Пирит. Source: spec/service-plus.md 0, A."""

from drivers.registers.about import Family, Link

ABOUT = Family(
    driver="pirit",
    models="Дримкас: Вики Мини, Вики Тауэр, Вики Принт 57, 57+, 80+, Пирит 2Ф, 2СФ",
    links=(Link.SERIAL, Link.TCP),
    formats=("1.05", "1.2"),
    evidence="the maker's published document, two public drivers; that TCP brings its frames is inferred",
    page="pirit.md",
)
