"""Prints contracts by the model form in force, with everything that is known. S2-42, S2-71…S2-73, C7, C20."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import structlog

from documents.contract_pdf import MadeContract, NotTypeset
from documents.contract_pdf import Press as Typesetter
from documents.model_form.blocks import FormError
from documents.model_form.forms import ModelForm
from documents.model_form.specimen import specimen
from documents.signature_sheet import SignatureSheet
from enrolment.contract_content import Unprintable
from enrolment.profile_versions import ProfileVersions
from enrolment.working_days import ALMATY
from handlers.clock import Clock
from handlers.contract_contents import Making, NotKnown, content_of
from handlers.contract_press import NotPrinted, Printed
from handlers.model_forms import PublishedForms
from storage.check_codes import check_code
from storage.database import Database
from storage.stored_contract import StoredContract
from storage.uow import Uow

log = structlog.get_logger()


@dataclass(frozen=True)
class Printer:
    """The press of an instance; `address` is where people reach it, for the check page that every page names."""

    typesetter: Typesetter
    forms: PublishedForms
    versions: ProfileVersions
    clock: Clock
    address: str

    async def contract(self, database: Database, one: StoredContract, now: datetime, *, final: bool) -> Printed:
        """As `handlers.contract_press.Press`."""
        form, today = None, now.astimezone(ALMATY).date()
        try:
            async with database.reading() as uow:
                form = (await self.forms.now(uow)).in_force(today)
                content = await content_of(uow, one, self._making(one, today, final=final))
                code = check_code(uow.sealer, one.id)
            made = await self.typesetter.contract(form, content, self.check_url(code))
        except (FormError, NotKnown, Unprintable, NotTypeset) as error:
            # What it says may hold a name: only where is told.
            where = error.path if isinstance(error, Unprintable) else None
            version = form.version if form is not None else None
            log.error("contract.not_printed", contract=one.id, form=version, why=type(error).__name__, where=where)
            raise NotPrinted from error
        return replace(_printed(made, form), content=content.digest)

    async def content(self, uow: Uow, one: StoredContract) -> str:
        """As `handlers.contract_press.Press`."""
        try:
            return (await content_of(uow, one, self._making(one, self._today(), final=False))).digest
        except (NotKnown, Unprintable) as error:
            raise NotPrinted from error

    async def specimen(self, form: ModelForm) -> Printed:
        """As `handlers.contract_press.Press`."""
        today = self._today()
        content = specimen(max(today, form.in_force_from), self.versions.in_force(today).contract.term_kind)
        try:
            return _printed(await self.typesetter.contract(form, content, self.address), form)
        except NotTypeset as error:
            log.error("model_form.not_printed", form=form.version, why=str(error))
            raise NotPrinted from error

    async def page(self, pdf: bytes, number: int) -> bytes:
        """As `handlers.contract_press.Press`."""
        try:
            return (await self.typesetter.page(pdf, number)).png
        except NotTypeset as error:
            raise NotPrinted from error

    async def signatures(self, sheet: SignatureSheet, *, protocol: bool) -> bytes:
        """As `handlers.contract_press.Press`."""
        try:
            return await self.typesetter.signatures(sheet, protocol=protocol)
        except NotTypeset as error:
            raise NotPrinted from error

    def check_url(self, code: str) -> str:
        """As `handlers.contract_press.Press`."""
        return f"{self.address}/check/{code}"

    async def template(self, uow: Uow) -> str:
        """As `handlers.contract_press.Press`."""
        return (await self.forms.now(uow)).in_force(self._today()).version

    def _making(self, one: StoredContract, today: date, *, final: bool) -> Making:
        profile = self.versions.of(one.profile, one.profile_version) or self.versions.in_force(today)
        return Making(profile, today, final)

    def _today(self) -> date:
        return self.clock.now().astimezone(ALMATY).date()


def _printed(made: MadeContract, form: ModelForm) -> Printed:
    text = tuple((sheet.kk, sheet.ru) for sheet in made.text)
    return Printed(made.pdf, made.pages, form.version, text)
