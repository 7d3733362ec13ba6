"""Where a buyer sees a receipt: links to the sites of the ОФД.

No operator publishes its pattern as a promise, so each is told with where it was seen. An unknown operator has no link;
the owner may give a pattern of his own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from drivers.model import money
from drivers.model.outcome import FiscalDocument
from drivers.model.state import Registration

_FIELD = re.compile(r"\{([^{}]*)\}")
FIELDS = ("inn", "rnm", "fn", "fd", "fpd", "time", "date", "total", "type")
"""What a pattern may hold.

inn: of the shop; rnm, fn: 1037, 1041; fd, fpd: 1040, 1077 without leading zeros; time: 20261115T1530; date: 151126;
total: 229.79; type: 1054.
"""


@dataclass(frozen=True, slots=True)
class Site:
    """`sure`: more than one public source has the pattern, or a register's own answer was recorded with it."""

    inn: str  # 1017 of the ОФД
    name: str
    pattern: str
    seen: str  # where
    sure: bool = True


_BITRIX = "handlers of ОФД in the module sale of 1С-Битрикс"
_SITES = (
    Site(
        "7709364346",
        "Первый ОФД",
        "https://consumer.1-ofd.ru/v1?t={time}&s={total}&fn={fn}&i={fd}&fp={fpd}&n={type}",
        f"{_BITRIX}; letters of the operator kept in tests of public receipt readers",
    ),
    Site(
        "9715260691",
        "Платформа ОФД (Эвотор)",
        "https://lk.platformaofd.ru/web/noauth/cheque?fn={fn}&fp={fpd}&i={fd}",
        f"{_BITRIX}; pyofd; several public clients",
    ),
    Site(
        "7704211201",
        "Такском",
        "https://receipt.taxcom.ru/v01/show?fp={fpd}&s={total}",
        f"{_BITRIX}; pyofd; several public clients",
    ),
    Site(
        "7728699517",
        "ОФД-Я (Ярус)",
        "https://ofd-ya.ru/getFiscalDoc?kktRegId={rnm}&fiscalSign={fpd}",
        f"sample answer in the JavaScript samples of KkmServer; pyofd; {_BITRIX}, older edition",
    ),
    Site(
        "7841465198",
        "OFD.RU (Петер-Сервис)",
        "https://check.ofd.ru/rec/{inn}/{rnm}/{fn}/{fd}/{fpd}",
        f"spec/kkmserver.md 3.9.6; public clients; {_BITRIX} has the same path on another host",
    ),
    Site(
        "7605016030",
        "СБИС ОФД (Тензор)",
        "https://ofd.sbis.ru/rec/{rnm}/{date}/{fpd}",
        f"{_BITRIX}; public clients in JavaScript and PHP",
    ),
    Site(
        "6663003127",
        "Контур.ОФД",
        "https://cash.kontur.ru/CashReceipt/View/FN/{fn}/FD/{fd}/FP/{fpd}",
        f"recorded answer of KkmServer to GetDataCheck, 2018; {_BITRIX}",
    ),
    Site(
        "6658497833",
        "Контур НТТ",
        "https://cash-ntt.kontur.ru/CashReceipt/View/FN/{fn}/FD/{fd}/FP/{fpd}",
        f"{_BITRIX}, newer edition; a public client in PHP. That it goes with this ИНН is inferred from the host",
        sure=False,
    ),
    Site(
        "7704358518",
        "Яндекс ОФД",
        "https://ofd.yandex.ru/vaucher/{rnm}/{fd}/{fpd}",
        "examples in public documents and tests of Yandex delivery; public clients in PHP and JavaScript",
    ),
    Site(
        "2310031475",
        "Магнит ОФД (Тандер)",
        "https://check.ofd-magnit.ru/CheckWebApp/fds.zul?fn={fn}&fs={fpd}&fd={fd}",
        "public clients in PHP and Rust",
    ),
    Site(
        "7729642175",
        "E-OFD (Группа Элемент)",
        "https://e-ofd.ru/check?fn={fn}&fp={fpd}&fd={fd}",
        "a public collection of receipts in Rust",
        sure=False,
    ),
    Site(
        "4029017981",
        "Астрал.ОФД (Калуга Астрал)",
        "https://ofd.astralnalog.ru/api/v4.2/landing.pdfNew"
        "?fiscalSign={fpd}&fiscalDocumentNumber={fd}&fiscalDriveNumber={fn}",
        "a public client in Go; it is the receipt as PDF",
        sure=False,
    ),
)
SITES: Mapping[str, Site] = {site.inn: site for site in _SITES}


def link(registration: Registration, document: FiscalDocument, own_pattern: str = "") -> str:
    """Link to a receipt; "" where the ОФД is not known, or the pattern wants what the document has not.

    `own_pattern` goes before the table; see `faults`.
    """
    site = SITES.get(registration.ofd_inn.strip())
    pattern = own_pattern.strip() or (site.pattern if site is not None else "")
    if not pattern or registration.autonomous or document.receipt_type is None:
        return ""
    values = _values(registration, document)
    if not all(values.get(name) for name in _FIELD.findall(pattern)):
        return ""
    return _FIELD.sub(lambda match: values[match[1]], pattern)


def faults(own_pattern: str) -> str:
    """What is wrong with a pattern of the owner, in words; "" where nothing is."""
    pattern = own_pattern.strip()
    unknown = [name for name in _FIELD.findall(pattern) if name not in FIELDS]
    if unknown:
        return f"в ссылке на чек нет поля {{{unknown[0]}}}: укажите одно из {', '.join(FIELDS)}"
    if pattern and not pattern.startswith(("https://", "http://")):
        return "ссылка на чек начинается с https://"
    return ""


def _values(registration: Registration, document: FiscalDocument) -> dict[str, str]:
    return {
        "inn": registration.inn.strip(),
        "rnm": registration.number.strip(),
        "fn": document.storage.strip(),
        "fd": str(document.number),
        "fpd": str(document.sign),
        "time": document.time.strftime("%Y%m%dT%H%M"),
        "date": document.time.strftime("%d%m%y"),
        "total": "" if document.total is None else money.text(document.total),
        "type": "" if document.receipt_type is None else str(document.receipt_type.value),
    }
