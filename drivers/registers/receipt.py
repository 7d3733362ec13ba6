"""A receipt, and a correction, from its check to its closing.

Until it is closed nothing is recorded: whatever goes wrong, the receipt is annulled and the ФН is asked whether it has
anything new. From the closing on the ФН alone tells, and what it has is never made again, printed or not.
"""

from drivers.errors import DeviceOffline, KkmError, RequestRefused
from drivers.fiscal.check import check
from drivers.fiscal.settled import Settled
from drivers.model.command import RegisterReceipt
from drivers.model.outcome import Outcome
from drivers.registers import printed, records, results, rules, shifts, standing, texts, undo
from drivers.registers.known import Found, Standing
from drivers.registers.plan import Filled, Plan
from drivers.registers.register import Register


async def register_receipt(register: Register, command: RegisterReceipt) -> Outcome:
    """Raises RequestRefused before anything is sent, where the receipt cannot be."""
    known, settled = register.known, check(command.receipt, rules.rules(register))
    receipt = settled.receipt
    plan = await _planned(register, settled)
    ready = await shifts.for_receipt(register, receipt.cashier, print_paper=receipt.print_paper)
    if register.known != known:  # there is another ФН in it: what was planned may not suit it
        return await register_receipt(register, command)
    before = ready.standing
    found, filled = await _sold(register, plan, before)
    return await _outcome(register, plan, found, filled, (*plan.warnings, *ready.warnings))


async def _planned(register: Register, settled: Settled) -> Plan:
    try:
        return await register.plan(settled)
    except ValueError as error:
        raise RequestRefused(texts.does_not_fit(error)) from error


async def _sold(register: Register, plan: Plan, before: Standing) -> tuple[Found, Filled]:
    """Once more where the link alone has brought the first time to nothing."""
    try:
        return await _attempt(register, plan, before)
    except DeviceOffline:
        await standing.ready(register)
        return await _attempt(register, plan, before)


async def _attempt(register: Register, plan: Plan, before: Standing) -> tuple[Found, Filled]:
    """Errors say that nothing was recorded, but for OutcomeUnknown. A cancelled one leaves the receipt to the next."""
    try:
        async with register.printing(wanted=plan.settled.receipt.print_paper) as doubts:
            register.receipt_is_ours = True
            filled = await plan.fill()
            found = await _closed(register, plan, before)
    except KkmError as error:
        raise await undo.undone(register, before, error) from error
    register.receipt_is_ours = False
    return found, Filled(filled.marked, (*doubts, *filled.warnings))


async def _closed(register: Register, plan: Plan, before: Standing) -> Found:
    """Asked a second time only where the ФН has nothing new and the receipt is still open."""

    def fits(found: Found) -> bool:
        return results.is_of(plan.settled.receipt, found)

    try:
        return await records.record(register, plan.close, before, fits)
    except DeviceOffline:
        await register.printed()
        if not (await register.standing()).receipt_open:
            raise
    return await records.record(register, plan.close, before, fits)


async def _outcome(register: Register, plan: Plan, found: Found, filled: Filled, warnings: tuple[str, ...]) -> Outcome:
    """Raises OutcomeUnknown and nothing else: the receipt is there."""
    settled = plan.settled
    with records.known_to_be_recorded():
        if not (found.shift and found.number_in_shift):
            found = await register.placed(found)
    document = results.document(register, results.completed(found, settled), settled.form)
    return Outcome(
        document=document,
        payments=settled.payments,
        change=settled.change,
        marking=filled.marked.answers,
        warnings=(*warnings, *filled.marked.warnings, *filled.warnings, *results.doubts(found)),
        message=await _on_paper(register, plan),
    )


async def _on_paper(register: Register, plan: Plan) -> str:
    """A message where something of it is not on paper yet, or never will be."""
    return (
        await printed.later(register, register.paper_later)
        or await plan.finish()
        or await _copies(register, plan.settled.receipt.copies)
    )


async def _copies(register: Register, count: int) -> str:
    """A message where the paper was not enough, or the register makes none."""
    try:
        for _ in range(count):
            await register.copy_last()
            await register.printed()
    except KkmError as error:
        return texts.COPIES_FAILED.format(why=error.text)
    return ""
