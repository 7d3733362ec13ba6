"""Registration of a register, where its family can do it."""

from drivers.model.ffd import DocumentForm
from drivers.model.outcome import Outcome
from drivers.model.registration import RegisterDevice, RegistrationStep
from drivers.registers import printed, records, results, standing, texts
from drivers.registers.register import Register

_FORMS = {RegistrationStep.OPEN: DocumentForm.REGISTRATION, RegistrationStep.CLOSE: DocumentForm.CLOSE_STORAGE}


def form(step: RegistrationStep) -> DocumentForm:
    return _FORMS.get(step, DocumentForm.REREGISTRATION)


async def register_device(register: Register, command: RegisterDevice) -> Outcome:
    """Raises RequestRefused for a step that does not follow from how things stand."""
    before = await standing.answering(register)
    found, warnings = await register.register_device(command, before)
    with records.known_to_be_recorded():
        register.forget()
        await register.begin()
    message = await printed.later(register, texts.DONE_PAPER_LATER)
    document = results.document(register, found, form(command.step))
    return Outcome(document=document, warnings=(*warnings, *results.doubts(found)), message=message)
