"""A department that publishes editions of the model form, in the fewest words; a press that typesets nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from documents.contract_pdf import MadeContract, NotTypeset
from documents.contract_pdf import Press as Typesetter
from documents.model_form.forms import ModelForm, ModelForms, load_forms
from documents.model_form.text_sheets import Sheet
from enrolment.contract_content import ContractContent
from enrolment.profile_versions import ProfileVersions
from enrolment.terms import Role
from handlers.contract_printing import Printer
from handlers.invitations import Invitee
from handlers.model_forms import PublishedForms
from storage.form_editions import PublishedEdition
from tests.handlers.staff.distributing import works
from tests.handlers.staff.people import hired, stored
from tests.handlers.town import Phone, Town

TEXT = "text/plain"
NAME = "11-disputes.txt"


class Plain(Typesetter):
    """A file that names the contract and the edition; when it is broken, none."""

    broken = False

    async def contract(self, form: ModelForm, content: ContractContent, check_url: str) -> MadeContract:
        if self.broken:
            raise NotTypeset("no memory")
        return MadeContract(f"%PDF- {content.number} {form.version}".encode(), 3, (Sheet("Шарт", "Договор"),))


@cache
def program_forms() -> ModelForms:
    """The program's own."""
    return load_forms("unified")


def with_press(town: Town, typesetter: Typesetter | None = None) -> Town:
    """The town as another process of the program would run it, which has read nothing yet."""
    versions = ProfileVersions((town.office.profile,))
    printer = Printer(
        typesetter or Plain(), PublishedForms(program_forms()), versions, town.clock, "https://balapan.example.kz"
    )
    town.office = replace(town.office, press=printer)
    return town


async def clerk(town: Town, chat: str = "601", locality: str | None = None) -> Phone:
    """Somebody of the department, who answers for all cities unless told otherwise."""
    return await hired(town, chat, "Петрова Анна", Invitee(Role.EDUCATION_DEPARTMENT, locality))


def new_text(words: str = "Спор решает совет.", name: str = NAME) -> str:
    """The program's text of that file with one more clause."""
    texts = program_forms().texts(program_forms().editions[-1].in_force_from)
    return f"{texts[name]}\nclause\nkk: {words}\nru: {words}\n"


async def sends(town: Town, phone: Phone, *files: tuple[str, str | bytes]) -> Phone:
    """These files, one after the other."""
    for name, text in files:
        content = text if isinstance(text, bytes) else text.encode()
        file = await stored(town, phone, content, TEXT, name)
        await phone.sends({"file": {"file": file, "mime": TEXT, "pages": 1, "name": name}})
    return phone


async def previews(town: Town, phone: Phone, *files: tuple[str, str | bytes], day: str = "01.03.2027") -> Phone:
    """The files are sent for that day, and read."""
    await phone.says("menu")
    await phone.picks("Contract form")
    await phone.picks("A new edition")
    await sends(town, phone, *files)
    await phone.picks("Done")
    await phone.says(day)
    phone.forgets()
    await works(town)
    return phone


async def publishes(town: Town, phone: Phone, *files: tuple[str, str | bytes], day: str = "01.03.2027") -> Phone:
    """They are in force from that day."""
    await previews(town, phone, *(files or ((NAME, new_text()),)), day=day)
    await phone.picks("Yes, publish")
    phone.hears("Published. The new edition is in force from")
    await works(town)
    return phone


async def published(town: Town) -> list[PublishedEdition]:
    """What the department has published and not withdrawn."""
    async with town.database.reading() as uow:
        return await uow.form_editions.all()
