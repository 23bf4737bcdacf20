"""Pick several: each press marks or unmarks one, then «Done»."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from dialogs.inputs import Picked, Said, Sent
from dialogs.message import EMPTY, Choice, Message, Wants
from dialogs.questions.choose import EARLIER, MORE, PAGE, found, matching, on_page, only_one_named, turned, turners
from dialogs.questions.options import Options
from dialogs.questions.question import Answer, Common, Problem, Question, Raw, Show, Taken, View
from dialogs.remarks import CHOOSE_ONE
from locales.catalogue import Locale
from locales.text import Text, _, joined, n_

if TYPE_CHECKING:
    from dialogs.dialog import Dialog

T = TypeVar("T")

DONE = "done"
Bounds = Callable[[Any], tuple[int, int]]


class ChooseMany(Question[tuple[T, ...]], Generic[T]):
    """From `least` to `most` of the options, in the order they were picked."""

    def __init__(
        self,
        text: Text | Callable[[Any], Text],
        options: Options[T],
        bounds: Bounds,
        common: Common | None = None,
    ) -> None:
        super().__init__(text, common)
        self.options = options
        self.bounds = bounds

    def load(self, raw: Raw) -> tuple[T, ...]:
        return tuple(self.options.value(key) for key in raw)

    def dump(self, value: tuple[T, ...]) -> Raw:
        return [self.options.key(one) for one in value]

    def ask(self, dialog: Dialog, view: View) -> Message:
        picked = self.picked(dialog, view)
        least, most = self.bounds(dialog)
        wanted = matching(self.options(dialog), str(view.get("find", "")))
        done = [Choice(DONE, done_label(len(picked)))] if len(picked) >= max(least, 1) else []
        if not picked and not least:
            done = [Choice(DONE, _("Skip"))]
        options = [
            Choice(key, _("✓ {label}", label=o.label) if key in picked else o.label, hint=o.hint)
            for o in on_page(wanted, view)
            for key in [self.options.key(o.value)]
        ]
        several = n_("You can choose one.", "You can choose up to {count}.", most)
        hint = joined(self.common.hint, several if len(self.options(dialog)) > 1 else EMPTY)
        if len(wanted) > PAGE:
            hint = joined(hint, _("You can also type a part of the name."))
        choices = (*options, *turners(len(wanted), view), *done)
        return Message(self.says(dialog), choices, Wants.CHOICE, hint=hint, in_place=bool(view))

    def take(self, dialog: Dialog, view: View, sent: Sent) -> Taken:
        if isinstance(sent, Said):
            return self.typed(dialog, view, sent.text)
        if not isinstance(sent, Picked):
            raise Problem(CHOOSE_ONE)
        if sent.key in {MORE, EARLIER}:
            return Show(turned(view, sent.key))
        picked = self.picked(dialog, view)
        if sent.key == DONE:
            return Answer(list(picked))
        return self.toggled(dialog, view, [sent.key])

    def picked(self, dialog: Dialog, view: View) -> list[str]:
        """The keys marked so far."""
        return list(view.get("picked", dialog.answers.get(self.name, ())))

    def typed(self, dialog: Dialog, view: View, text: str) -> Taken:
        """Several numbers at once («1 3»), «Done» without its count, or a part of a name to look for."""
        numbers = re.fullmatch(r"\s*\d{1,2}(?:[\s,;]+\d{1,2})+\s*", text)
        shown = [choice.key for choice in self.ask(dialog, view).choices]
        if numbers:
            keys = [shown[int(n) - 1] for n in re.findall(r"\d+", text) if 0 < int(n) <= len(shown)]
            return self.toggled(dialog, view, [key for key in keys if key not in {DONE, MORE, EARLIER}])
        if DONE in shown and means_done(text):
            return Answer(self.picked(dialog, view))
        if len(self.options(dialog)) > PAGE:
            return Show({**found(self.options(dialog), text), "picked": self.picked(dialog, view)})
        if (key := only_one_named(self.options, dialog, text)) is not None:
            return self.toggled(dialog, view, [key])
        raise Problem(CHOOSE_ONE)

    def toggled(self, dialog: Dialog, view: View, keys: list[str]) -> Taken:
        """The view with these options marked, or unmarked where they were marked."""
        picked = self.picked(dialog, view)
        known = {self.options.key(o.value) for o in self.options(dialog)}
        for key in keys:
            if key in picked:
                picked.remove(key)
            elif key in known:
                picked.append(key)
        _least, most = self.bounds(dialog)
        if len(picked) > most:
            raise Problem(
                n_(
                    "You can choose only one. Unmark the other first.",
                    "You can choose up to {count}. Unmark one first.",
                    most,
                )
            )
        return Show({**view, "picked": picked})

    def told(self, dialog: Dialog) -> Text:
        labels = self.labels(dialog)
        chosen = [labels[key] for key in dialog.answers[self.name] if key in labels]
        return joined(*chosen, separator=", ") if chosen else _("not chosen")

    def labels(self, dialog: Dialog) -> dict[str, Text]:
        """What can be picked, by key."""
        return {self.options.key(o.value): o.label for o in self.options(dialog)}

    def known(self, dialog: Dialog) -> Raw | None:
        """Where all that there is has to be chosen, or nothing can be, there is nothing to ask."""
        told = super().known(dialog)
        if told is not None:
            return told
        least, _most = self.bounds(dialog)
        keys = [self.options.key(one.value) for one in self.options(dialog)]
        return keys if len(keys) < 2 and len(keys) == least else None


class Ranked(ChooseMany[T]):
    """The order of picking counts: what was picked is told by number, the first one first."""

    def ask(self, dialog: Dialog, view: View) -> Message:
        message = super().ask(dialog, view)
        picked = self.picked(dialog, view)
        if not picked:
            return message
        return replace(message, hint=joined(_("Your order:"), self.in_order(dialog, picked), message.hint))

    def told(self, dialog: Dialog) -> Text:
        picked = [key for key in dialog.answers[self.name] if key in self.labels(dialog)]
        return Text("\n{order}", {"order": self.in_order(dialog, picked)}) if picked else super().told(dialog)

    def in_order(self, dialog: Dialog, picked: list[str]) -> Text:
        """One line for each that can still be picked."""
        labels = self.labels(dialog)
        return numbered([labels[key] for key in picked if key in labels])


def numbered(labels: Sequence[Text]) -> Text:
    """A line for each, with its number."""
    return joined(*(Text("{number}. {label}", {"number": n, "label": one}) for n, one in enumerate(labels, start=1)))


def done_label(count: int) -> Text:
    """The name of the button that ends the choice, with how many are picked."""
    return n_("Done: {count}", "Done: {count}", count)


def means_done(text: str) -> bool:
    """Whether somebody typed the name of that button without the count, in any language."""
    return text.strip(" .!").casefold() in {done_label(1).in_(x).partition(":")[0].casefold() for x in Locale}
