"""How the register is registered. Source: spec/atol-web.md 3 names the task; the fields of its answer are W3's."""

from drivers.atol_web.tasks.names import TAX_SYSTEMS
from drivers.http_service.fields import Fields
from drivers.model.state import Registration

_SYSTEMS = {name: system for system, name in TAX_SYSTEMS.items()}
_AGENTS = (
    *("bankPayingAgent", "bankPayingSubagent", "payingAgent", "payingSubagent"),
    *("attorney", "commissionAgent", "another"),
)
"""In the order of the bits of 1057."""


def registration(result: Fields) -> Registration:
    owner, device, ofd = (result.inner(part) for part in ("organization", "device", "ofd"))
    return Registration(
        organization=owner.text("name"),
        inn=owner.text("vatin"),
        address=owner.text("address"),
        place=device.text("paymentsAddress"),
        sender_email=owner.text("email"),
        tax_systems=tuple(_SYSTEMS[name] for name in owner.texts("taxationTypes") if name in _SYSTEMS),
        agents=tuple(_AGENTS.index(name) for name in owner.texts("agents") if name in _AGENTS),
        number=device.text("registrationNumber"),
        ofd_name=ofd.text("name"),
        ofd_inn=ofd.text("vatin"),
        ofd_host=ofd.text("host"),
        ofd_port=ofd.text("port"),
        autonomous=device.flag("offlineMode"),
        encryption=device.flag("encryption"),
        automatic=device.flag("autoMode"),
        automatic_number=device.text("machineNumber"),
        internet=device.flag("internet"),
        bso=device.flag("bso"),
        services=device.flag("service"),
        machine_printer=device.flag("machineInstallation"),
        excise=device.flag("excise"),
        gambling=device.flag("gambling"),
        lottery=device.flag("lottery"),
        marking=device.flag("marking", default=True),  # not told: error 414 says what it is not registered for
        pawnshop=device.flag("pawnShop"),
        insurance=device.flag("insurance"),
    )
