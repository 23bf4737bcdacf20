"""The journey's third part: from the contract that the kindergarten sent to "your child has been admitted"."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

from dialogs.contract_fields import AUTHORITIES, ID_TYPES
from dialogs.contract_reading import READ_LABEL
from enrolment.contacts import Authority
from enrolment.terms import DocumentKind, IdentityDocument
from locales.text import Text, _, n_
from tests.e2e.journey import Journey
from tests.e2e.phone import Phone
from tests.e2e.signing import SIGN, SigningPage

IBAN = "KZ257220000000000001"
SENT = _("The kindergarten checks the documents and signs. Nothing is to be done now.")
ADMITTED = _("Your child has been successfully admitted. Child: {child}.", child="Алихан")
KINDS = (
    DocumentKind.CHILD_PHOTO,
    DocumentKind.BIRTH_CERTIFICATE,
    DocumentKind.ID_CARD,
    DocumentKind.HEALTH_PASSPORT,
    DocumentKind.VACCINATION_CARD,
    DocumentKind.CERTIFICATE_027,
)


def paper(number: int) -> bytes:
    """A photo of a paper that looks like none of the others."""
    page = Image.new("RGB", (1200, 1600), "white")
    drawing = ImageDraw.Draw(page)
    for line in range(8 + 5 * number):
        drawing.text(
            (80 + 60 * number, 80 + line * (90 - 12 * number)), f"{KINDS[number]} {line}", "black", font_size=40
        )
    drawing.rectangle((150 * number, 1000 - 150 * number, 400 + 120 * number, 1300 - 150 * number), "gray")
    out = io.BytesIO()
    page.save(out, "JPEG", quality=85)
    return out.getvalue()


@dataclass
class Contracting:
    """A mother who concludes the contract, an employee who checks it, and the page on which both sign."""

    journey: Journey
    page: SigningPage

    def is_concluded(self, mother: Phone, employee: Phone) -> None:
        """From the news that the contract has come to the admission."""
        self.begins(mother)
        self.says_who_she_is(mother)
        self.gives_the_account(mother)
        self.sends_documents(mother)
        self.reads_and_signs(mother)
        self.is_checked(employee)
        self.is_signed(employee)
        self.is_admitted(mother)

    def said(self, text: Text) -> str:
        """What a text reads like in the journey's language."""
        return text.in_(self.journey.locale)

    def skips(self, mother: Phone) -> None:
        """What she need not tell."""
        mother.picks(".skip", self.said(_("Skip")))

    def begins(self, mother: Phone) -> None:
        """What it is about, and the check of her key."""
        mother.taps_action("conclude").hears("«Самал»").picks(".next", self.said(_("Next")))
        self.page.checks(mother.hears(SIGN))
        mother.hears(self.said(_("Who are you to the child?")))

    def says_who_she_is(self, mother: Phone) -> None:
        """Step 3."""
        said = self.said
        mother.picks(".parent", said(AUTHORITIES[Authority.PARENT]))
        mother.hears(said(_("At which address are you registered?"))).says("Алматы, Абай даңғылы, 10")
        mother.hears(said(_("At which address do you live?"))).picks(".same", said(_("The same")))
        for question in (
            _("Which other number is there, if nobody answers?"),
            _("What is your e-mail address?"),
            _("Where do you work?"),
            _("What is the number of the child's birth certificate?"),
        ):
            mother.hears(said(question))
            self.skips(mother)

    def gives_the_account(self, mother: Phone) -> None:
        """Step 4."""
        said = self.said
        which = said(_("Which identity document do you have?"))
        mother.hears(which).picks(".id_card", said(ID_TYPES[IdentityDocument.ID_CARD]))
        mother.hears(said(_("What is the number of the document?"))).says("012345678")
        mother.hears(said(_("On which day was it issued? Type day, month and year."))).says("19.07.2021")
        mother.hears(said(_("Who issued it?"))).taps(".internal_affairs")
        mother.hears(said(_("With which bank is your account?"))).says("Каспи").hears("CASPKZKA").says("1")
        mother.hears(said(_("Type the number of your bank account (IBAN)."))).says(IBAN)
        mother.hears(said(_("Where is the bank's branch?")))
        self.skips(mother)

    def sends_documents(self, mother: Phone) -> None:
        """Step 5: six documents, each another picture; there is no PMPC conclusion."""
        for number in range(len(KINDS)):
            mother.hears(self.said(_("Send: {document}.", document="")).rstrip(" .")).sends_photo(paper(number))
            mother.hears(self.said(_("Done"))).taps(".done")
        none = self.said(_("I do not have it"))
        mother.hears(none).picks(".none", none)

    def reads_and_signs(self, mother: Phone) -> None:
        """Step 6: the draft page by page, then the frozen document on the signing page."""
        self.reads(mother)
        self.page.signs(mother)
        mother.hears(self.said(SENT))

    def reads(self, mother: Phone) -> None:
        """The draft, to the link for signing what was read."""
        said = self.said
        mother.hears(said(_("Is everything right?")), "KZ25").picks(".confirm", said(_("All is right")))
        mother.hears(said(READ_LABEL)).picks(".read", said(_("Read the pages")))
        mother.hears(said(READ_LABEL)).picks(".agree", said(READ_LABEL))
        mother.hears("Алихан").picks(".next", said(_("Yes, send it")))
        mother.hears(SIGN)

    def is_checked(self, employee: Phone) -> None:
        """Every document is looked at; the list comes again as long as there is one."""
        said = self.said
        employee.taps_action("contract").hears("Алихан").taps(".open")
        employee.hears(said(n_("{count} document to look at.", "{count} documents to look at.", len(KINDS))))
        employee.taps(".documents")
        for kind in KINDS:
            employee.hears(said(_("not looked at"))).taps(f".{kind}")
            employee.hears(said(_("not looked at"))).taps(".accept")

    def is_signed(self, employee: Phone) -> None:
        """The kindergarten's own signature."""
        self.asks_to_sign(employee)
        self.page.signs_for_the_kindergarten(employee)

    def asks_to_sign(self, employee: Phone) -> None:
        """All is looked at: to the link for the kindergarten's signature."""
        employee.hears(self.said(_("All documents are looked at."))).taps(".sign")
        sure = _("With your signature it comes into force, and the child is admitted. This cannot be undone.")
        employee.hears(self.said(sure)).taps(".next")
        employee.hears(SIGN)

    def is_admitted(self, mother: Phone) -> None:
        mother.hears(self.said(ADMITTED))
