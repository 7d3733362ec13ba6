"""Agents and suppliers. Source: spec/kkmserver.md 3.9.4."""

from drivers.errors import NotSupported
from drivers.model.document import AgentData, Supplier
from drivers.model.ffd import AgentSign
from drivers.notation.json_text import Json


def agent_sign(sign: AgentSign | None) -> int | None:
    """The API's 0..6 for the one bit that is set. Raises NotSupported for several bits: it has no way to say so."""
    if sign is None:
        return None
    if sign.bit_count() != 1:
        raise NotSupported("Другому серверу можно передать только один признак агента; укажите один.")
    return sign.bit_length() - 1


def agent_data(data: AgentData | None) -> Json:
    if data is None:
        return None
    return {
        "PayingAgentOperation": data.operation,
        "PayingAgentPhone": data.agent_phone,
        "ReceivePaymentsOperatorPhone": data.receiver_phone,
        "MoneyTransferOperatorPhone": data.transfer_phone,
        "MoneyTransferOperatorName": data.transfer_name,
        "MoneyTransferOperatorAddress": data.transfer_address,
        "MoneyTransferOperatorVATIN": data.transfer_inn,
    }


def supplier(given: Supplier | None) -> Json:
    if given is None:
        return None
    return {"PurveyorPhone": given.phone, "PurveyorName": given.name, "PurveyorVATIN": given.inn}
