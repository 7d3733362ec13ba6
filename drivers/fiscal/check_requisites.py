"""Rules for what a receipt says of people and places: lengths, ИНН, phones, agents. Source: spec/ffd.md 4 and 15."""

from collections.abc import Mapping

from drivers.fiscal import receipts
from drivers.fiscal.check_vat import check_date
from drivers.fiscal.cp866 import to_cp866
from drivers.fiscal.findings import Findings, quoted
from drivers.fiscal.inn import NOBODY, is_inn, is_kpp
from drivers.fiscal.patterns import BUYER_PHONE, EMAIL, PHONE, SITE
from drivers.fiscal.rows import agent_texts, supplier_texts
from drivers.fiscal.settled import Rules
from drivers.fiscal.tags import TAGS
from drivers.model.document import Cashier, Position, Receipt
from drivers.model.ffd import AgentSign, FfdVersion

_PHONE_TAGS = frozenset({1073, 1074, 1075, 1171})
_INN_TAGS = frozenset({1016, 1203, 1226, 1228})
_MAY_BE_NOBODY = frozenset({1226, 1228})

_BANK = AgentSign.BANK_AGENT | AgentSign.BANK_SUBAGENT
_PAYING = AgentSign.PAYING_AGENT | AgentSign.PAYING_SUBAGENT
_NEEDED_BY_BANK = (1075, 1044, 1073, 1026, 1005, 1016)
_NEEDED_BY_PAYING = (1073, 1074, 1171)


def check(receipt: Receipt, rules: Rules, findings: Findings) -> None:
    """Everything outside the rows and the money."""
    cashier(receipt.cashier, rules, findings)
    texts = receipts.header_texts(receipt, rules.ffd, rules.registration)
    if rules.ffd is not FfdVersion.V1_0:
        texts |= {1227: receipt.client_name, 1228: receipt.client_inn}
        texts |= dict(zip((1085, 1086), receipts.user_attribute(receipt) or ("", ""), strict=True))
    requisites(texts, "Чек", findings)
    if rules.ffd in (FfdVersion.V1_05, FfdVersion.V1_1):
        agent(receipt, "Чек", findings)
    if receipt.user_attribute is not None and not receipts.is_attribute(*receipt.user_attribute):
        findings.warn("Чек: дополнительный реквизит пользователя не записан, укажите и его название, и значение")
    if receipt.kpp and not is_kpp(receipt.kpp):
        findings.doubt(f"КПП {quoted(receipt.kpp)} записан неверно: укажите девять знаков")
    _buyer(receipt, findings)
    _internet(receipt, rules, findings)
    check_date(receipt, rules, findings)


def cashier(person: Cashier, rules: Rules, findings: Findings) -> None:
    """1021 and 1203; only a vending machine has no cashier."""
    inn = "" if rules.ffd is FfdVersion.V1_0 else person.inn
    requisites({1021: person.name, 1203: inn}, "Данные кассира", findings)
    if not to_cp866(person.name).strip() and not rules.registration.automatic:
        findings.warn("Не указан кассир: впишите должность и фамилию")


def fits(texts: Mapping[int, str], where: str, findings: Findings) -> None:
    """Refuse what is longer than its requisite: only names of goods may be cut."""
    for tag, text in texts.items():
        length = len(to_cp866(text))
        if length > TAGS[tag].size:
            findings.refuse(
                f"{where}: «{TAGS[tag].name}» (тег {tag}) – {length} знаков, а помещается {TAGS[tag].size}: сократите"
            )


def requisites(texts: Mapping[int, str], where: str, findings: Findings) -> None:
    """Lengths, check digits and phone numbers of requisites by tag."""
    fits(texts, where, findings)
    for tag, text in texts.items():
        if not text:
            continue
        if tag in _INN_TAGS and not is_inn(text) and not (tag in _MAY_BE_NOBODY and text == NOBODY):
            findings.doubt(f"{where}: {TAGS[tag].name} {quoted(text)} записан с ошибкой, проверьте цифры")
        if tag in _PHONE_TAGS and not PHONE.fullmatch(text):
            findings.doubt(f"{where}: {TAGS[tag].name} {quoted(text)} – запишите как +79990000000")


def agent(bearer: Receipt | Position, where: str, findings: Findings) -> None:
    """Agent data of a receipt or of a row: how it is written, and whether the kind of agent has all it needs."""
    texts = agent_texts(bearer.agent_data) | supplier_texts(bearer.supplier)
    of_row = isinstance(bearer, Position)
    if bearer.supplier is not None and of_row:
        texts[1226] = bearer.supplier.inn
    requisites(texts, where, findings)
    missing = [TAGS[tag].name for tag in _needed(bearer.agent, of_row=of_row) if not texts.get(tag)]
    if missing:
        findings.doubt(f"{where}: для агента добавьте: {', '.join(missing)}")


def _needed(sign: AgentSign | None, *, of_row: bool) -> list[int]:
    """Tags by kind of agent; the supplier's ИНН has a place in a row only."""
    if not sign:
        return []
    needed = [1226] if of_row else []
    if sign & _BANK:
        needed += _NEEDED_BY_BANK
    if sign & _PAYING:
        needed += _NEEDED_BY_PAYING
    return list(dict.fromkeys(needed))


def is_buyer_address(text: str) -> bool:
    """1008: a phone number or an e-mail address, or "none" where the law lets nobody be asked."""
    return bool(BUYER_PHONE.fullmatch(text) or EMAIL.fullmatch(text)) or text == "none"


def _buyer(receipt: Receipt, findings: Findings) -> None:
    """A correction is handed to nobody."""
    address = receipt.client_address
    if not receipt.print_paper and not address.strip() and receipt.correction is None:
        findings.refuse("Чек без печати: укажите телефон или электронный адрес покупателя")
    elif address and not is_buyer_address(address):
        findings.doubt(
            f"Адрес покупателя {quoted(address, 40)} – запишите телефон как +79990000000 или почту как a@b.ru"
        )


def _internet(receipt: Receipt, rules: Rules, findings: Findings) -> None:
    """Sales on the internet: the receipt goes to an address, and the place of settlement is a site."""
    if not (receipt.internet or rules.registration.internet):
        return
    if not receipt.client_address:
        findings.doubt("Расчёт в интернете: укажите телефон или электронный адрес покупателя")
    if not SITE.fullmatch(receipt.place or rules.registration.place):
        findings.doubt("Расчёт в интернете: местом расчётов укажите адрес сайта")
