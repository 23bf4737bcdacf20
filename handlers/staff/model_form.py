"""The editions of the contract's model form, who published them, and their texts to be changed. S2-73."""

from __future__ import annotations

from dialogs.inputs import Fine, Refused
from dialogs.message import FileOut, Message
from dialogs.page import Finish, Go
from dialogs.staff.model_form import FormEdition, FormEditions, SendFormTexts
from enrolment.terms import Role
from handlers.book import Outcome, answers, performs
from handlers.desk import Desk
from handlers.staff.cards import member_card
from handlers.staff.model_form_guide import guide
from handlers.staff.model_form_reading import TEXT
from handlers.staff.reach import by_staff
from locales.text import _, joined
from storage.form_editions import PublishedEdition
from storage.staff import StaffMember

_NONE = _("No contracts are made here yet.")


@answers(FormEditions)
async def form_editions(desk: Desk, query: FormEditions) -> tuple[FormEdition, ...]:
    """Every edition, the earliest first; of several that were published for one day, the one that counts."""
    if desk.office.press is None:
        return ()
    forms = await desk.office.press.forms.now(desk.uow)
    published = await desk.uow.form_editions.all()
    by_day = {one.since: one for one in published}
    staff = await desk.uow.staff.load([_staff_id(one) for one in published])
    return tuple(
        _told(FormEdition(one.in_force_from, one.version), by_day.get(one.in_force_from), staff, published[-1:])
        for one in forms.editions
    )


def _told(
    edition: FormEdition,
    one: PublishedEdition | None,
    staff: dict[int, StaffMember],
    last: list[PublishedEdition],
) -> FormEdition:
    if one is None:
        return edition
    author = staff.get(_staff_id(one))
    by = member_card(author) if author is not None else None
    return FormEdition(edition.since, edition.version, one.id, by, one.published_at, one in last)


def _staff_id(one: PublishedEdition) -> int:
    return int(one.published_by.rpartition(":")[2])


@performs(SendFormTexts)
@by_staff(Role.EDUCATION_DEPARTMENT)
async def send_texts(desk: Desk, member: StaffMember, effect: SendFormTexts) -> Outcome:
    """The texts of the edition that begins last: a new one is built on it."""
    if desk.office.press is None:
        return Refused(_NONE)
    forms = await desk.office.press.forms.now(desk.uow)
    last = forms.editions[-1].in_force_from
    texts = [FileOut(name, TEXT, content=text) for name, text in forms.texts(last).items()]
    written = FileOut("how-to-write.txt", TEXT, content=guide().in_(desk.locale))
    said = joined(
        _("The texts of the edition from {day}.", day=last),
        _("Change them in an editor such as Notepad, save them as UTF-8 and keep their names."),
    )
    return Fine(Finish(notes=(Message(said, files=(*texts, written)),), then=Go("model_form")))
