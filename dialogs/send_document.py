"""Send one document of a child ahead of the contract, with the day of its issue where that matters. S2-18, X-10."""

from __future__ import annotations

from datetime import date

from dialogs.dialog import Dialog
from dialogs.effects import Effect
from dialogs.people import AskDate
from dialogs.preparation_effects import PrepareDocument
from dialogs.preparation_queries import PreparedDocuments
from dialogs.preparation_words import SHORT, WHERE, rules_of
from dialogs.questions import Given, Problem, Upload
from dialogs.questions.question import Common
from enrolment.preparation import good_until
from enrolment.profile_sections import DocumentRules
from enrolment.terms import DocumentKind
from locales.text import Text, _, joined, verbatim


class KindOf(Given[DocumentKind]):
    """Which document it is."""

    def load(self, raw: str) -> DocumentKind:
        return DocumentKind(raw)


def rules(send: SendDocument) -> DocumentRules | None:
    """What the profile says of it; None where the contract does not ask for it any more."""
    preparation = send.facts[PreparedDocuments(send.child)]
    return rules_of(send.facts, preparation, send.kind) if preparation else None


def has_a_term(send: SendDocument) -> bool:
    """Whether the day of its issue matters."""
    found = rules(send)
    return found is not None and found.valid_days is not None


def still_good(send: SendDocument, issued_on: date) -> None:
    """Its day has come, and its term is not over."""
    if issued_on > send.facts.today:
        raise Problem(_("This date has not come yet. Check the year."))
    found = rules(send)
    until = good_until(found, issued_on) if found else None
    if until is not None and until < send.facts.today:
        raise Problem(
            _("A paper of that day was good until {date}. Check the day, or get a newer paper first.", date=until)
        )


def which(send: SendDocument) -> Text:
    """What to send, and what belongs to it."""
    return joined(
        _("Send: {document}. A photo or a PDF.", document=SHORT[send.kind]),
        WHERE[send.kind] if send.kind in {DocumentKind.CHILD_PHOTO, DocumentKind.ID_CARD} else verbatim(""),
    )


class Pages(Upload):
    """The pages of whichever document it is."""

    def called(self, dialog: Dialog) -> Text:
        return SHORT[DocumentKind(dialog.answers["kind"])]


class SendDocument(Dialog):
    """The pages, then the day of issue."""

    title = _("Document")
    child = Given[int]()
    kind = KindOf()
    pages = Pages(which, Common(hint=_("Lay the paper flat, near a window, so that every letter can be read.")))
    issued_on = AskDate(
        _("Which day of issue stands on it? Type day, month and year."),
        Common(when=has_a_term, hint=_("For example: 19.11.2026")),
        check=still_good,
    )

    def done(self) -> Effect:
        return PrepareDocument(self.child, self.kind, self.pages, self.issued_on if has_a_term(self) else None)

    def whom(self) -> Text:
        return SHORT[self.kind]
