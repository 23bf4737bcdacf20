"""One document as one or several photos or PDFs: each page is confirmed, the last can be taken back, then «Done»."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from dialogs.inputs import FileCame, FileRefused, Page, Picked, Sent
from dialogs.message import Choice, Message, Wants
from dialogs.questions.question import Answer, Common, Problem, Question, Raw, Show, Taken, View
from locales.text import Text, _, n_

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

DONE, DROP_LAST, START_OVER = "done", "drop", "over"
MOST_PAGES = 20


@dataclass(frozen=True)
class Accepts:
    """Media types of the files that are an answer, what to say to anything else, and whether one file is all."""

    types: frozenset[str]
    instead: Text
    single: bool = False


PAPERS = Accepts(
    frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf"}),
    _("Here I need a photo or a PDF. Press the paper clip or the plus and choose a photo or a file."),
)
SPREADSHEET = Accepts(
    frozenset({"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}),
    _("Here I need a CSV or an XLSX file. Press the paper clip or the plus and choose the file."),
    single=True,
)


class Upload(Question[tuple[Page, ...]]):
    """The pages of one document, in the order they came."""

    def __init__(
        self, text: Text | Callable[[Any], Text], common: Common | None = None, accepts: Accepts = PAPERS
    ) -> None:
        super().__init__(text, common)
        self.accepts = accepts

    def load(self, raw: Raw) -> tuple[Page, ...]:
        return tuple(Page(**page) for page in raw)

    def dump(self, value: tuple[Page, ...]) -> Raw:
        return [asdict(page) for page in value]

    def ask(self, dialog: Dialog, view: View) -> Message:
        pages = self.so_far(dialog, view)
        if not pages:
            return Message(self.says(dialog), wants=Wants.FILE, hint=self.common.hint)
        text = n_(
            "I have {count} page. If that is all, press “Done”; otherwise send the next one.",
            "I have {count} pages. If that is all, press “Done”; otherwise send the next one.",
            sum(page["pages"] for page in pages),
        )
        choices = (
            Choice(DONE, _("Done")),
            Choice(DROP_LAST, _("Delete the last one")),
            Choice(START_OVER, _("Start over")),
        )
        return Message(text, choices if len(pages) > 1 else choices[:2], Wants.FILE, replaceable=True)

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        pages = self.so_far(dialog, view)
        match sent:
            case FileCame(page) if page.mime in self.accepts.types:
                if self.accepts.single:
                    return Answer([asdict(page)])
                if len(pages) >= MOST_PAGES:
                    raise Problem(n_("I can take {count} file.", "I can take {count} files at most.", MOST_PAGES))
                return Show({"pages": [*pages, asdict(page)]})
            case FileRefused(why):
                raise Problem(why)
            case Picked(key) if key == DONE and pages:
                return Answer(pages)
            case Picked(key) if key == DROP_LAST:
                return Show({"pages": pages[:-1]})
            case Picked(key) if key == START_OVER:
                return Show({"pages": []})
        raise Problem(self.accepts.instead)

    def so_far(self, dialog: Dialog, view: View) -> list[dict[str, Any]]:
        """The pages sent up to now; where one file is all, the next one always replaces it."""
        if self.accepts.single:
            return []
        return list(view.get("pages", dialog.answers.get(self.name, ())))

    def told(self, dialog: Dialog) -> Text:
        pages = sum(page["pages"] for page in dialog.answers[self.name])
        return n_("{count} page", "{count} pages", pages)
