"""Pick one: from fixed options or facts, paged when they are many, with a dialog to open instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from dialogs.inputs import Picked, Said, Sent
from dialogs.message import Choice, Message, Wants
from dialogs.questions.options import Fixed, Open, Option, Options
from dialogs.questions.question import Answer, Common, Opened, Problem, Question, Raw, Show, Taken, View
from dialogs.remarks import CHOOSE_ONE
from locales.catalogue import Locale
from locales.text import Text, _, joined, verbatim

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

T = TypeVar("T")

PAGE = 7
LEAST_OF_A_NAME = 3
MORE, EARLIER, OTHERWISE = "more", "earlier", "otherwise"


class Choose(Question[T]):
    """One of the options, by tap, number, label or a part of the label; `check` may raise Problem for one of them."""

    def __init__(
        self,
        text: Text | Callable[[Any], Text],
        options: Options[T],
        common: Common | None = None,
        otherwise: Open | None = None,
        check: Callable[[Any, T], None] | None = None,
    ) -> None:
        super().__init__(text, common)
        self.options = options
        self.check = check
        self.otherwise = otherwise

    def load(self, raw: Raw) -> T:
        return self.options.value(raw)

    def dump(self, value: T) -> Raw:
        return self.options.key(value)

    def ask(self, dialog: Dialog, view: View) -> Message:
        wanted = matching(self.options(dialog), str(view.get("find", "")))
        choices = [Choice(self.options.key(o.value), o.label, hint=o.hint) for o in on_page(wanted, view)]
        choices += turners(len(wanted), view)
        if self.otherwise is not None:
            choices.append(Choice(OTHERWISE, self.otherwise.label))
        hint = self.common.hint
        if len(wanted) > PAGE:
            hint = joined(hint, _("You can also type a part of the name."))
        return Message(self.says(dialog), tuple(choices), Wants.CHOICE, hint=hint, in_place=bool(view.get("turned")))

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        if isinstance(sent, Picked):
            return self.picked(dialog, view, sent.key)
        if isinstance(sent, Said) and len(self.options(dialog)) > PAGE:
            return Show(found(self.options(dialog), sent.text))
        if isinstance(sent, Said) and (key := only_one_named(self.options, dialog, sent.text)) is not None:
            return self.picked(dialog, view, key)
        raise Problem(CHOOSE_ONE)

    def picked(self, dialog: Dialog, view: View, key: str) -> Taken:
        """What a pressed button of this question means."""
        if key in {MORE, EARLIER}:
            return Show(turned(view, key))
        if key == OTHERWISE and self.otherwise is not None:
            return Opened(self.otherwise)
        if all(self.options.key(o.value) != key for o in self.options(dialog)):
            raise Problem(_("This option is no longer available. Please choose another one."))
        if self.check is not None:
            self.check(dialog, self.options.value(key))
        return Answer(key)

    def told(self, dialog: Dialog) -> Text:
        key = dialog.answers[self.name]
        return next((o.label for o in self.options(dialog) if self.options.key(o.value) == key), verbatim(str(key)))

    def known(self, dialog: Dialog) -> Raw | None:
        """With a single option and nothing else to do, there is nothing to ask."""
        told = super().known(dialog)
        if told is not None:
            return told
        options = self.options(dialog)
        return self.options.key(options[0].value) if len(options) == 1 and self.fits(dialog, options[0].value) else None

    def fits(self, dialog: Dialog, value: T) -> bool:
        """Whether the check lets this answer pass."""
        try:
            if self.check is not None:
                self.check(dialog, value)
        except Problem:
            return False
        return True


def matching(options: Sequence[Option[T]], part: str) -> Sequence[Option[T]]:
    """The options of which that is a part of a name or the hint, in any language; all of them when it is empty."""
    wanted = part.strip().casefold()
    if not wanted:
        return options
    return [one for one in options if any(wanted in name.casefold() for name in _names(one))]


def _names(one: Option[T]) -> Iterator[str]:
    yield from one.known_as
    for locale in Locale:
        yield f"{one.label.in_(locale)} {one.hint.in_(locale)}"


def only_one_named(options: Options[T], dialog: Dialog, part: str) -> str | None:
    """The key of the only option of a short list with that part in its label; what is asked by fixed words needs them.

    Less than three letters are nobody's name.
    """
    wanted = part.strip().casefold()
    if isinstance(options, Fixed) or len(wanted) < LEAST_OF_A_NAME:
        return None
    named = [o for o in options(dialog) if any(wanted in o.label.in_(x).casefold() for x in Locale)]
    return options.key(named[0].value) if len(named) == 1 else None


def found(options: Sequence[Option[T]], part: str) -> View:
    """The view that shows what was looked for; raises `Problem` when nothing is like it."""
    if not matching(options, part):
        raise Problem(_("I found nothing like that. Type another part of the name, or choose from the list."))
    return {"find": part}


def on_page(options: Sequence[Option[T]], view: View) -> Sequence[Option[T]]:
    """The options on the page that the view is at."""
    first = int(view.get("page", 0)) * PAGE
    return options[first : first + PAGE]


def turners(count: int, view: View) -> list[Choice]:
    """Buttons to the next and the previous page, where there are any."""
    page = int(view.get("page", 0))
    more = [Choice(MORE, _("More"))] if (page + 1) * PAGE < count else []
    return more + ([Choice(EARLIER, _("Previous"))] if page else [])


def turned(view: View, key: str) -> View:
    """The view after turning a page."""
    step = 1 if key == MORE else -1
    return {**view, "page": max(0, int(view.get("page", 0)) + step), "turned": True}
