"""One document of the contract as the profile asks for it, perhaps sent in advance, or said not to be there. X-08."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogs.contract_facts import filling, found, marked, rows_of
from dialogs.inputs import Page, Picked, Sent
from dialogs.message import EMPTY, Choice, Message
from dialogs.names import named
from dialogs.preparation_words import SHORT, WHERE
from dialogs.questions import Upload
from dialogs.questions.pile import Pile
from dialogs.questions.question import Answer, Common, Show, Taken, View
from enrolment.photo_advice import PhotoAdvice
from enrolment.profile_sections import DocumentRules, Requirement
from enrolment.terms import DocumentKind
from locales.text import Text, _, joined, n_

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

NONE, PREPARED = "none", "prepared"


class Document(Upload):
    """The pages of one document; no pages where the parent says that there is none."""

    def __init__(self, kind: DocumentKind) -> None:
        super().__init__(self.wanted, Common(label=SHORT[kind], known=self.attached))
        self.kind = kind

    def attached(self, form: Dialog) -> tuple[Page, ...] | None:
        """What the draft has already: it is not asked again, and can be changed from the review."""
        contract = found(form)
        return contract.attached.get(self.kind) if contract else None

    def row(self, form: Dialog) -> DocumentRules | None:
        """What the profile says of it in the child's queue; None where it is not asked for."""
        return next((row for row in rows_of(form) if row.kind is self.kind), None)

    def wanted(self, form: Dialog) -> Text:
        """Which document, by which form, and where to get it."""
        row = self.row(form)
        if row is None:
            return SHORT[self.kind]
        form_number = _("Form {form}.", form=named(row.form_to_say)) if row.form_to_say else EMPTY
        return joined(
            marked(form, self.kind), _("Send: {document}.", document=named(row.name)), form_number, WHERE[self.kind]
        )

    def ask(self, dialog: Dialog, view: View) -> Message:
        message = super().ask(dialog, view)
        if self.so_far(dialog, view).files:
            return message
        others = tuple(Choice(key, label) for key, label in self.others(dialog).items())
        return Message(joined(message.text, self.in_advance(dialog)), (*message.choices, *others), message.wants)

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        if isinstance(sent, Picked) and sent.key in self.others(dialog):
            return self.taken(dialog) if sent.key == PREPARED else Answer([])
        return super().take(dialog, view, sent)

    def taken(self, dialog: Dialog) -> Taken:
        """What was sent in advance, unless the same file is there for another document: then it is looked at first."""
        pages, pile = filling(dialog).prepared[self.kind], Pile()
        for raw in self.dump(pages):
            elsewhere = self.holder(dialog, raw.get("mark", "")) is not None
            pile = pile.with_file(raw, PhotoAdvice.TWICE if elsewhere else None)
        return Show(pile.view) if pile.doubts else Answer(list(pile.files))

    def others(self, dialog: Dialog) -> dict[str, Text]:
        """What can be pressed instead of sending it."""
        row = self.row(dialog)
        ways: dict[str, Text] = {}
        if self.kind in filling(dialog).prepared:
            ways[PREPARED] = _("Take that one")
        if row is not None and row.requirement is not Requirement.REQUIRED:
            ways[NONE] = _("I do not have it")
        return ways

    def in_advance(self, dialog: Dialog) -> Text:
        """That it was sent before the contract came (S2-14)."""
        pages = filling(dialog).prepared.get(self.kind)
        if pages is None:
            return EMPTY
        count = sum(page.pages for page in pages)
        return n_("It was sent in advance: {count} page.", "It was sent in advance: {count} pages.", count)

    def told(self, dialog: Dialog) -> Text:
        return super().told(dialog) if dialog.answers[self.name] else _("there is none")
