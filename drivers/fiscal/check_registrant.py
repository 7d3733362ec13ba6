"""Rules for a registration by itself: owner, РНМ, tax systems, ОФД, modes. Source: spec/ffd.md 2.1, 4, 11 and 15."""

from drivers.fiscal.check_requisites import fits
from drivers.fiscal.findings import Findings, quoted
from drivers.fiscal.inn import is_inn
from drivers.fiscal.patterns import EMAIL, SITE
from drivers.fiscal.rnm import is_registration_number, is_written_right
from drivers.model.ffd import FfdVersion, TaxSystem
from drivers.model.state import Registration

_AGENTS = range(7)


def check(told: Registration, ffd: FfdVersion, serial: str, findings: Findings) -> None:
    """`serial` is the factory number 1013."""
    _owner(told, ffd, findings)
    _number(told, serial, findings)
    _taxes(told, findings)
    _operator(told, findings)
    _modes(told, findings)
    _lost(told, ffd, findings)


def _owner(told: Registration, ffd: FfdVersion, findings: Findings) -> None:
    fits({1048: told.organization, 1009: told.address, 1187: told.place}, "Владелец", findings)
    if not told.organization.strip():
        findings.refuse("Не указан владелец кассы: впишите название организации или ИП")
    if not is_inn(told.inn):
        findings.refuse(f"ИНН владельца {quoted(told.inn)} записан с ошибкой, проверьте цифры")
    late = ffd is FfdVersion.V1_2  # where both are mandatory
    for title, text in (("адрес расчётов", told.address), ("место расчётов", told.place)):
        if not text.strip():
            (findings.refuse if late else findings.doubt)(f"Впишите {title}, без этого кассу не регистрируют")


def _number(told: Registration, serial: str, findings: Findings) -> None:
    """The control digits of a РНМ are counted over ИНН and factory number."""
    if not is_written_right(told.number):
        findings.refuse(f"Регистрационный номер ККТ {quoted(told.number)}: укажите 16 цифр из карточки регистрации")
    elif not is_registration_number(told.number, told.inn, serial):
        findings.refuse(
            f"Регистрационный номер ККТ {told.number} не подходит к ИНН {quoted(told.inn)} и заводскому номеру"
            f" {quoted(serial)}: сверьте все три с карточкой регистрации"
        )


def _taxes(told: Registration, findings: Findings) -> None:
    if not told.tax_systems:
        findings.refuse("Не указана система налогообложения: выберите хотя бы одну")
    if TaxSystem.IMPUTED in told.tax_systems:
        findings.doubt("ЕНВД отменён с 2021 года: уберите его из систем налогообложения")


def _operator(told: Registration, findings: Findings) -> None:
    """Needed unless the register works without a link."""
    fits({1046: told.ofd_name, 1117: told.sender_email}, "ОФД", findings)
    if told.autonomous:
        if told.ofd_inn or told.ofd_name:
            findings.warn("Касса работает без связи с ОФД: данные ОФД не записаны")
        return
    if not is_inn(told.ofd_inn):
        findings.refuse(f"ИНН ОФД {quoted(told.ofd_inn)} записан с ошибкой, проверьте цифры")
    if not told.ofd_name.strip():
        findings.refuse("Не указан ОФД: впишите его название")
    if not EMAIL.fullmatch(told.sender_email):
        findings.refuse(f"Адрес отправителя чеков {quoted(told.sender_email, 40)}: укажите почту как a@b.ru")


def _modes(told: Registration, findings: Findings) -> None:
    fits({1036: told.automatic_number}, "Автомат", findings)
    if told.automatic and not told.automatic_number.strip():
        findings.refuse("Автоматический режим: укажите номер автомата")
    if not told.automatic and told.automatic_number.strip():
        findings.warn("Номер автомата не записан: касса не в автоматическом режиме")
    if told.machine_printer and not told.automatic:
        findings.doubt("Принтер в автомате указан без автоматического режима: включите режим или уберите принтер")
    if told.internet and not SITE.fullmatch(told.place):
        findings.doubt("Касса только для интернета: местом расчётов укажите адрес сайта")
    if not set(told.agents) <= set(_AGENTS):
        findings.refuse("Признаки агента: укажите числа от 0 до 6")


def _lost(told: Registration, ffd: FfdVersion, findings: Findings) -> None:
    """What the version has no place for."""
    if ffd is FfdVersion.V1_2:
        return
    late = {"маркированные товары": told.marking, "ломбард": told.pawnshop, "страхование": told.insurance}
    lost = [title for title, is_set in late.items() if is_set]
    if lost:
        findings.warn(f"По ФФД {ffd.value} не записывается: {', '.join(lost)}. Это есть только в ФФД 1.2")
