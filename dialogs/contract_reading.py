"""Reading the draft before signing: pages as pictures, or a file; then "I have read it". S2-42, S2-50, S2-74."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dialogs.contract_effects import ContractFile, ContractPicture
from dialogs.inputs import Picked, Sent
from dialogs.message import Choice, Message, Wants
from dialogs.questions.accept import Agreed
from dialogs.questions.question import Act, Answer, Common, Problem, Question, Raw, Taken, View
from dialogs.remarks import CHOOSE_ONE
from locales.text import Text, _, joined, n_

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

READ, LATER_PAGE, EARLIER_PAGE, FILE, HAVE_READ = "read", "later", "earlier", "file", "agree"
READ_LABEL = _("I have read it")


class ReadDraft(Question[Agreed]):
    """The draft of `version` with so many pages; `which` tells the contract, the version and the pages."""

    def __init__(
        self,
        text: Text | Callable[[Any], Text],
        which: Callable[[Any], tuple[int, int, int]],
        common: Common | None = None,
    ) -> None:
        super().__init__(text, common)
        self.which = which

    def load(self, raw: Raw) -> Agreed:
        return Agreed(**raw)

    def ask(self, dialog: Dialog, view: View) -> Message:
        _contract, _version, pages = self.which(dialog)
        at = int(view.get("page", 0))
        told = _("Page {page} of {pages}.", page=at, pages=pages) if at else self.says(dialog)
        text = joined(told, _("To confirm “I have read the contract”, press “{button}”.", button=READ_LABEL))
        return Message(text, (*self.turners(at, pages), *self.others()), Wants.CHOICE)

    def turners(self, at: int, pages: int) -> tuple[Choice, ...]:
        """The ways to the pages, from the page that is shown."""
        if not at:
            return (Choice(READ, _("Read the pages")),)
        later = (Choice(LATER_PAGE, _("Next page")),) if at < pages else ()
        return (*later, Choice(EARLIER_PAGE, _("Previous page"))) if at > 1 else later

    def others(self) -> tuple[Choice, ...]:
        """What can be done on any page."""
        return Choice(FILE, _("Download")), Choice(HAVE_READ, READ_LABEL)

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        contract, version, _pages = self.which(dialog)
        at = int(view.get("page", 0))
        keys = {choice.key for choice in self.ask(dialog, view).choices}
        match sent:
            case Picked(key) if key not in keys:
                raise Problem(CHOOSE_ONE)
            case Picked(key) if key == HAVE_READ:
                return Answer({"version": str(version), "at": dialog.facts.now.isoformat()})
            case Picked(key) if key == FILE:
                return Act(ContractFile(contract, version))
            case Picked(key):
                page = at - 1 if key == EARLIER_PAGE else at + 1
                return Act(ContractPicture(contract, page, version), {"page": page})
        raise Problem(CHOOSE_ONE)


def draft_text(number: str, pages: int, *, agreement: bool = False) -> Text:
    """What is to be read, and why."""
    if agreement:
        return n_(
            "The draft of additional agreement No. {number} is ready: {count} page, in Kazakh and Russian. "
            "Read it before you sign: your rights and duties stand there.",
            "The draft of additional agreement No. {number} is ready: {count} pages, in Kazakh and Russian. "
            "Read it before you sign: your rights and duties stand there.",
            pages,
            number=number,
        )
    return n_(
        "The draft of contract No. {number} is ready: {count} page, in Kazakh and Russian. "
        "Read it before you sign: your rights and duties stand there.",
        "The draft of contract No. {number} is ready: {count} pages, in Kazakh and Russian. "
        "Read it before you sign: your rights and duties stand there.",
        pages,
        number=number,
    )
