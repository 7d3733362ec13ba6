import pytest

from drivers.fiscal import names, vat
from drivers.model.ffd import AgentSign, DocumentForm, ReceiptType, SettlementMethod, TaxSystem, VatRate


def test_every_member_has_a_name() -> None:
    assert set(names.DOCUMENTS) == set(DocumentForm)
    assert set(names.RECEIPT_TYPES) == set(ReceiptType)
    assert set(names.TAX_SYSTEMS) == set(TaxSystem)
    assert set(names.METHODS) == set(SettlementMethod)
    assert set(names.AGENTS) == set(AgentSign)
    assert set(vat.PERCENT) == set(VatRate)
    assert set(names.SUBJECTS) == {*range(1, 28), *range(30, 34)}


def test_a_mask_names_all_agents() -> None:
    assert names.agents(AgentSign.BANK_AGENT | AgentSign.AGENT) == "БАНК. ПЛ. АГЕНТ, АГЕНТ"


@pytest.mark.parametrize(("ffd_1_2", "name"), [(True, "В"), (False, "СПР")])
def test_subject_12_changed_its_meaning(*, ffd_1_2: bool, name: str) -> None:
    assert names.subject(12, ffd_1_2=ffd_1_2) == name


def test_unknown_subject() -> None:
    assert names.subject(28) == ""


@pytest.mark.parametrize(
    ("result", "mark"),
    [
        (15, "[М+]"),
        (5, "[М-]"),
        (7, "[М-]"),
        (17, "[М-]"),
        (1, "[М-]"),
        (0, "[М]"),
        (3, "[М]"),
        (16, "[М]"),
        (19, "[М]"),
    ],
)
def test_marking_result(result: int, mark: str) -> None:
    assert names.marking(result) == mark


@pytest.mark.parametrize(
    ("result", "refused"),
    [
        *[(0, False), (3, False), (15, False), (16, False), (19, False), (1, True), (5, True), (7, True), (17, True)],
        *[(12, False), (4, True), (13, True)],  # asked where the ФН itself had no key
    ],
)
def test_a_bad_result_is_told_of_the_whole_receipt(result: int, *, refused: bool) -> None:
    assert names.is_refused(result) is refused


def test_conditions_of_use() -> None:
    assert names.conditions(1 << 2 | 1 << 8) == "АС БСО, МАРКИРОВАННЫЕ ТОВАРЫ"
    assert names.conditions(0) == ""
