"""What is kept for an account's next contract: seen, changed, deleted. S2-56."""

from __future__ import annotations

from dialogs.contract_effects import Fields
from dialogs.contract_facts import MyRequisites
from dialogs.inputs import Fine, Refused
from dialogs.page import Finish, Go
from dialogs.requisites import (
    OF_THE_ACCOUNT,
    OF_THE_DOCUMENT,
    ChangeMyDocument,
    ChangeMyRequisites,
    DropMyRequisites,
)
from enrolment.contract_form import check_form
from enrolment.terms import FormField
from handlers.book import Outcome, answers, performs
from handlers.contract_answers import CHECK
from handlers.contract_changes import note_changed_data
from handlers.contract_forms import UnreadableAnswer, contract_form
from handlers.desk import Desk
from handlers.offers import today
from handlers.profile_changes import NOT_REGISTERED
from locales.text import Text, _


@answers(MyRequisites)
async def my_requisites(desk: Desk, query: MyRequisites) -> Fields:
    """Everything that is kept, by the codes of the contract's form."""
    return {name: str(value) for name, value in (await desk.uow.requisites.of(desk.account.id)).items()}


@performs(ChangeMyRequisites)
async def change_requisites(desk: Desk, effect: ChangeMyRequisites) -> Outcome:
    """Another bank account; a contract that the parent has signed says that its data are others now (C18)."""
    return await _changed(desk, effect.fields, OF_THE_ACCOUNT)


@performs(ChangeMyDocument)
async def change_document(desk: Desk, effect: ChangeMyDocument) -> Outcome:
    """Another identity document, told in the same way (C18, C19)."""
    return await _changed(desk, effect.fields, OF_THE_DOCUMENT)


async def _changed(desk: Desk, fields: Fields, group: tuple[FormField, ...]) -> Outcome:
    if desk.account.registered_at is None:
        return Refused(NOT_REGISTERED)
    refused = _unfit(desk, fields, group)
    if refused is not None:
        return refused
    before = await desk.uow.requisites.of(desk.account.id)
    given = {field.value: fields.get(field, "") for field in group}
    await desk.uow.requisites.keep(desk.account.id, {**before, **given}, desk.now)
    changed = frozenset(field for field in group if before.get(field, "") != given[field])
    await note_changed_data(desk, desk.account.id, changed, desk.actor)
    return _done(_("Kept for the next contract."))


@performs(DropMyRequisites)
async def drop_requisites(desk: Desk, effect: DropMyRequisites) -> Outcome:
    """Nothing is kept any more; contracts stay as they are."""
    await desk.uow.requisites.erase(desk.account.id)
    return _done(_("Deleted. The next contract will ask for it again."))


def _unfit(desk: Desk, fields: Fields, group: tuple[FormField, ...]) -> Refused | None:
    """What no dialog would have taken: an account that is none, another bank's, a document issued tomorrow."""
    try:
        problems = check_form(contract_form(fields), desk.office.profile, today(desk))
    except UnreadableAnswer as unreadable:
        return Refused(CHECK, unreadable.field)
    wrong = [one.field for one in problems if one.field in group and one.field in fields]
    return Refused(CHECK, wrong[0]) if wrong else None


def _done(said: Text) -> Outcome:
    return Fine(Finish(then=Go("requisites"), remark=said))
