"""How far a dialog is: its answers read with the facts, the question that is due, and how that question is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dialogs.conversation import Conversation, Frame
from dialogs.dialog import Dialog
from dialogs.facts import Facts
from dialogs.inputs import Found
from dialogs.message import Choice, Message
from dialogs.questions import Given, Question
from dialogs.questions.question import Answer, Show, Unanswered
from locales.text import Text, _


@dataclass(frozen=True)
class Progress:
    """Reads frames of the known kinds of dialog."""

    kinds: Mapping[str, type[Dialog]]
    facts: Facts

    def dialog(self, frame: Frame) -> Dialog:
        """The dialog with the frame's answers."""
        return self.kinds[frame.dialog](frame.answers, self.facts)

    def question(self, frame: Frame) -> Question[Any] | None:
        """The one being revisited if it still applies, else the first that has no answer."""
        dialog = self.dialog(frame)
        path = dialog.path()
        return next((q for q in path if q.name == frame.revisiting), None) or dialog.next_open()

    def answered(self, frame: Frame, question: Question[Any], raw: Any, *, asked: bool = True) -> Frame:
        """The answer kept, `asked` for or known anyway; answers that hang on it go when it has changed."""
        answers = dict(frame.answers)
        if answers.get(question.name) != raw:
            self.drop_dependents(frame, question.name, answers)
        answers[question.name] = raw
        filled = tuple(name for name in frame.filled if name in answers and name != question.name)
        filled = filled if asked else (*filled, question.name)
        return replace(frame, answers=answers, revisiting=None, view={}, filled=filled)

    def drop_dependents(self, frame: Frame, name: str, answers: dict[str, Any]) -> None:
        """Take out the answers that hang on the named one, and those that hang on them."""
        for later in self.kinds[frame.dialog].questions:
            if name in later.common.depends and later.name in answers:
                del answers[later.name]
                self.drop_dependents(frame, later.name, answers)

    def given(self, frame: Frame) -> set[str]:
        """The questions that are never asked because whoever opens the dialog answers them."""
        return {question.name for question in self.kinds[frame.dialog].questions if isinstance(question, Given)}

    def keeps(self, frame: Frame) -> bool:
        """Whether it has an answer that the person gave."""
        return bool(frame.answers.keys() - self.given(frame) - set(frame.filled))

    def anew(self, frame: Frame) -> Frame:
        """The frame with nothing but what its dialog was opened with."""
        given = self.given(frame)
        answers = {name: raw for name, raw in frame.answers.items() if name in given}
        return replace(frame, answers=answers, revisiting=None, view={}, filled=())

    def before(self, frame: Frame) -> Question[Any] | None:
        """The question asked before the one in front; None at the first."""
        question = self.question(frame)
        path = [q for q in self.dialog(frame).path() if q.asked and (q.name in frame.answers or q is question)]
        place = path.index(question) if question in path else len(path)
        return path[place - 1] if place else None

    def leads_to(self, frame: Frame, name: str) -> bool:
        """Whether the named question is part of the way."""
        return any(question.name == name for question in self.dialog(frame).path())

    def last_open(self, frame: Frame) -> Frame:
        """The frame with the dialog's last question open again."""
        return _opened(frame, self.dialog(frame).questions[-1])

    def last_asked_open(self, frame: Frame) -> Frame:
        """The frame with the last question that was asked open again: the review, where there is one."""
        return _opened(frame, self.before(replace(frame, revisiting=None)))

    def step(self, frame: Frame, question: Question[Any]) -> tuple[int, int]:
        """Where the question stands among those that are asked, and how many there are; what is known is not counted.

        The number is 0 for a question that was never to be asked. A way with steps counts these.
        """
        dialog = self.dialog(frame)
        stands = dialog.stands(question)
        if stands is not None:
            return stands
        asked = [one for one in dialog.path() if one.asked and one.name not in frame.filled]
        asked = [one for one in asked if one is question or one.name in frame.answers or not foreseen(one, dialog)]
        return (asked.index(question) + 1 if question in asked else 0), len(asked)

    def with_result(self, frame: Frame, found: Found) -> Frame:
        """The frame with the result it waits for, if it waits for this one: its answer, or another view of it."""
        question = self.question(frame) if frame.view.get("token") == found.token else None
        if question is None:
            return frame
        match question.take(self.dialog(frame), frame.view, found):
            case Answer(raw):
                return self.answered(frame, question, raw)
            case Show(view):
                return replace(frame, view=view)
        return frame

    def message(self, frame: Frame, question: Question[Any]) -> Message:
        """The question as it is shown: where we are, the answer it has, the ways out."""
        dialog = self.dialog(frame)
        message = question.ask(dialog, frame.view)
        number, total = self.step(frame, question)
        header, first = dialog.heading(), self.facts.me.locale is None
        if total > 1 and number and not first:
            header = _("{title} · step {number} of {total}", title=header, number=number, total=total)
        if frame.revisiting == question.name and question.name in frame.answers and not frame.view:
            now = _("Now: {answer}", answer=question.told(dialog))
            keep = Choice("keep", _("Leave as it is"))
            message = replace(
                message, text=Text("{a}\n{b}", {"a": message.text, "b": now}), choices=(*message.choices, keep)
            )
        nav = (Choice("back", _("Back")), Choice("cancel", _("Cancel")), Choice("menu", _("Menu")))
        return replace(message, header=header, nav=() if first else nav)


def _opened(frame: Frame, question: Question[Any] | None) -> Frame:
    answers = {name: raw for name, raw in frame.answers.items() if question is None or name != question.name}
    return replace(frame, answers=answers, revisiting=None, view={})


def foreseen(question: Question[Any], dialog: Dialog) -> bool:
    """Whether the answer will be known without asking, as far as can be told yet."""
    try:
        return question.common.known is not None and question.common.known(dialog) is not None
    except Unanswered:
        return False


def up_to_date(conversation: Conversation, kinds: Mapping[str, type[Dialog]]) -> Conversation:
    """Dialogs kept by an older version as this version has them; those that exist no more are left out."""
    stacks = (conversation.stack, *conversation.parked)
    if all(_is_current(frame, kinds) for stack in stacks for frame in stack):
        return conversation
    stack, *parked = [tuple(_upgraded(frame, kinds) for frame in stack if frame.dialog in kinds) for stack in stacks]
    return replace(conversation, stack=stack, parked=tuple(filter(None, parked)))


def _is_current(frame: Frame, kinds: Mapping[str, type[Dialog]]) -> bool:
    return frame.dialog in kinds and frame.version == kinds[frame.dialog].version


def _upgraded(frame: Frame, kinds: Mapping[str, type[Dialog]]) -> Frame:
    kind = kinds[frame.dialog]
    return replace(frame, version=kind.version, answers=kind.upgrade(frame.version, dict(frame.answers)))
