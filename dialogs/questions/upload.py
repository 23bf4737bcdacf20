"""One document as one or several photos or PDFs: each page is confirmed, the last can be taken back, then «Done»."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from dialogs.inputs import FileCame, FileRefused, Page, Picked, Sent
from dialogs.message import EMPTY, Choice, Message, Wants
from dialogs.photo_words import ADVICE, numbered, sent_elsewhere
from dialogs.questions.pile import Pile
from dialogs.questions.question import Answer, Common, Problem, Question, Raw, Show, Taken, View
from enrolment.photo_advice import PhotoAdvice
from locales.text import Text, _, joined, n_, verbatim

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

DONE, DROP_LAST, START_OVER, REPLACE, AS_IT_IS = "done", "drop", "over", "replace", "as_it_is"
MOST_PAGES = 20
SEND_THE_OTHER = _("Send the other one now. It takes the same place.")


@dataclass(frozen=True)
class Accepts:
    """Media types of the files that are an answer, what to say to anything else, and whether one file is all.

    Files that are `named` are no pages: each is called by its name, and takes the place of one that has the same.
    """

    types: frozenset[str]
    instead: Text
    single: bool = False
    named: bool = False


PAPERS = Accepts(
    frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf"}),
    _("Here I need a photo or a PDF. Press the paper clip or the plus and choose a photo or a file."),
)
SPREADSHEET = Accepts(
    frozenset({"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}),
    _("Here I need a CSV or an XLSX file. Press the paper clip or the plus and choose the file."),
    single=True,
)
TEXTS = Accepts(
    frozenset({"text/plain"}),
    _(
        "Here I need text files, such as {example}. Press the paper clip or the plus and choose the files.",
        example="05-payment.txt",
    ),
    named=True,
)


class Upload(Question[tuple[Page, ...]]):
    """The pages of one document, in the order they came; a photo that may not do is sent as it is or replaced."""

    def __init__(
        self, text: Text | Callable[[Any], Text], common: Common | None = None, accepts: Accepts = PAPERS
    ) -> None:
        super().__init__(text, common)
        self.accepts = accepts

    def load(self, raw: Raw) -> tuple[Page, ...]:
        return tuple(Page(**{**page, "rest": tuple(page.get("rest", ()))}) for page in raw)

    def dump(self, value: tuple[Page, ...]) -> Raw:
        return [_raw(page) for page in value]

    def ask(self, dialog: Dialog, view: View) -> Message:
        pile = self.so_far(dialog, view)
        if pile.doubts:
            ways = Choice(REPLACE, _("Replace it")), Choice(AS_IT_IS, _("Send as it is"))
            return Message(self._advised(dialog, pile), ways, Wants.FILE, replaceable=True)
        if not pile.files:
            return Message(self.says(dialog), wants=Wants.FILE, hint=self.common.hint)
        choices = (
            Choice(DONE, _("Done")),
            Choice(DROP_LAST, _("Delete the last file") if self.accepts.named else _("Delete the last one")),
            Choice(START_OVER, _("Start over")),
        )
        text = self._of_it(dialog, self._have(pile) if pile.place is None else SEND_THE_OTHER)
        return Message(text, choices if len(pile.files) > 1 else choices[:2], Wants.FILE, replaceable=True)

    def called(self, dialog: Dialog) -> Text:
        """What the document is called; nothing where the question has no label."""
        return self.common.label or EMPTY

    def _of_it(self, dialog: Dialog, text: Text) -> Text:
        """What is said while the question itself is out of sight, under the name of the document."""
        return joined(self.called(dialog), text)

    def _have(self, pile: Pile) -> Text:
        if self.accepts.named:
            have = n_(
                "I have {count} file: {names}.",
                "I have {count} files: {names}.",
                len(pile.files),
                names=pile.names,
            )
            return joined(have, _("If that is all, press “Done”; otherwise send the next one."))
        return n_(
            "I have {count} page. If that is all, press “Done”; otherwise send the next one.",
            "I have {count} pages. If that is all, press “Done”; otherwise send the next one.",
            pile.pages,
        )

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        pile = self.so_far(dialog, view)
        match sent:
            case FileCame(page, advice) if page.mime in self.accepts.types:
                if self.accepts.single:
                    return Answer([_raw(page)])
                if len(pile.files) >= MOST_PAGES:
                    raise Problem(n_("I can take {count} file.", "I can take {count} files at most.", MOST_PAGES))
                if self.accepts.named:
                    return Show(pile.with_named(_raw(page)).view)
                twice = pile.holds(page.mark) or self.holder(dialog, page.mark) is not None
                return Show(pile.with_file(_raw(page), PhotoAdvice.TWICE if twice else advice).view)
            case FileRefused(why, secret):
                told = self.accepts.instead if self.accepts.named else why
                raise Problem(why if secret else self._of_it(dialog, told))
            case Picked(key) if key == REPLACE and pile.doubts:
                return Show(pile.without_doubtful().view)
            case Picked(key) if key == AS_IT_IS and pile.doubts:
                return Show(pile.as_it_is().view)
            case Picked(key) if key == DONE and pile.files and not pile.doubts:
                return Answer(list(pile.files))
            case Picked(key) if key == DROP_LAST:
                return Show(pile.without_last().view)
            case Picked(key) if key == START_OVER:
                return Show(Pile().view)
        raise Problem(self._advised(dialog, pile) if pile.doubts else self._of_it(dialog, self.accepts.instead))

    def so_far(self, dialog: Dialog, view: View) -> Pile:
        """The files sent up to now; where one file is all, the next one always replaces it."""
        return Pile() if self.accepts.single else Pile.of(view, dialog.answers.get(self.name, ()))

    def told(self, dialog: Dialog) -> Text:
        if self.accepts.named:
            return verbatim(Pile(tuple(dialog.answers[self.name])).names)
        pages = sum(page["pages"] for page in dialog.answers[self.name])
        return n_("{count} page", "{count} pages", pages)

    def _advised(self, dialog: Dialog, pile: Pile) -> Text:
        """The advice about the first doubtful file."""
        place, why = pile.doubts[0]
        holder = self.holder(dialog, pile.files[place].get("mark", "")) if why is PhotoAdvice.TWICE else None
        text = ADVICE[why] if holder is None or holder.common.label is None else sent_elsewhere(holder.common.label)
        return self._of_it(dialog, numbered(text, place, len(pile.files)))

    def holder(self, dialog: Dialog, mark: str) -> Question[Any] | None:
        """The other document of this dialog for which the same file was sent."""
        others = (other for other in dialog.path() if isinstance(other, Upload) and other is not self)
        return next((other for other in others if other.so_far(dialog, {}).holds(mark)), None)


def _raw(page: Page) -> Raw:
    raw = asdict(page) | {"rest": list(page.rest)}
    return raw if page.name else {name: value for name, value in raw.items() if name != "name"}
