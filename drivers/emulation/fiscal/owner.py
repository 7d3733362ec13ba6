"""Whose register it is, as a registration says it. All of it is invented."""

from collections.abc import Container
from dataclasses import dataclass

from drivers.emulation.fiscal import tlv

_BUYER_ADDRESS = 1008


@dataclass(frozen=True, slots=True)
class Owner:
    name: str = 'ООО "РОМАШКА-ТЕСТ"'  # 1048
    address: str = "г. Москва, ул. Примерная, д. 1"  # 1009
    place: str = "Касса 1"  # 1187
    site: str = "nalog.gov.ru"  # 1060
    sender: str = "shop@example.com"  # 1117
    ofd: str = "ОФД-ТЕСТ"  # 1046
    ofd_inn: str = "7704358518"  # 1017

    def shop(self, sent: Container[int], *, marked_format: bool) -> list[tuple[int, bytes]]:
        """What a receipt tells of it where the host has not: the place since 1.2, and who mails it."""
        due = ((1009, 1187) if marked_format else ()) + ((1117,) if _BUYER_ADDRESS in sent else ())
        known = dict(self.requisites())
        return [(tag, known[tag]) for tag in due if tag not in sent]

    def requisites(self) -> list[tuple[int, bytes]]:
        """As a registration says it."""
        texts = {1048: self.name, 1009: self.address, 1187: self.place, 1060: self.site, 1117: self.sender}
        ofd = [(1046, tlv.raw_text(self.ofd)), (1017, tlv.raw_text(self.ofd_inn, 12))]
        return [(tag, tlv.raw_text(text)) for tag, text in texts.items()] + ofd
